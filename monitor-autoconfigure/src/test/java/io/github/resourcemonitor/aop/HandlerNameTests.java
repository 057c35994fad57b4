package io.github.resourcemonitor.aop;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyServiceCall;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the default names of handlers and services.
 */
class HandlerNameTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@Test
	void anonymousClassHasTheNameOfItsFile() {
		this.runner.withBean("work", Work.class, HandlerNameTests::anonymous).run((context) -> {
			context.getBean(Work.class).go();
			assertThat(handlers(context)).containsExactly("HandlerNameTests$1.go");
		});
	}

	@Test
	void serviceOfAnAnonymousClassHasAName() {
		this.runner.withBean("work", Work.class, HandlerNameTests::anonymousService).run((context) -> {
			context.getBean(ResourceMonitor.class).run("outer", context.getBean(Work.class)::go);
			assertThat(onlyServiceCall(context).service()).isEqualTo("HandlerNameTests$2");
		});
	}

	@Test
	void classesOfOneSimpleNameHaveDifferentHandlers() {
		this.runner.withBean("first", One.Order.class).withBean("second", Two.Order.class).run((context) -> {
			context.getBean(One.Order.class).handle();
			context.getBean(Two.Order.class).handle();
			String prefix = HandlerNameTests.class.getName();
			assertThat(handlers(context)).containsExactly(prefix + "$One$Order.handle", prefix + "$Two$Order.handle");
		});
	}

	@Test
	void classWithoutAnnotationsDoesNotChangeTheName() {
		this.runner.withBean("first", One.Order.class).withBean("second", Three.Order.class).run((context) -> {
			context.getBean(One.Order.class).handle();
			assertThat(handlers(context)).containsExactly("Order.handle");
		});
	}

	@Test
	void severalBeansOfAClassShareTheHandler() {
		this.runner.withBean("first", One.Order.class).withBean("second", One.Order.class).run((context) -> {
			context.getBean("first", One.Order.class).handle();
			context.getBean("second", One.Order.class).handle();
			assertThat(handlers(context)).containsExactly("Order.handle", "Order.handle");
		});
	}

	private static Work anonymous() {
		return new Work() {

			@Override
			@MonitoredHandler
			public void go() {
			}

		};
	}

	private static Work anonymousService() {
		return new Work() {

			@Override
			@CloudServiceCall
			public void go() {
			}

		};
	}

	interface Work {

		void go();

	}

	static class One {

		static class Order {

			@MonitoredHandler
			public void handle() {
			}

		}

	}

	static class Two {

		static class Order {

			@MonitoredHandler
			public void handle() {
			}

		}

	}

	static class Three {

		static class Order {

			public void handle() {
			}

		}

	}

}
