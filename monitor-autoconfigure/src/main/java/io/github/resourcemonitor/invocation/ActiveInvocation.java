package io.github.resourcemonitor.invocation;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.sampling.SampleAggregate;
import io.github.resourcemonitor.sampling.SampleSeries;
import io.github.resourcemonitor.sampling.SampleWindow;
import io.github.resourcemonitor.servicecall.ServiceCallTable;
import org.jspecify.annotations.Nullable;

/**
 * An invocation from its start to its record.
 * <p>
 * One thread starts it, and is its thread until it leaves; any thread may end it, once.
 * The clocks are read last at the start and first at the end, so that what the monitor
 * does at the edges stays outside.
 */
final class ActiveInvocation implements InvocationScope {

	private static final String ENDED_ELSEWHERE = "it was closed on another thread than it was started on";

	private static final String WENT_ON_ELSEWHERE = "it went on after its method had returned; work on other threads is not counted";

	private static final String NO_CPU_CLOCK = "its thread has no CPU clock";

	private static final AtomicIntegerFieldUpdater<ActiveInvocation> ENDED = AtomicIntegerFieldUpdater
		.newUpdater(ActiveInvocation.class, "ended");

	private static final AtomicReferenceFieldUpdater<ActiveInvocation, @Nullable ServiceCallTable> SERVICE_CALLS = AtomicReferenceFieldUpdater
		.newUpdater(ActiveInvocation.class, ServiceCallTable.class, "serviceCalls");

	private final Invocations invocations;

	private final Instruments instruments;

	private final long sequence;

	private final String handler;

	private final Instant start;

	private final @Nullable ActiveInvocation parent;

	private final int depth;

	private final @Nullable TraceContext trace;

	private final @Nullable Long initNanos;

	private final Thread thread = Thread.currentThread();

	private final ConcurrencyLedger.Mark concurrency;

	private final @Nullable Reading startReading;

	private final @Nullable SampleWindow window;

	private final long samplerCpuAtStart;

	private final long hookNanosAtStart;

	private final long startAllocated;

	private final long startCpu;

	private final long startNanos;

	private volatile int ended;

	private volatile @Nullable ServiceCallTable serviceCalls;

	private volatile @Nullable Throwable failure;

	private volatile NestedUsage nested = NestedUsage.NONE;

	private volatile boolean detached;

	private volatile long ownCpu = ThreadClocks.UNKNOWN;

	private volatile long ownAllocated = ThreadClocks.UNKNOWN;

	private volatile boolean left;

	// Written by the thread of this invocation only, as is what it leaves its clocks at.

	private volatile long excludedCpu;

	private volatile long excludedAllocated;

	private volatile long leftCpu = ThreadClocks.UNKNOWN;

	private volatile long leftAllocated = ThreadClocks.UNKNOWN;

	ActiveInvocation(Invocations invocations, long sequence, String handler, @Nullable ActiveInvocation parent) {
		Instruments instruments = invocations.instruments();
		this.invocations = invocations;
		this.instruments = instruments;
		long enteredAllocated = (parent != null) ? allocatedBytes() : 0;
		long enteredCpu = (parent != null) ? cpuNanos() : 0;
		long entered = instruments.nanoTime().getAsLong();
		this.sequence = sequence;
		this.handler = handler;
		this.parent = parent;
		this.depth = (parent != null) ? parent.depth + 1 : 0;
		this.start = invocations.wallTime().at(entered);
		this.initNanos = (sequence == 1) ? instruments.processAgeNanos().getAsLong() : null;
		this.trace = currentTrace();
		this.startReading = readEdge(null, entered);
		ResourceSampler sampler = instruments.sampler();
		this.samplerCpuAtStart = (sampler != null) ? sampler.cpuNanos() : 0;
		this.window = (sampler != null) ? open(sampler) : null;
		this.concurrency = invocations.ledger().start(entered, parent != null);
		this.startAllocated = allocatedBytes();
		this.startCpu = cpuNanos();
		this.startNanos = instruments.nanoTime().getAsLong();
		this.hookNanosAtStart = this.startNanos - entered;
		if (parent != null) {
			parent.exclude(difference(this.startCpu, enteredCpu), difference(this.startAllocated, enteredAllocated));
		}
	}

