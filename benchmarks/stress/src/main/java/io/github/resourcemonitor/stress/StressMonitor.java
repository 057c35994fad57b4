package io.github.resourcemonitor.stress;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.export.ExportOptions;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.history.InMemoryInvocationRepository;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.invocation.MonitorComponents;
import io.github.resourcemonitor.invocation.RecordPublisher;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import io.github.resourcemonitor.servicecall.PayloadSizers;
import io.github.resourcemonitor.servicecall.ServiceCallTable;

/**
 * A monitor with manual thread clocks that does not read the process. Small, because
 * there is one for each run of a test.
 */
final class StressMonitor {

	private static final Clock WALL_CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

	private static final PayloadSizers SIZERS = new PayloadSizers(List.of(), new Failures());

	private final Failures failures = new Failures();

	private final UsedClocks clocks = new UsedClocks();

	private final LateWork lateWork = new LateWork(1);

	private final OutsideServiceCalls outside = new OutsideServiceCalls(1);

	private final InMemoryInvocationRepository records = new InMemoryInvocationRepository(4, 0);

	private final HandlerSummaries summaries = new HandlerSummaries(1);

	private final Invocations invocations;

	private final ResourceMonitor monitor;

	/**
	 * Create a new monitor.
	 * @param maxActive the maximum number of running invocations
	 */
	StressMonitor(int maxActive) {
		MonitorComponents components = new MonitorComponents(Records.FUNCTION, System::nanoTime, WALL_CLOCK, () -> 0,
				this.clocks, Records.NO_COLUMNS, null, null, () -> null, SIZERS, this.outside, this.lateWork, maxActive,
				1, this.failures, null);
		this.invocations = new Invocations(components, new RecordPublisher(this.records, this.summaries, List::of,
				new RecordExports(List::of, ExportOptions.DEFAULTS, this.failures), this.failures));
		this.monitor = new DefaultResourceMonitor(this.invocations);
	}

	ResourceMonitor api() {
		return this.monitor;
	}

	/**
	 * Detach the calling thread from an invocation that it has started. The thread that
	 * prepares a test may be one of those that run it.
	 */
	void detach(InvocationScope scope) {
		this.invocations.detach(scope);
	}

	/**
	 * Advance the CPU clock of the calling thread.
	 */
	void use(long cpuNanos) {
		this.clocks.of(Thread.currentThread()).addAndGet(cpuNanos);
	}

	/**
	 * Return the number of records; the summaries must have counted the same.
	 */
	int records() {
		int records = this.records.findAll().size();
		long summarized = this.summaries.findAll().stream().mapToLong((summary) -> summary.count()).sum();
		if (summarized != records) {
			throw new IllegalStateException(records + " records, but " + summarized + " in the summaries");
		}
		return records;
	}

	/**
	 * Return the number of invocations that have not ended, by the ledger and by the list
	 * of running ones. Nothing may have failed.
	 */
	int active() {
		if (!this.failures.summaries().isEmpty() || this.invocations.lost() > 0) {
			throw new IllegalStateException(this.failures.summaries().toString());
		}
		return this.invocations.active() + this.invocations.running(10).size();
	}

	/**
	 * Return the CPU time of all records and of late work.
	 */
	long charged() {
		long charged = this.lateWork.cpuNanos();
		for (InvocationRecord record : this.records.findAll()) {
			Long own = record.own().cpuNanos();
			charged += (own != null) ? own : 0;
		}
		return charged;
	}

	/**
	 * Return the number of service calls in all records and outside of them.
	 */
	long serviceCalls() {
		long calls = count(this.outside.late()) + count(this.outside.withoutInvocation());
		for (InvocationRecord record : this.records.findAll()) {
			calls += count(record.serviceCalls());
		}
		return calls;
	}

	private static long count(ServiceCallTable table) {
		return count(table.usages());
	}

	private static long count(List<ServiceCallUsage> usages) {
		return usages.stream().mapToLong(ServiceCallUsage::count).sum();
	}

	/**
	 * Clocks that each thread advances itself.
	 */
	private static final class UsedClocks implements ThreadClocks {

		private final Map<Thread, AtomicLong> used = new ConcurrentHashMap<>(4);

		AtomicLong of(Thread thread) {
			return this.used.computeIfAbsent(thread, (any) -> new AtomicLong());
		}

		@Override
		public long cpuNanos() {
			return of(Thread.currentThread()).get();
		}

		@Override
		public long allocatedBytes() {
			return cpuNanos();
		}

		@Override
		public long cpuNanos(Thread thread) {
			return of(thread).get();
		}

		@Override
		public long allocatedBytes(Thread thread) {
			return of(thread).get();
		}

		@Override
		public long resolutionNanos() {
			return 0;
		}

	}

}
