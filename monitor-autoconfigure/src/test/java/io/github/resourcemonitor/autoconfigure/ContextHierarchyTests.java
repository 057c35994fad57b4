package io.github.resourcemonitor.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.history.InMemoryInvocationRepository;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.AsyncEndStrategy;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.metrics.InvocationMeters;
import io.github.resourcemonitor.outlet.StandardOutputListener;
import io.github.resourcemonitor.propagation.InvocationThreadLocalAccessor;
import io.github.resourcemonitor.propagation.PropagatingTaskDecorator;
import io.github.resourcemonitor.reactor.ReactorResults;
import io.github.resourcemonitor.reactor.ScheduleHook;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.sampling.ResourceSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.TaskDecorator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that in a hierarchy of contexts each has a monitor of its own.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContextHierarchyTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings().withBean(Handler.class);

	private static void run(ApplicationContextRunner parent, ApplicationContextRunner child,
			Consumer<ApplicationContext> test) {
		parent.run((outer) -> child.withParent(outer).run((inner) -> {
			assertThat(inner).hasNotFailed();
			test.accept(inner);
		}));
	}

	private static ApplicationContext parent(ApplicationContext child) {
		ApplicationContext parent = child.getParent();
		assertThat(parent).isNotNull();
		return parent;
	}

	@Test
	void eachContextHasAllBeansOfItsOwn() {
		ApplicationContextRunner both = MonitorContexts.runner();
		run(both, both, (child) -> {
			for (Class<?> type : List.of(ResourceMonitor.class, Invocations.class, Failures.class,
					InvocationRepository.class, HandlerSummaries.class, FunctionIdentity.class, ResourceSource.class,
					ThreadClocks.class, EdgeReader.class, ResourceSampler.class, ScheduleHook.class,
					ReactorResults.class, PropagatingTaskDecorator.class, InvocationThreadLocalAccessor.class,
					InvocationMeters.class, ResourceMonitorProperties.class)) {
				assertThat(child.getBeanNamesForType(type)).as(type.getName()).hasSize(1);
				assertThat(child.getBeanProvider(type).getObject()).isNotSameAs(parent(child).getBean(type));
			}
			assertThat(child.getBeanProvider(TaskDecorator.class).stream()).hasSize(1);
			List<String> names = new ArrayList<>(List.of(parent(child).getBeanDefinitionNames()));
			names.removeIf((name) -> !name.startsWith("resourceMonitor"));
			assertThat(child.getBeanDefinitionNames()).containsAll(names);
		});
	}

	@Test
	void recordsStayInTheirContext() throws Exception {
		run(this.runner, this.runner, (child) -> {
			child.getBean(Handler.class).handle();
			child.getBean(Handler.class).mono().block();
			CompletableFuture<String> future = new CompletableFuture<>();
			child.getBean(Handler.class).later(future);
			assertThat(MonitorContexts.handlers(child)).containsExactly("Handler.handle", "Handler.mono");
			future.complete("value");
			assertThat(MonitorContexts.handlers(child)).containsExactly("Handler.handle", "Handler.mono",
					"Handler.later");
			assertThat(MonitorContexts.records(parent(child))).isEmpty();
			parent(child).getBean(Handler.class).mono().block();
			assertThat(MonitorContexts.handlers(parent(child))).containsExactly("Handler.mono");
			assertThat(MonitorContexts.records(child)).hasSize(3);
		});
	}

	@Test
	void eachContextUsesItsOwnStrategies() {
		AsyncEndStrategy strategy = (invocation, result) -> {
			invocation.incomplete("as planned");
			return false;
		};
		run(this.runner, this.runner.withBean("strategy", AsyncEndStrategy.class, () -> strategy), (child) -> {
			child.getBean(Handler.class).handle();
			parent(child).getBean(Handler.class).handle();
			assertThat(MonitorContexts.onlyRecord(child).own().incompleteReason()).isEqualTo("as planned");
			assertThat(MonitorContexts.onlyRecord(parent(child)).own().isComplete()).isTrue();
		});
	}

	@Test
	void eachContextHasItsOwnProperties() {
		run(this.runner.withPropertyValues("resource-monitor.history.capacity=1"),
				this.runner.withPropertyValues("resource-monitor.history.capacity=2"), (child) -> {
					for (int i = 0; i < 3; i++) {
						child.getBean(Handler.class).handle();
						parent(child).getBean(Handler.class).handle();
					}
					assertThat(MonitorContexts.records(child)).hasSize(2);
					assertThat(MonitorContexts.records(parent(child))).hasSize(1);
				});
	}

	@Test
	void whatIsSwitchedOffIsNotTakenFromTheParent(CapturedOutput output) {
		ApplicationContextRunner on = MonitorContexts.runner()
			.withBean(Handler.class)
			.withPropertyValues("resource-monitor.output.stdout=on");
		ApplicationContextRunner off = this.runner.withPropertyValues("resource-monitor.output.stdout=off",
				"resource-monitor.propagation.enabled=false");
		run(on, off, (child) -> {
			assertThat(parent(child).getBeanNamesForType(StandardOutputListener.class)).hasSize(1);
			child.getBean(Handler.class).handle();
			assertThat(output.getOut()).doesNotContain("Handler.handle");
			assertThat(child.getBean(Invocations.class).started()).isOne();
			parent(child).getBean(Handler.class).handle();
			assertThat(output.getOut()).contains("Handler.handle");
		});
	}

	@Test
	void beansOfTheApplicationReplaceThoseOfTheirContextOnly() {
		for (boolean inParent : new boolean[] { true, false }) {
			InMemoryInvocationRepository kept = new InMemoryInvocationRepository(10, 1000);
			ApplicationContextRunner replaced = this.runner.withBean("own", InvocationRepository.class, () -> kept)
				.withBean("identity", FunctionIdentity.class, () -> new FunctionIdentity("own", "1", "abc", false))
				.withBean("clocks", ThreadClocks.class, NoClocks::new)
				.withBean("monitor", DefaultResourceMonitor.class);
			run(inParent ? replaced : this.runner, inParent ? this.runner : replaced, (child) -> {
				child.getBean(Handler.class).handle();
				child.getBean(Handler.class).handle();
				parent(child).getBean(Handler.class).handle();
				assertThat(kept.findAll()).hasSize(inParent ? 1 : 2)
					.extracting((record) -> record.function().name())
					.containsOnly("own");
			});
		}
	}

	@Test
	void listenersOfTheApplicationAreInherited() {
		List<InvocationRecord> received = new ArrayList<>();
		InvocationListener listener = new InvocationListener() {

			@Override
			public void onEnd(InvocationRecord record) {
				received.add(record);
			}

		};
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		run(this.runner.withBean("listener", InvocationListener.class, () -> listener), this.runner, (child) -> {
			parent(child).getBean(InvocationMeters.class).bindTo(registry);
			child.getBean(Handler.class).handle();
			assertThat(received).hasSize(1);
			assertThat(registry.find("faas.invoke_duration").timers()).isEmpty();
			parent(child).getBean(Handler.class).handle();
			assertThat(received).hasSize(2);
			assertThat(registry.find("faas.invoke_duration").timers()).hasSize(1);
		});
	}

	static class Handler {

		@MonitoredHandler
		public String handle() {
			return "value";
		}

		@MonitoredHandler
		public Mono<String> mono() {
			return Mono.just("value");
		}

		@MonitoredHandler
		public CompletableFuture<String> later(CompletableFuture<String> future) {
			return future;
		}

	}

	static final class NoClocks implements ThreadClocks {

		@Override
		public long cpuNanos() {
			return UNKNOWN;
		}

		@Override
		public long cpuNanos(Thread thread) {
			return UNKNOWN;
		}

		@Override
		public long allocatedBytes() {
			return UNKNOWN;
		}

		@Override
		public long allocatedBytes(Thread thread) {
			return UNKNOWN;
		}

		@Override
		public long resolutionNanos() {
			return 0;
		}

	}

}
