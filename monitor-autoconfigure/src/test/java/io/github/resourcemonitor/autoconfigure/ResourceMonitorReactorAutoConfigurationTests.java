package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.reactor.ReactorResults;
import io.github.resourcemonitor.reactor.ScheduleHook;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorReactorAutoConfiguration}.
 */
class ResourceMonitorReactorAutoConfigurationTests {

	private final ApplicationContextRunner empty = MonitorContexts.withoutReadings();

	private final ApplicationContextRunner runner = this.empty.withBean(Handler.class);

	@Test
	void isOnByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ReactorResults.class).hasSingleBean(ScheduleHook.class);
			Mono<String> mono = context.getBean(Handler.class).handle();
			assertThat(records(context)).isEmpty();
			assertThat(mono.block()).isEqualTo("Handler.handle");
			assertThat(mono.block()).isEqualTo("Handler.handle");
			assertThat(handlers(context)).hasSize(2);
		});
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.empty.withPropertyValues("resource-monitor.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ReactorResults.class)
				.doesNotHaveBean(ScheduleHook.class));
	}

	@Test
	void doesNotPropagateToSchedulersByDefault() {
		this.runner.withPropertyValues("resource-monitor.propagation.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(ReactorResults.class).doesNotHaveBean(ScheduleHook.class);
			assertThat(context.getBean(Handler.class).handle().block()).isEqualTo("nobody");
			assertThat(onlyRecord(context).own().isComplete()).isFalse();
		});
	}

	@Test
	void backsOffWithoutReactor() {
		this.empty.withBean(Plain.class)
			.withClassLoader(new FilteredClassLoader("reactor.core", "org.reactivestreams"))
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(ReactorResults.class)
					.doesNotHaveBean(ScheduleHook.class);
				assertThat(context.getBean(Plain.class).handle()).isEqualTo("plain");
				assertThat(handlers(context)).containsExactly("Plain.handle");
			});
	}

	@Test
	void backsOffWhenUserProvidesResults() {
		this.runner.withBean("mine", ReactorResults.class, () -> new ReactorResults(() -> {
			throw new IllegalStateException();
		}, () -> {
		}, new Failures())).run((context) -> assertThat(context).hasSingleBean(ReactorResults.class).hasBean("mine"));
	}

	@Test
	void removesItsHookWhenTheContextCloses() {
		this.runner.run((context) -> {
			Runnable task = () -> {
			};
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			monitor.run("before any result", () -> assertThat(Schedulers.onSchedule(task)).isSameAs(task));
			context.getBean(Handler.class).handle();
			monitor.run("with a hook", () -> {
				assertThat(Schedulers.onSchedule(task)).isNotSameAs(task);
				context.close();
				assertThat(Schedulers.onSchedule(task)).isSameAs(task);
			});
		});
	}

	public static class Plain {

		@MonitoredHandler
		public String handle() {
			return "plain";
		}

	}

	static class Handler {

		private final ResourceMonitor monitor;

		Handler(ResourceMonitor monitor) {
			this.monitor = monitor;
		}

		@MonitoredHandler
		Mono<String> handle() {
			return Mono.fromCallable(() -> this.monitor.current().map(Invocation::handler).orElse("nobody"))
				.subscribeOn(Schedulers.parallel());
		}

	}

}
