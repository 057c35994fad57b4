package io.github.resourcemonitor.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives each test method of a Spring test a clean {@link InvocationRecords}, a bean of
 * its application context. It contains the records of invocations that have started since
 * before the {@code @BeforeEach} methods, even if tests share a context:
 *
 * <pre class="code">
 * &#064;SpringBootTest
 * &#064;MonitorTest
 * class ThumbnailTests {
 *
 * 	&#064;Autowired
 * 	private InvocationRecords records;
 *
 * 	&#064;Test
 * 	void downloadsThePhotoOnce() {
 * 		…
 * 		assertThat(this.records).last().called("storage", 2);
 * 	}
 *
 * }
 * </pre>
 * <p>
 * It may stand on a test class, on a class that encloses or extends it, or on another
 * annotation. All classes that have it may share a context. Test methods that use the
 * same context at the same time see each other's records. On a class that is not a Spring
 * test it has no effect; see {@link MonitorAssertions} for a monitor without Spring.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface MonitorTest {

}