	private static long difference(long later, long earlier) {
		return (later != ThreadClocks.UNKNOWN && earlier != ThreadClocks.UNKNOWN) ? later - earlier : 0;
	}

	/**
	 * Take what the monitor used for a nested invocation off the account of this one and
	 * of those around it. The thread is on all of them.
	 */
	private void exclude(long cpu, long allocated) {
		for (ActiveInvocation each = this; each != null; each = each.parent) {
			each.excludedCpu += cpu;
			each.excludedAllocated += allocated;
		}
	}

	private @Nullable TraceContext currentTrace() {
		try {
			return this.instruments.traces().current();
		}
		catch (Throwable ex) {
			this.instruments.failures().record("trace context", ex);
			return null;
		}
	}

	private @Nullable Reading readEdge(@Nullable Reading other, long now) {
		EdgeReader edges = this.instruments.edges();
		try {
			return (edges != null) ? edges.read(other, now) : null;
		}
		catch (Throwable ex) {
			this.instruments.failures().record("edge reading", ex);
			return null;
		}
	}

	private @Nullable SampleWindow open(ResourceSampler sampler) {
		try {
			return sampler.open();
		}
		catch (Throwable ex) {
			this.instruments.failures().record("opening a window", ex);
			return null;
		}
	}

	private @Nullable SampleAggregate closeWindow() {
		ResourceSampler sampler = this.instruments.sampler();
		try {
			return (sampler != null && this.window != null) ? sampler.close(this.window) : null;
		}
		catch (Throwable ex) {
			this.instruments.failures().record("closing a window", ex);
			return null;
		}
	}

	private long cpuNanos() {
		try {
			return this.instruments.threadClocks().cpuNanos();
		}
		catch (Throwable ex) {
			return unreadable(ex);
		}
	}

	private long allocatedBytes() {
		try {
			return this.instruments.threadClocks().allocatedBytes();
		}
		catch (Throwable ex) {
			return unreadable(ex);
		}
	}

	private long unreadable(Throwable ex) {
		this.instruments.failures().record("clock of a thread", ex);
		return ThreadClocks.UNKNOWN;
	}

	@Override
	public String id() {
		return InvocationRecord.id(this.instruments.function(), this.sequence);
	}

	@Override
	public String handler() {
		return this.handler;
	}

	@Override
	public Instant start() {
		return this.start;
	}

	@Nullable ActiveInvocation parent() {
		return this.parent;
	}

	/**
	 * Return how many invocations are around this one.
	 */
	int depth() {
		return this.depth;
	}

	ServiceCallTable serviceCalls() {
		ServiceCallTable table = this.serviceCalls;
		if (table != null) {
			return table;
		}
		SERVICE_CALLS.compareAndSet(this, null, new ServiceCallTable(this.instruments.maxServiceOperations()));
		return serviceCalls();
	}

	/**
	 * Take no more service calls.
	 * @return the calls so far, {@code null} if there was none
	 */
	private @Nullable ServiceCallTable closeServiceCalls() {
		if (this.serviceCalls == null && SERVICE_CALLS.compareAndSet(this, null, ServiceCallTable.CLOSED)) {
			return null;
		}
		ServiceCallTable table = serviceCalls();
		table.close();
		return table;
	}

	@Override
	public void failed(Throwable ex) {
		this.failure = ex;
	}

	@Override
	public void closeWith(@Nullable Object result) {
		if (result instanceof CompletionStage<?> stage) {
			try {
				this.detached = !isDone(stage);
				leaveThread();
				stage.whenComplete((value, ex) -> {
					if (ex != null) {
						failed(ex);
					}
					close();
				});
				return;
			}
			catch (Throwable ex) {
				this.instruments.failures().record("waiting for a result", ex);
			}
		}
		close();
	}

	private static boolean isDone(CompletionStage<?> stage) {
		try {
			return stage instanceof CompletableFuture<?> future && future.isDone();
		}
		catch (UnsupportedOperationException ex) {
			// CompletableFuture's minimal stages do not tell.
			return false;
		}
	}

	@Override
	public void close() {
		if (ENDED.compareAndSet(this, 0, 1)) {
			try {
				long endNanos = this.instruments.nanoTime().getAsLong();
				leaveThread();
				end(endNanos);
			}
			catch (Throwable ex) {
				this.invocations.lost(ex);
			}
			excludeEnd();
		}
	}

