package io.github.resourcemonitor.aop;

import java.util.Objects;
import java.util.function.Function;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for beans that refer to each other in a circle: the reference that is injected
 * before the bean is initialized is monitored.
 */
class CircularReferenceTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withPropertyValues("resource-monitor.verification=fail")
		.withAllowCircularReferences(true);

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void functionsInACircleAreInjectedWithTheirProxy(boolean auto) {
		this.runner.withPropertyValues("spring.aop.auto=" + auto)
			.withBean("first", First.class)
			.withBean("second", Second.class)
			.run((context) -> {
				assertThat(context.getBean(Second.class).apply("a")).isEqualTo("a12");
				assertThat(handlers(context)).containsExactly("first", "second");
				assertThat(context.getBean(First.class).second()).isSameAs(context.getBean("second"));
				assertThat(context.getBean(Second.class).first()).isSameAs(context.getBean("first"));
			});
	}

	@Test
	void functionWithAnotherHandlerInACircleIsCountedOnce() {
		this.runner.withBean("mixed", Mixed.class).withBean("user", User.class).run((context) -> {
			Mixed mixed = Objects.requireNonNull(context.getBean(User.class).mixed());
			assertThat(mixed).isSameAs(context.getBean(Mixed.class));
			mixed.apply("a");
			mixed.refresh();
			assertThat(handlers(context)).containsExactly("mixed", "Mixed.refresh");
		});
	}

	@Test
	void functionThatCouldNotBeCreatedIsMonitoredAtTheNextAttempt() {
		this.runner.withBean("flag", Flag.class)
			.withBean("mixed", NeedsFailing.class, NeedsFailing::new, (definition) -> definition.setLazyInit(true))
			.withBean("failing", Failing.class, Failing::new, (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				assertThatException().isThrownBy(() -> context.getBean("mixed"));
				context.getBean(Flag.class).failing = false;
				context.getBean(NeedsFailing.class).apply("a");
				assertThat(handlers(context)).containsExactly("mixed");
			});
	}

	@MonitoredHandler
	static class First implements Function<String, String> {

		private @Nullable Function<String, String> second;

		@Autowired
		void setSecond(@Qualifier("second") Function<String, String> second) {
			this.second = second;
		}

		@Nullable Function<String, String> second() {
			return this.second;
		}

		@Override
		public String apply(String text) {
			return text + "1";
		}

	}

	@MonitoredHandler
	static class Second implements Function<String, String> {

		private @Nullable First first;

		@Autowired
		void setFirst(First first) {
			this.first = first;
		}

		@Nullable First first() {
			return this.first;
		}

		@Override
		public String apply(String text) {
			return ((this.first != null) ? this.first.apply(text) : text) + "2";
		}

	}

	@MonitoredHandler
	static class Mixed implements Function<String, String> {

		@Autowired
		void setUser(User user) {
		}

		@Override
		public String apply(String text) {
			return text;
		}

		@MonitoredHandler
		public void refresh() {
		}

	}

	static class User {

		private @Nullable Mixed mixed;

		@Autowired
		void setMixed(Mixed mixed) {
			this.mixed = mixed;
		}

		@Nullable Mixed mixed() {
			return this.mixed;
		}

	}

	/**
	 * The creation of this bean and of all that need it fails once.
	 */
	static class Failing {

		@Autowired
		void setMixed(NeedsFailing mixed, Flag flag) {
			if (flag.failing) {
				throw new IllegalStateException("on purpose");
			}
		}

	}

	@MonitoredHandler
	static class NeedsFailing implements Function<String, String> {

		@Autowired
		void setUser(Failing failing) {
		}

		@Override
		public String apply(String text) {
			return text;
		}

	}

	static class Flag {

		private boolean failing = true;

	}

}
