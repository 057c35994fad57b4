package io.github.resourcemonitor.invocation;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.attribution.Account;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.NestedUsage;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.SampleWindow;
import io.github.resourcemonitor.servicecall.ServiceCallOwner;
import io.github.resourcemonitor.servicecall.ServiceCallTable;
import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * An invocation that has started: what it is, and what is known of it so far.
 * <p>
 * {@link InvocationStart} creates and opens it, any thread may come to work for it, and
 * {@link InvocationEnd} ends it, once, on any thread.
 */
class ActiveInvocation extends Account implements Invocation, ServiceCallOwner {

	/**
	 * Stands for the end of an invocation that has not ended.
	 */
	private static final long RUNNING = Long.MIN_VALUE;

	private static final AtomicLongFieldUpdater<ActiveInvocation> END = AtomicLongFieldUpdater
		.newUpdater(ActiveInvocation.class, "endNanos");

	private static final AtomicIntegerFieldUpdater<ActiveInvocation> BROKEN_STEP = AtomicIntegerFieldUpdater
		.newUpdater(ActiveInvocation.class, "brokenStep");

	private static final AtomicIntegerFieldUpdater<ActiveInvocation> NESTED = AtomicIntegerFieldUpdater
		.newUpdater(ActiveInvocation.class, "nestedRunning");

	private static final AtomicReferenceFieldUpdater<ActiveInvocation, @Nullable ServiceCallTable> SERVICE_CALLS = AtomicReferenceFieldUpdater
		.newUpdater(ActiveInvocation.class, ServiceCallTable.class, "serviceCalls");

	private final MonitorComponents components;

	private final long sequence;

	private final String handler;

	private final Instant start;

	private final @Nullable ActiveInvocation parent;

	private final int depth;

	private final @Nullable TraceContext trace;

	private final @Nullable Long initNanos;

	private final long entered;

	private final @Nullable Reading startReading;

	private final long samplerCpuAtStart;

	/**
	 * Used at the start, and by what ends this; {@code null} when closed.
	 */
	private @Nullable SampleWindow window;

	/**
	 * Used like the window; {@code null} when the ledger knows of the end.
	 */
	private InvocationLedger.@Nullable Mark mark;

	private long startNanos;

	private volatile long endNanos = RUNNING;

	/**
	 * How many invocations inside this one are running, at any depth.
	 */
	private volatile int nestedRunning;

	/**
	 * The step that failed and left something to clean up, 0 if none.
	 */
	private volatile int brokenStep;

	private volatile @Nullable ServiceCallTable serviceCalls;

	private volatile @Nullable Throwable failure;

	private volatile NestedUsage nested = NestedUsage.NONE;

	/**
	 * Neighbours among the {@link ActiveInvocations}, which guard them.
	 */
	@Nullable ActiveInvocation older;

	@Nullable ActiveInvocation younger;

	boolean listed;

	/**
	 * Create a new invocation. The clocks are read last at the start and first at the
	 * end, so that what the monitor does at the edges stays outside.
	 */
	ActiveInvocation(MonitorComponents components, ProcessReadings readings, AnchoredClock wallClock, long sequence,
			String handler, @Nullable ActiveInvocation parent) {
		this.components = components;
		this.entered = components.nanoTime().getAsLong();
		this.startNanos = this.entered;
		this.sequence = sequence;
		this.handler = handler;
		this.parent = parent;
		this.depth = (parent != null) ? parent.depth + 1 : 0;
		this.start = wallClock.at(this.entered);
		this.initNanos = (sequence == 1) ? components.processAgeNanos().getAsLong() : null;
		this.trace = currentTrace(components);
		this.startReading = readings.readEdge(null, this.entered);
		this.samplerCpuAtStart = readings.samplerCpuNanos();
	}

	private static @Nullable TraceContext currentTrace(MonitorComponents components) {
		try {
			return components.traces().current();
		}
		catch (Throwable ex) {
			components.failures().record("trace context", ex);
			return null;
		}
	}

	/**
	 * Register this with the sampler and the ledger, until it ends.
	 */
	void open(ProcessReadings readings, InvocationLedger ledger) {
		this.window = readings.openWindow();
		this.mark = ledger.start(this.entered, this.parent != null);
	}

	/**
	 * The work begins now.
	 */
	void begin() {
		this.startNanos = this.components.nanoTime().getAsLong();
	}

