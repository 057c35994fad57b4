package io.github.resourcemonitor.aop;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Function;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.failure.Failures;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WrappingPostProcessor}: a bean that cannot be wrapped stays as it is.
 */
class WrappingPostProcessorTests {

	private final MonitoredMethodIndex index = new MonitoredMethodIndex();

	private final Failures failures = new Failures();

	private final MonitorAccess access = new MonitorAccess(() -> null, () -> null, List::of, this.failures);

	@Test
	void keepsAFunctionThatCannotBeWrapped() {
		assertThatBeanIsKept(new FunctionalBeanPostProcessor(this.index, this.access), new Upper());
	}

	@Test
	void keepsAFilterThatCannotBeWrapped() {
		assertThatBeanIsKept(new InterfaceProxyPostProcessor(this.index, this.access), new FinalFilter());
	}

	private void assertThatBeanIsKept(WrappingPostProcessor processor, Object target) {
		Object bean = unchangeable(target);
		assertThat(processor.postProcessAfterInitialization(bean, "bean") == bean).isTrue();
		assertThat(processor.getEarlyBeanReference(bean, "bean") == bean).isTrue();
		assertThat(this.failures.summaries()).hasSize(1)
			.allSatisfy((hook, summary) -> assertThat(summary.count()).isEqualTo(2));
	}

	/**
	 * Create a proxy that accepts no advisors.
	 */
	private static Object unchangeable(Object target) {
		Object proxy = new ProxyFactory(target).getProxy();
		return Proxy.newProxyInstance(target.getClass().getClassLoader(), proxy.getClass().getInterfaces(),
				(self, method, arguments) -> {
					if (method.getName().equals("addAdvisor")) {
						throw new IllegalStateException("no advisors");
					}
					return method.invoke(proxy, arguments);
				});
	}

	static class Upper implements Function<String, String> {

		@Override
		@MonitoredHandler
		public String apply(String text) {
			return text;
		}

	}

	@MonitoredHandler
	static final class FinalFilter implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) {
		}

	}

}
