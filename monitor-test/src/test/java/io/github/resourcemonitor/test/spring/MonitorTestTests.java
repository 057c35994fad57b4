package io.github.resourcemonitor.test.spring;

import java.util.HashSet;
import java.util.Set;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.test.InvocationRecords;
import io.github.resourcemonitor.test.MonitorTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;

import static io.github.resourcemonitor.test.MonitorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MonitorTest}, by tests that share a context. Each leaves records, and
 * one an invocation that is open, which the others must not see.
 */
class MonitorTestTests {

	private static final Set<ApplicationContext> CONTEXTS = new HashSet<>();

	@AfterAll
	static void testsShareAContext() {
		assertThat(CONTEXTS).hasSize(1);
	}

	@Nested
	class First extends SharedContext {

	}

	@Nested
	class Second extends SharedContext {

		@Nested
		class Inner {

			@Test
			void hasTheRecordsOfItsOwn(@Autowired InvocationRecords records, @Autowired Handler handler) {
				assertThat(records).hasHandlers("prepared");
				handler.handle();
				assertThat(records).last().hasHandler("Handler.handle");
			}

		}

	}

	@SpringBootTest(classes = Application.class)
	@MonitorTest
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	abstract static class SharedContext {

		@Autowired
		InvocationRecords records;

		@Autowired
		ResourceMonitor monitor;

		@Autowired
		Handler handler;

		@BeforeEach
		void prepare(@Autowired ApplicationContext context) {
			CONTEXTS.add(context);
			this.monitor.run("prepared", () -> {
			});
		}

		@Test
		@Order(1)
		void hasOneRecord() {
			this.handler.handle();
			assertThat(this.records).hasHandlers("prepared", "Handler.handle");
			assertThat(this.records).last().hasHandler("Handler.handle").calledNothing();
		}

		@Test
		@Order(2)
		void leavesAnInvocationOpen() {
			InvocationScope scope = this.monitor.start("open");
			assertThat(scope.id()).isNotEmpty();
		}

		@Test
		@Order(3)
		void hasNoneOfTheTestBefore() {
			assertThat(this.records).only().hasHandler("prepared");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	@MonitorTest
	@TestPropertySource(properties = "resource-monitor.enabled=false")
	class WithoutAMonitor {

		@Test
		void saysSoInsteadOfHavingNoRecords(@Autowired InvocationRecords records, @Autowired Handler handler) {
			handler.handle();
			assertThatIllegalStateException().isThrownBy(() -> assertThat(records).isEmpty())
				.withMessageContaining("has no ResourceMonitor")
				.withMessageContaining("resource-monitor.enabled=false");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	class WithoutTheAnnotation {

		@Test
		void hasNoRecords(@Autowired ApplicationContext context) {
			assertThat(context.getBeansOfType(InvocationRecords.class)).isEmpty();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Handler handler() {
			return new Handler();
		}

	}

	static class Handler {

		@MonitoredHandler
		public void handle() {
		}

	}

}
