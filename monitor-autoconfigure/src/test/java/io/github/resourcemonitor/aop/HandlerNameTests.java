package io.github.resourcemonitor.aop;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.record.ServiceCallUsage;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
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
	void classesWithOtherMethodsKeepTheirSimpleName() {
		this.runner.withBean("first", One.Order.class).withBean("second", Four.Order.class).run((context) -> {
			context.getBean(One.Order.class).handle();
			context.getBean(Four.Order.class).count();
			context.getBean(Four.Order.class).handle();
			assertThat(handlers(context)).containsExactly("Order.handle", "Order.count", "named");
		});
	}

	@Test
	void servicesOfOneSimpleNameAreDifferent() {
		this.runner.withBean("first", One.Client.class).withBean("second", Two.Client.class).run((context) -> {
			context.getBean(ResourceMonitor.class).run("outer", () -> {
				context.getBean(One.Client.class).fetch();
				context.getBean(Two.Client.class).fetch();
			});
			String prefix = HandlerNameTests.class.getName();
			assertThat(onlyRecord(context).serviceCalls()).extracting(ServiceCallUsage::service)
				.containsExactlyInAnyOrder(prefix + "$One$Client", prefix + "$Two$Client");
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

		static class Client {

			@CloudServiceCall
			public void fetch() {
			}

		}

		static class Order {

			@MonitoredHandler
			public void handle() {
			}

		}

	}

	static class Two {

		static class Client {

			@CloudServiceCall
			public void fetch() {
			}

		}

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

	static class Four {

		static class Order {

			@MonitoredHandler
			public void count() {
			}

			@MonitoredHandler("named")
			public void handle() {
			}

		}

	}

}
