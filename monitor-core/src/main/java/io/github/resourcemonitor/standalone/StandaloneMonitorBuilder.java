package io.github.resourcemonitor.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.attribution.JvmThreadClocks;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.cost.InstanceCosts;
import io.github.resourcemonitor.export.ExportOptions;
import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.file.RecordFileExporter;
import io.github.resourcemonitor.file.RecordFileOptions;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.history.InMemoryInvocationRepository;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.invocation.MonitorComponents;
import io.github.resourcemonitor.invocation.RecordPublisher;
import io.github.resourcemonitor.line.InvocationLines;
import io.github.resourcemonitor.line.LineOptions;
import io.github.resourcemonitor.oshi.OshiSource;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.sampling.ResourceSource;
import io.github.resourcemonitor.sampling.SamplerClocks;
import io.github.resourcemonitor.sampling.SamplerOptions;
import io.github.resourcemonitor.sampling.linux.LinuxSource;
import io.github.resourcemonitor.schema.CloudLoggingFields;
import io.github.resourcemonitor.schema.RecordFormat;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import io.github.resourcemonitor.servicecall.PayloadSizers;
import org.jspecify.annotations.Nullable;

/**
 * The builder behind {@link ResourceMonitor#builder()}. Its defaults are those of the
 * properties of the Spring Boot starter.
 */
public final class StandaloneMonitorBuilder implements ResourceMonitor.Builder {

	private static final double SAMPLING_CPU_BUDGET = 0.005;

	private static final double EDGE_CPU_BUDGET = 0.02;

	private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);

	private static final int RING_CAPACITY = 512;

	private static final int MAX_ROWS = 240;

	private static final long MAX_SAMPLES_BYTES = 4 * 1024 * 1024;

	private static final int MAX_HANDLERS = 100;

	private static final int MAX_OPERATIONS = 64;

	private static final int MAX_ACTIVE = 5000;

	private final List<InvocationListener> listeners = new ArrayList<>();

	private final List<RecordExporter> exporters = new ArrayList<>();

	private @Nullable String function;

	private Duration samplingInterval = Duration.ofMillis(100);

	private boolean sampling = true;

	private int historyCapacity = 500;

	private @Nullable InstanceCosts costs;

	@Override
	public StandaloneMonitorBuilder function(String name) {
		this.function = name;
		return this;
	}

	@Override
	public StandaloneMonitorBuilder samplingInterval(Duration interval) {
		if (interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(Duration.ofHours(1)) > 0) {
			throw new IllegalArgumentException("The sampling interval must be from 1 ms to 1 h, but is " + interval);
		}
		this.samplingInterval = interval;
		return this;
	}

	@Override
	public StandaloneMonitorBuilder withoutSampling() {
		this.sampling = false;
		return this;
	}

	@Override
	public StandaloneMonitorBuilder historyCapacity(int capacity) {
		if (capacity < 0) {
			throw new IllegalArgumentException("The history's capacity must be 0 or more, but is " + capacity);
		}
		this.historyCapacity = capacity;
		return this;
	}

	@Override
	public StandaloneMonitorBuilder onRecord(Consumer<InvocationRecord> consumer) {
		this.listeners.add(new InvocationListener() {

			@Override
			public void onEnd(InvocationRecord record) {
				consumer.accept(record);
			}

		});
		return this;
	}

	@Override
	public StandaloneMonitorBuilder writeTo(OutputStream stream) {
		return writeTo(stream, LineOptions.recordsOnly());
	}

	@Override
	public StandaloneMonitorBuilder exportTo(RecordExporter exporter) {
		this.exporters.add(exporter);
		return this;
	}

	@Override
	public StandaloneMonitorBuilder costs(InstanceCosts costs) {
		this.costs = costs;
		return this;
	}

	@Override
	public StandaloneMonitorBuilder writeTo(Path folder) {
		try {
			return exportTo(new RecordFileExporter(RecordFileOptions.in(folder)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex.getMessage(), ex);
		}
	}

	@Override
	public StandaloneMonitorBuilder writeTo(OutputStream stream, RecordFormat format) {
		// Nothing but standard output is read by Cloud Logging.
		CloudLoggingFields cloudLogging = (stream == System.out) ? CloudLoggingFields.detect(System::getenv) : null;
		return writeTo(stream, LineOptions.of(format).with(cloudLogging));
	}

	private StandaloneMonitorBuilder writeTo(OutputStream stream, LineOptions options) {
		InvocationLines lines = new InvocationLines(options);
		return onRecord((record) -> write(lines, record, stream));
	}

	private static void write(InvocationLines lines, InvocationRecord record, OutputStream stream) {
		try {
			if (lines.write(record, stream::write)) {
				stream.flush();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public ResourceMonitor.Standalone build() {
		Failures failures = new Failures();
		ResourceSource source = source();
		ThreadClocks threadClocks = JvmThreadClocks.detect(source.threadCpuResolutionNanos());
		ColumnCatalog catalog = ColumnCatalog.probe(source, failures);
		EdgeReader edges = new EdgeReader(source, EDGE_CPU_BUDGET, System::nanoTime, failures);
		ResourceSampler sampler = this.sampling ? sampler(source, catalog, threadClocks, failures) : null;
		MonitorComponents components = new MonitorComponents(
				FunctionIdentity.detect(System::getenv, null).named(this.function), System::nanoTime, Clock.systemUTC(),
				MonitorComponents.ageOfThisProcess(), threadClocks, catalog, edges, sampler, () -> null,
				new PayloadSizers(List.of(), failures), new OutsideServiceCalls(MAX_OPERATIONS),
				new LateWork(MAX_HANDLERS), MAX_ACTIVE, MAX_OPERATIONS, failures, null, this.costs);
		InMemoryInvocationRepository repository = new InMemoryInvocationRepository(this.historyCapacity,
				MAX_SAMPLES_BYTES);
		List<InvocationListener> all = List.copyOf(this.listeners);
		List<RecordExporter> exporters = List.copyOf(this.exporters);
		RecordExports exports = new RecordExports(() -> exporters, ExportOptions.DEFAULTS, failures);
		Invocations invocations = new Invocations(components,
				new RecordPublisher(repository, new HandlerSummaries(MAX_HANDLERS), () -> all, exports, failures));
		invocations.instance().ready();
		return new DefaultStandaloneMonitor(invocations, repository,
				new MonitorEnd(invocations, exports, exporters, failures));
	}

	private static ResourceSource source() {
		LinuxSource linux = LinuxSource.detect(Path.of("/"));
		return (linux != null) ? linux : new OshiSource();
	}

	private ResourceSampler sampler(ResourceSource source, ColumnCatalog catalog, ThreadClocks threadClocks,
			Failures failures) {
		SamplerOptions options = new SamplerOptions(this.samplingInterval, SAMPLING_CPU_BUDGET, IDLE_TIMEOUT,
				RING_CAPACITY, MAX_ROWS);
		return new ResourceSampler(source, catalog, options, new SamplerClocks(System::nanoTime,
				(threadClocks.resolutionNanos() == 0) ? threadClocks::cpuNanos : null), failures);
	}

}