	@Override
	public String id() {
		return InvocationRecord.id(this.components.function(), this.sequence);
	}

	@Override
	public String handler() {
		return this.handler;
	}

	@Override
	public Instant start() {
		return this.start;
	}

	@Override
	public @Nullable ActiveInvocation parent() {
		return this.parent;
	}

	/**
	 * Return how many invocations are around this one.
	 */
	int depth() {
		return this.depth;
	}

	long sequence() {
		return this.sequence;
	}

	@Nullable TraceContext trace() {
		return this.trace;
	}

	@Nullable Long initNanos() {
		return this.initNanos;
	}

	/**
	 * Return when the monitor began to start this, by the monotonic clock.
	 */
	long enteredNanos() {
		return this.entered;
	}

	/**
	 * Return when the work began, by the monotonic clock.
	 */
	long startNanos() {
		return this.startNanos;
	}

	@Nullable Reading startReading() {
		return this.startReading;
	}

	long samplerCpuAtStart() {
		return this.samplerCpuAtStart;
	}

	@Override
	protected LateWork lateWork() {
		return this.components.lateWork();
	}

	boolean belongsTo(MonitorComponents components) {
		return this.components == components;
	}

	/**
	 * Take the window of samples, to close it.
	 * @return the window, {@code null} if there is none or it was taken before
	 */
	@Nullable SampleWindow takeWindow() {
		SampleWindow taken = this.window;
		this.window = null;
		return taken;
	}

	/**
	 * Leave the ledger.
	 * @return what it has of this, {@code null} if this has left it before
	 */
	InvocationLedger.@Nullable Activity leave(InvocationLedger ledger, long nanos) {
		InvocationLedger.Mark started = this.mark;
		if (started == null) {
			return null;
		}
		InvocationLedger.Activity activity = ledger.end(started, nanos);
		this.mark = null;
		return activity;
	}

	@Override
	public ServiceCallTable serviceCalls() {
		ServiceCallTable table = this.serviceCalls;
		if (table != null) {
			return table;
		}
		SERVICE_CALLS.compareAndSet(this, null, new ServiceCallTable(this.components.maxServiceOperations()));
		return serviceCalls();
	}

	/**
	 * Take no more service calls.
	 * @return the calls so far, {@code null} if there was none
	 */
	@Nullable ServiceCallTable closeServiceCalls() {
		if (this.serviceCalls == null && SERVICE_CALLS.compareAndSet(this, null, ServiceCallTable.CLOSED)) {
			return null;
		}
		ServiceCallTable table = serviceCalls();
		table.close();
		return table;
	}

	/**
	 * Note that the work failed.
	 * @param ex what was thrown
	 */
	public void failed(Throwable ex) {
		this.failure = ex;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * End this, if it has not ended.
	 * @param nanos the time by the monotonic clock
	 * @return whether it has ended by this
	 */
	boolean tryEnd(long nanos) {
		return END.compareAndSet(this, RUNNING, nanos);
	}

	@Override
	public boolean isEnded() {
		return this.endNanos != RUNNING;
	}

	@Override
	public long endNanos() {
		return this.endNanos;
	}

	/**
	 * Note the step that failed and left something to clean up. This works even if the
	 * stack is full.
	 */
	void breakAt(int step) {
		this.brokenStep = step;
	}

	/**
	 * Return the step that failed, once.
	 * @return the step, 0 if none failed
	 */
	int takeBrokenStep() {
		int step = this.brokenStep;
		return (step != 0 && BROKEN_STEP.compareAndSet(this, step, 0)) ? step : 0;
	}

	/**
	 * Note how many invocations inside this one and those around it are running.
	 */
	void nestedRunning(int more) {
		for (ActiveInvocation each = this; each != null; each = each.parent) {
			NESTED.addAndGet(each, more);
		}
	}

	boolean hasNestedRunning() {
		return this.nestedRunning > 0;
	}

	synchronized void addNested(OwnUsage own) {
		this.nested = this.nested.plus(own);
	}

	NestedUsage nested() {
		return this.nested;
	}

	/**
	 * Return what is known of this invocation while it runs.
	 */
	RunningInvocation running() {
		return new RunningInvocation(id(), (this.parent != null) ? this.parent.id() : null, this.handler, this.start,
				this.components.nanoTime().getAsLong() - this.startNanos, threads(), activeThreads());
	}

}
