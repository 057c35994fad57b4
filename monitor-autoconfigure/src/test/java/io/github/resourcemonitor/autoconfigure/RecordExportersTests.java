package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.actuate.ResourcesEndpoint;
import io.github.resourcemonitor.export.ExporterState;
import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.metrics.ExporterMeters;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

/**
 * Tests for {@link RecordExporter} beans.
 */
class RecordExportersTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	private final List<InvocationRecord> exported = new CopyOnWriteArrayList<>();

	private static void run(ApplicationContext context) {
		context.getBean(ResourceMonitor.class).run("handler", () -> {
		});
	}

	@Test
	void beanReceivesRecords() {
		this.runner.withBean("collecting", RecordExporter.class, () -> this.exported::addAll).run((context) -> {
			run(context);
			assertThat(context.getBean(RecordExports.class).flush(LONG)).isTrue();
			assertThat(this.exported).extracting(InvocationRecord::handler).containsExactly("handler");
		});
	}

	@Test
	void exporterMayUseTheMonitor() {
		this.runner.withBean(MonitoringExporter.class).run((context) -> {
			run(context);
			assertThat(context.getBean(RecordExports.class).flush(LONG)).isTrue();
			assertThat(MonitorContexts.handlers(context)).contains("handler", "export");
		});
	}

	@Test
	void closingTheContextExportsWhatWaitsBeforeTheExporterIsClosed() {
		this.runner.withBean(ClosingExporter.class, () -> new ClosingExporter(this.exported)).run((context) -> {
			run(context);
			InvocationScope running = context.getBean(ResourceMonitor.class).start("running");
			context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
			running.close();
		});
		assertThat(this.exported).extracting(InvocationRecord::outcome)
			.containsExactlyInAnyOrder(Outcome.SUCCESS, Outcome.INTERRUPTED);
	}

	@Test
	void exportsAtOnceWhenTheApplicationIsAskedToStop() {
		CountDownLatch exported = new CountDownLatch(1);
		this.runner.withBean("counting", RecordExporter.class, () -> (records) -> exported.countDown())
			.withBean("draining", Draining.class, () -> new Draining(exported))
			.run((context) -> {
				run(context);
				context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
			});
		assertThat(exported.getCount()).isZero();
	}

	@Test
	void runningInvocationsHaveRecordsBeforeThePlatformKillsTheProcess() {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.runner
			.withPropertyValues("K_SERVICE=thumbnails", "resource-monitor.export.shutdown-timeout=100ms",
					"resource-monitor.output.stdout=off")
			.withBean("collecting", RecordExporter.class, () -> (records) -> {
				this.exported.addAll(records);
				interrupted.countDown();
			})
			.withBean("draining", Draining.class, () -> new Draining(interrupted))
			.run((context) -> {
				context.getBean(RecordExports.class).states();
				InvocationScope running = context.getBean(ResourceMonitor.class).start("running");
				context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
				running.close();
			});
		assertThat(this.exported).extracting(InvocationRecord::outcome).containsExactly(Outcome.INTERRUPTED);
	}

	@Test
	void aHangingExporterDelaysTheStopNoLongerThanTheLimit() {
		CountDownLatch never = new CountDownLatch(1);
		this.runner.withPropertyValues("resource-monitor.export.shutdown-timeout=10ms")
			.withBean("hanging", RecordExporter.class, () -> (records) -> never.await())
			.run((context) -> {
				run(context);
				context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
				assertThat(context.getSourceApplicationContext(ConfigurableApplicationContext.class).isActive())
					.isFalse();
			});
	}

	@Test
	void endpointAndMetersShowEachExporter() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=resources")
			.withBean("collecting", Collecting.class, () -> new Collecting(this.exported))
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				run(context);
				assertThat(context.getBean(RecordExports.class).flush(LONG)).isTrue();
				assertThat(context.getBean(ResourcesEndpoint.class).resources()).extractingByKey("exporters", LIST)
					.singleElement()
					.hasToString("{name=Collecting, waiting=0, exported=1, dropped=0, failures=0, withoutSamples=0}");
				SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
				context.getBean(ExporterMeters.class).bindTo(registry);
				assertThat(registry.get("resourcemonitor.export.records")
					.tag("exporter", "Collecting")
					.functionCounter()
					.count()).isEqualTo(1);
				assertThat(registry.get("resourcemonitor.export.dropped").functionCounter().count()).isZero();
				assertThat(registry.get("resourcemonitor.export.failures").functionCounter().count()).isZero();
				assertThat(registry.get("resourcemonitor.export.waiting").gauge().value()).isZero();
			});
	}

	@Test
	void parentsExportersAreUsedAndNotTwice() {
		this.runner.withBean("collecting", RecordExporter.class, () -> this.exported::addAll)
			.run((parent) -> this.runner.withParent(parent).run((context) -> {
				run(context);
				assertThat(context.getBean(RecordExports.class).flush(LONG)).isTrue();
				assertThat(this.exported).hasSize(1);
				assertThat(context.getBean(RecordExports.class).states()).extracting(ExporterState::exported)
					.containsExactly(1L);
			}));
	}

	@ParameterizedTest
	@CsvSource({ "queue-capacity, 0", "batch-size, 0", "batch-size, 3000", "interval, 0", "interval, -1s", "timeout, 0",
			"timeout, 2h", "flush-at-end, -1ms", "max-samples-size, -1B", "shutdown-timeout, -1s" })
	void invalidValueStopsTheStartWithItsName(String property, String value) {
		this.runner.withPropertyValues("resource-monitor.export." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("resource-monitor.export." + property));
	}

	/**
	 * A part of the application that waits for something while the context stops.
	 *
	 * @param awaited what it waits for
	 */
	record Draining(CountDownLatch awaited) implements SmartLifecycle {

		@Override
		public void start() {
		}

		@Override
		public void stop() {
			try {
				this.awaited.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public boolean isRunning() {
			return true;
		}

	}

	static final class MonitoringExporter implements RecordExporter {

		private final ResourceMonitor monitor;

		private boolean done;

		MonitoringExporter(ResourceMonitor monitor) {
			this.monitor = monitor;
		}

		@Override
		public void export(List<InvocationRecord> records) {
			if (!this.done) {
				this.done = true;
				this.monitor.run("export", () -> {
				});
			}
		}

	}

	private record Collecting(List<InvocationRecord> exported) implements RecordExporter {

		@Override
		public void export(List<InvocationRecord> records) {
			this.exported.addAll(records);
		}

	}

	static final class ClosingExporter implements RecordExporter, AutoCloseable {

		private final List<InvocationRecord> exported;

		private volatile boolean closed;

		ClosingExporter(List<InvocationRecord> exported) {
			this.exported = exported;
		}

		@Override
		public void export(List<InvocationRecord> records) {
			if (this.closed) {
				throw new IllegalStateException("closed");
			}
			this.exported.addAll(records);
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