	/**
	 * Take the end of this invocation, its outlets included, off the account of those
	 * around it.
	 */
	private void excludeEnd() {
		if (this.parent != null && this.left && Thread.currentThread() == this.thread) {
			this.parent.exclude(difference(cpuNanos(), this.leftCpu), difference(allocatedBytes(), this.leftAllocated));
		}
	}

	/**
	 * Read the clocks of the thread and take it off this invocation, if it is on it.
	 */
	private void leaveThread() {
		if (this.left || Thread.currentThread() != this.thread) {
			return;
		}
		this.left = true;
		long cpu = cpuNanos();
		long allocated = allocatedBytes();
		this.leftCpu = cpu;
		this.leftAllocated = allocated;
		if (cpu != ThreadClocks.UNKNOWN && this.startCpu != ThreadClocks.UNKNOWN) {
			this.ownCpu = cpu - this.startCpu - this.excludedCpu;
		}
		if (allocated != ThreadClocks.UNKNOWN && this.startAllocated != ThreadClocks.UNKNOWN) {
			this.ownAllocated = allocated - this.startAllocated - this.excludedAllocated;
		}
		this.invocations.leave(this);
	}

	boolean isEnded() {
		return this.ended != 0;
	}

	private void end(long endNanos) {
		Reading endReading = readEdge(this.startReading, endNanos);
		SampleAggregate samples = closeWindow();
		Concurrency active = this.invocations.ledger().end(this.concurrency, endNanos);
		OwnUsage own = own();
		ServiceCallTable calls = closeServiceCalls();
		ActiveInvocation outer = this.parent;
		if (outer != null) {
			outer.addNested(own);
		}
		Throwable thrown = this.failure;
		ResourceSampler sampler = this.instruments.sampler();
		SampleSeries series = (samples != null && sampler != null)
				? samples.series(this.startNanos, sampler.intervalNanos()) : null;
		long samplerCpu = (sampler != null) ? Math.max(0, sampler.cpuNanos() - this.samplerCpuAtStart) : 0;
		long hooks = this.hookNanosAtStart + hookNanosSince(endNanos, endReading, samples);
		long dropped = ((calls != null) ? calls.dropped() : 0) + ((samples != null) ? samples.lost() : 0);
		this.invocations.ended(new InvocationRecord(this.sequence, (outer != null) ? outer.id() : null, this.handler,
				this.instruments.function(), this.trace, this.start, endNanos - this.startNanos, Outcome.of(thrown),
				(thrown != null) ? Outcome.unwrap(thrown).getClass().getName() : null, this.initNanos, active, own,
				this.nested, new ProcessUsage(this.instruments.catalog(), this.startReading, endReading, samples),
				(calls != null) ? calls.usages() : List.of(), series,
				new MonitorCost(samplerCpu + hooks + this.excludedCpu, dropped)), hooks);
	}

	/**
	 * Return the time that the end took, if it was worth a look at the clock.
	 */
	private long hookNanosSince(long endNanos, @Nullable Reading reading, @Nullable SampleAggregate samples) {
		boolean read = reading != null && reading.nanoTime() - endNanos >= 0;
		return (read || samples != null) ? this.instruments.nanoTime().getAsLong() - endNanos : 0;
	}

	private OwnUsage own() {
		long resolution = this.invocations.cpuResolutionNanos();
		boolean known = this.left && this.ownCpu != ThreadClocks.UNKNOWN;
		boolean measurable = known && this.ownCpu >= resolution;
		String reason = null;
		if (!this.left) {
			reason = ENDED_ELSEWHERE;
		}
		else if (this.detached) {
			reason = WENT_ON_ELSEWHERE;
		}
		else if (!known) {
			reason = NO_CPU_CLOCK;
		}
		return new OwnUsage(measurable ? this.ownCpu : null,
				(this.ownAllocated != ThreadClocks.UNKNOWN) ? this.ownAllocated : null, this.left ? 1 : 0, reason,
				known ? resolution : 0);
	}

	private synchronized void addNested(OwnUsage own) {
		this.nested = this.nested.plus(own);
	}

}
