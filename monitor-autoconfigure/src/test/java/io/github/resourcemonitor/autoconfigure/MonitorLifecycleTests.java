package io.github.resourcemonitor.autoconfigure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.actuate.ResourcesEndpoint;
import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.OpenKernelFiles;
import io.github.resourcemonitor.sampling.ResourceSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MonitorLifecycle}.
 */
class MonitorLifecycleTests {

	private final ApplicationContextRunner runner = MonitorContexts.runner()
		.withPropertyValues("resource-monitor.sampling.interval=1ms", "management.endpoints.web.exposure.include=*",
				"management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true");

	@Test
	@EnabledOnOs(OS.LINUX)
	void stopClosesAllFilesAndTheThreadAndStartOpensThemAgain() throws IOException {
		List<String> before = OpenKernelFiles.list();
		this.runner.run((context) -> {
			ConfigurableApplicationContext application = context.getSourceApplicationContext();
			for (int round = 0; round < 3; round++) {
				assertThat(OpenKernelFiles.list().size()).isGreaterThan(before.size() + 5);
				InvocationScope scope = context.getBean(ResourceMonitor.class).start("handler");
				awaitSample(context.getBean(ResourceSampler.class));
				application.stop();
				assertThat(OpenKernelFiles.list()).containsExactlyInAnyOrderElementsOf(before);
				assertThat(threads()).doesNotContain(ResourceSampler.THREAD_NAME);
				scope.close();
				application.start();
			}
			context.getBean(ResourceMonitor.class).run("last", () -> {
			});
			assertThat(records(context).get(3).process().max(Column.MEMORY_RSS)).isPositive();
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
		assertThat(OpenKernelFiles.list()).containsExactlyInAnyOrderElementsOf(before);
	}

	@Test
	void invocationWhileStoppedHasARecordWithoutReadings() {
		this.runner.run((context) -> {
			context.getSourceApplicationContext().stop();
			context.getBean(ResourceMonitor.class).run("meanwhile", () -> {
			});
			InvocationRecord record = records(context).get(0);
			assertThat(record.handler()).isEqualTo("meanwhile");
			assertThat(record.own().cpuNanos()).isNotNull();
			assertThat(record.process().max(Column.MEMORY_RSS)).isEqualTo(Column.ABSENT);
			assertThat(record.process().reason(Column.MEMORY_RSS)).isNotBlank();
			assertThat(context.getBean(ResourcesEndpoint.class).resources()).containsKey("columns");
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
	}

	@Test
	void stopExportsWhatWaits() {
		List<InvocationRecord> exported = new CopyOnWriteArrayList<>();
		this.runner.withPropertyValues("resource-monitor.export.interval=1h")
			.withBean("collecting", RecordExporter.class, () -> exported::addAll)
			.run((context) -> {
				context.getBean(ResourceMonitor.class).run("handler", () -> {
				});
				context.getSourceApplicationContext(ConfigurableApplicationContext.class).stop();
				assertThat(exported).extracting(InvocationRecord::handler).containsExactly("handler");
			});
	}

	@Test
	void restartedContextIsAnotherInstance() {
		this.runner.run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			monitor.run("first", () -> {
			});
			String first = context.getBean(FunctionIdentity.class).instance();
			assertThat(shownInstance(context.getBean(ResourcesEndpoint.class))).isEqualTo(first);
			context.getSourceApplicationContext().stop();
			context.getSourceApplicationContext().start();
			String second = shownInstance(context.getBean(ResourcesEndpoint.class));
			monitor.run("second", () -> {
			});
			assertThat(second).isNotEqualTo(first);
			assertThat(records(context)).extracting(InvocationRecord::id).containsExactly(first + "-1", second + "-1");
			assertThat(records(context)).extracting(InvocationRecord::coldStart).containsExactly(true, true);
		});
	}

	@Test
	void startWithoutAStopChangesNothing() {
		this.runner.run((context) -> {
			context.getBean(ResourceMonitor.class).run("first", () -> {
			});
			context.getSourceApplicationContext().start();
			context.getBean(ResourceMonitor.class).run("second", () -> {
			});
			String instance = context.getBean(FunctionIdentity.class).instance();
			assertThat(records(context)).extracting(InvocationRecord::id)
				.containsExactly(instance + "-1", instance + "-2");
		});
	}

	@Test
	void measuresWhatBeansDoWhileTheContextStopsAndCloses() {
		List<InvocationRecord> all = new ArrayList<>();
		this.runner.withBean(Listener.class, () -> new Listener(all))
			.withUserConfiguration(WorkersConfiguration.class)
			.run((context) -> all.clear());
		assertThat(all).extracting(InvocationRecord::handler).containsExactly("stop", "destroy");
		assertThat(all).allMatch((record) -> record.process().max(Column.HEAP_USED) > 0);
	}

	@Test
	void closingAChildDoesNotKeepTheFilesOfItsParentOpen() {
		this.runner.run((context) -> {
			List<String> open = OpenKernelFiles.list();
			AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext();
			child.setParent(context);
			child.refresh();
			child.close();
			context.getSourceApplicationContext().stop();
			assertThat(OpenKernelFiles.list().size()).isLessThan(open.size() - 5);
		});
	}

	@Test
	void hasNothingOpenWhenSpringTakesItsCheckpointBeforeTheFirstStart() {
		this.runner.withUserConfiguration(CheckpointConfiguration.class).run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
			});
			// Each process that is restored from it starts the lifecycle of its own.
			assertThat(records(context).get(0).function().instance())
				.isNotEqualTo(context.getBean(FunctionIdentity.class).instance());
			assertThat(records(context).get(0).process().max(Column.HEAP_USED)).isPositive();
			assertThat(handlers(context)).containsExactly("handler");
		});
	}

	private static String shownInstance(ResourcesEndpoint endpoint) {
		return String.valueOf(((Map<?, ?>) endpoint.resources().get("function")).get("instance"));
	}

	private static void awaitSample(ResourceSampler sampler) {
		long before = sampler.samples();
		await().until(() -> sampler.samples() > before);
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).map(Thread::getName).toList();
	}

	static final class Listener implements InvocationListener {

		private final List<InvocationRecord> all;

		Listener(List<InvocationRecord> all) {
			this.all = all;
		}

		@Override
		public void onEnd(InvocationRecord record) {
			this.all.add(record);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WorkersConfiguration {

		@Bean
		Worker worker(ResourceMonitor monitor) {
			return new Worker(monitor);
		}

	}

	/**
	 * Does its last work in the last phase, and when it is destroyed.
	 */
	static final class Worker implements SmartLifecycle, DisposableBean {

		private final ResourceMonitor monitor;

		private boolean running;

		Worker(ResourceMonitor monitor) {
			this.monitor = monitor;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.monitor.run("stop", () -> {
			});
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return Integer.MIN_VALUE + 1;
		}

		@Override
		public void destroy() {
			this.monitor.run("destroy", () -> {
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CheckpointConfiguration {

		@Bean
		MonitorLifecycle checkpointedLifecycle(ObjectProvider<Invocations> invocations,
				ObjectProvider<RecordExports> exports) {
			return new MonitorLifecycle(invocations, exports, true);
		}

	}

}
