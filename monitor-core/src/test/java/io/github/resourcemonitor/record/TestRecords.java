package io.github.resourcemonitor.record;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.FakeSource;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.SampleSeries;
import io.github.resourcemonitor.share.Concurrency;

/**
 * Builder of records for tests.
 */
public final class TestRecords {

	private long sequence;

	private String parentId;

	private String handler = "handler";

	private Origin origin;

	private long durationNanos = 1_000;

	private Outcome outcome = Outcome.SUCCESS;

	private OwnUsage own = new OwnUsage(500L, 600L, 1, null, 0);

	private ProcessUsage process = new ProcessUsage(ColumnCatalog.probe(new FakeSource(), new Failures()), null, null,
			null);

	private List<ServiceCallUsage> serviceCalls = List.of();

	private SampleSeries samples;

	private Instant start = TestMonitor.START;

	private InvocationCost cost;

	private TraceContext trace;

	private TestRecords(long sequence) {
		this.sequence = sequence;
	}

	/**
	 * Create a builder of a successful record.
	 * @param sequence the sequence number
	 * @return the builder
	 */
	public static TestRecords sequence(long sequence) {
		return new TestRecords(sequence);
	}

	/**
	 * Make the record nested.
	 * @param id the id of the outer invocation
	 * @return this builder
	 */
	public TestRecords parentId(String id) {
		this.parentId = id;
		return this;
	}

	/**
	 * Set the handler.
	 * @param name its name
	 * @return this builder
	 */
	public TestRecords handler(String name) {
		this.handler = name;
		return this;
	}

	/**
	 * Set where the invocation comes from.
	 * @param trigger what caused it
	 * @param request the request that it answers, {@code null} if there is none
	 * @return this builder
	 */
	public TestRecords origin(Trigger trigger, HandledRequest request) {
		this.origin = new Origin(trigger, request);
		return this;
	}

	/**
	 * Set the duration.
	 * @param nanos the duration
	 * @return this builder
	 */
	public TestRecords durationNanos(long nanos) {
		this.durationNanos = nanos;
		return this;
	}

	/**
	 * Set the outcome.
	 * @param value the outcome
	 * @return this builder
	 */
	public TestRecords outcome(Outcome value) {
		this.outcome = value;
		return this;
	}

	/**
	 * Set the CPU time.
	 * @param nanos the time, {@code null} if unknown
	 * @return this builder
	 */
	public TestRecords cpuNanos(Long nanos) {
		this.own = new OwnUsage(nanos, 600L, 1, null, 0);
		return this;
	}

	/**
	 * Set the usage of its threads.
	 * @param usage the usage
	 * @return this builder
	 */
	public TestRecords own(OwnUsage usage) {
		this.own = usage;
		return this;
	}

	/**
	 * Set the usage of the process.
	 * @param residentBytes the peak resident memory
	 * @param receivedBytes the received bytes
	 * @param sentBytes the sent bytes
	 * @return this builder
	 */
	public TestRecords process(long residentBytes, long receivedBytes, long sentBytes) {
		FakeSource source = new FakeSource();
		source.edge(Column.MEMORY_RSS, Column.NETWORK_RECEIVED, Column.NETWORK_SENT);
		ColumnCatalog catalog = ColumnCatalog.probe(source, new Failures());
		this.process = new ProcessUsage(catalog, reading(1, 1000, 1000),
				reading(residentBytes, 1000 + receivedBytes, 1000 + sentBytes), null);
		return this;
	}

	private static Reading reading(long resident, long received, long sent) {
		long[] row = new long[Column.COUNT];
		Arrays.fill(row, Column.ABSENT);
		row[Column.MEMORY_RSS.ordinal()] = resident;
		row[Column.NETWORK_RECEIVED.ordinal()] = received;
		row[Column.NETWORK_SENT.ordinal()] = sent;
		return new Reading(0, row);
	}

	/**
	 * Set the service calls.
	 * @param usages the calls
	 * @return this builder
	 */
	public TestRecords serviceCalls(ServiceCallUsage... usages) {
		this.serviceCalls = List.of(usages);
		return this;
	}

	/**
	 * Set samples of one column; each row takes 40 bytes.
	 * @param rows the number of rows
	 * @return this builder
	 */
	public TestRecords samples(int rows) {
		this.samples = new SampleSeries(100, List.of(Column.THREADS), new long[rows], new long[rows][1]);
		return this;
	}

	/**
	 * Set the time of the start.
	 * @param instant the time
	 * @return this builder
	 */
	public TestRecords start(Instant instant) {
		this.start = instant;
		return this;
	}

	/**
	 * Set what caused the invocation.
	 * @param trigger the trigger
	 * @return this builder
	 */
	public TestRecords trigger(Trigger trigger) {
		this.origin = new Origin(trigger, null);
		return this;
	}

	/**
	 * Set the cost.
	 * @param value the cost
	 * @return this builder
	 */
	public TestRecords cost(InvocationCost value) {
		this.cost = value;
		return this;
	}

	/**
	 * Set the trace that it is part of.
	 * @param context the trace
	 * @return this builder
	 */
	public TestRecords trace(TraceContext context) {
		this.trace = context;
		return this;
	}

	/**
	 * Build the record.
	 * @return the record
	 */
	public InvocationRecord build() {
		return new InvocationRecord(this.sequence, this.parentId, this.handler, this.origin,
				new FunctionIdentity("function", null, "i", false), this.trace, this.start, this.durationNanos,
				this.outcome, (this.outcome != Outcome.SUCCESS) ? "java.io.IOException" : null,
				(this.sequence == 1) ? 99L : null, new Concurrency(1, 1), this.own, null, NestedUsage.NONE,
				this.process, this.serviceCalls, this.samples, new MonitorCost(0, 0), this.cost);
	}

}
