package io.github.resourcemonitor.invocation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.resourcemonitor.attribution.FakeThreadClocks;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.export.ExportOptions;
import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.cost.InstanceCosts;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.history.InMemoryInvocationRepository;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.FakeSource;
import io.github.resourcemonitor.sampling.ManualClock;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import io.github.resourcemonitor.servicecall.PayloadSizer;
import io.github.resourcemonitor.servicecall.PayloadSizers;

/**
 * A monitor with fake collaborators. Change these, then call {@link #build()}:
 *
 * <pre class="code">
 * TestMonitor test = new TestMonitor();
 * test.listeners.add(listener);
 * DefaultResourceMonitor monitor = test.build();
 * monitor.run("handler", () -&gt; test.clock.advance(5));
 * assertThat(test.record().durationNanos()).isEqualTo(5);
 * </pre>
 */
public final class TestMonitor {

	/**
	 * The wall clock time at which invocations start.
	 */
	public static final Instant START = Instant.parse("2026-11-23T04:05:06.789Z");

	/**
	 * The monotonic clock.
	 */
	public final ManualClock clock = new ManualClock();

	/**
	 * The clocks of threads.
	 */
	public final FakeThreadClocks threadClocks = new FakeThreadClocks();

	/**
	 * The process.
	 */
	public final FakeSource source = new FakeSource();

	/**
	 * The failures of the monitor.
	 */
	public final Failures failures = new Failures();

	/**
	 * The records.
	 */
	public final InMemoryInvocationRepository kept = new InMemoryInvocationRepository(1000, 1_000_000);

	/**
	 * The summaries.
	 */
	public final HandlerSummaries summaries = new HandlerSummaries(10);

	/**
	 * The listeners, also those that are added later.
	 */
	public final List<InvocationListener> listeners = new CopyOnWriteArrayList<>();

	/**
	 * The service calls that are not part of any record.
	 */
	public final OutsideServiceCalls outside = new OutsideServiceCalls(3);

	/**
	 * The late work.
	 */
	public final LateWork lateWork = new LateWork(10);

	/**
	 * The exporters, also those that are added before the first record.
	 */
	public final List<RecordExporter> exporters = new CopyOnWriteArrayList<>();

	/**
	 * The exports of the records.
	 */
	public final RecordExports exports = new RecordExports(() -> this.exporters, ExportOptions.DEFAULTS, this.failures);

	private InstanceCosts costs;

	CorrelationContext correlation;

	int maxActive = 1000;

	/**
	 * The thread clocks to use instead of the fake ones, if set.
	 */
	public ThreadClocks realThreadClocks;

	FunctionIdentity function = new FunctionIdentity("thumbnails", "thumbnails-00001", "abc", true);

	InvocationRepository repository = this.kept;

	Clock wallClock = Clock.fixed(START, ZoneOffset.UTC);

	TraceContext.Source traces = () -> null;

	List<PayloadSizer> sizers = List.of();

	ResourceSampler sampler;

	private Invocations invocations;

	/**
	 * Set the id of the invocation that each thread works for in a fake context. Call
	 * this before {@link #build()}.
	 * @return the context
	 */
	public FakeCorrelation correlate() {
		FakeCorrelation fake = new FakeCorrelation();
		this.correlation = fake;
		return fake;
	}

	/**
	 * Make the cost of the instance known.
	 * @param value what it costs
	 * @return this monitor
	 */
	public TestMonitor costs(InstanceCosts value) {
		this.costs = value;
		return this;
	}

	/**
	 * Build the monitor with the current collaborators.
	 * @return the monitor
	 */
	public DefaultResourceMonitor build() {
		ColumnCatalog catalog = ColumnCatalog.probe(this.source, this.failures);
		MonitorComponents instruments = new MonitorComponents(this.function, this.clock, this.wallClock, () -> 1_234L,
				(this.realThreadClocks != null) ? this.realThreadClocks : this.threadClocks, catalog,
				new EdgeReader(this.source, 0.02, this.clock, this.failures), this.sampler, () -> this.traces.current(),
				new PayloadSizers(this.sizers, this.failures), this.outside, this.lateWork, this.maxActive, 3,
				this.failures, this.correlation, this.costs);
		this.invocations = new Invocations(instruments, new RecordPublisher(this.repository, this.summaries,
				() -> this.listeners, this.exports, this.failures));
		return new DefaultResourceMonitor(this.invocations);
	}

	/**
	 * Return the invocations of the monitor that was built.
	 * @return the invocations
	 */
	public Invocations invocations() {
		return this.invocations;
	}

	/**
	 * Return the records, earliest first.
	 * @return the records
	 */
	public List<InvocationRecord> records() {
		List<InvocationRecord> records = this.kept.findAll();
		Collections.reverse(records);
		return records;
	}

	/**
	 * Return the only record.
	 * @return the record
	 */
	public InvocationRecord record() {
		List<InvocationRecord> records = records();
		if (records.size() != 1) {
			throw new AssertionError("Expected 1 record but there are " + records);
		}
		return records.get(0);
	}

	/**
	 * Return the latest record of a handler.
	 * @param handler the handler
	 * @return the record
	 */
	public InvocationRecord record(String handler) {
		return this.kept.findAll()
			.stream()
			.filter((record) -> record.handler().equals(handler))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No record of " + handler));
	}

}
