package io.github.resourcemonitor.invocation;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.resourcemonitor.record.NestedUsage;
import io.github.resourcemonitor.record.Origin;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.SampleWindow;
import io.github.resourcemonitor.servicecall.ServiceCallOwner;
import io.github.resourcemonitor.servicecall.ServiceCallTable;
import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * State of an invocation that has started.
 * <p>
 * {@link InvocationStart} creates and opens it, any thread may be attached to it, and
 * {@link InvocationEnd} ends it once, on any thread.
 */
class ActiveInvocation extends InvocationIdentity implements ServiceCallOwner {

	/**
	 * End time of an invocation that has not ended.
	 */
	private static final long RUNNING = Long.MIN_VALUE;

	private static final AtomicLongFieldUpdater<ActiveInvocation> END = AtomicLongFieldUpdater
		.newUpdater(ActiveInvocation.class, "endNanos");

	private static final AtomicReferenceFieldUpdater<ActiveInvocation, @Nullable ServiceCallTable> SERVICE_CALLS = AtomicReferenceFieldUpdater
		.newUpdater(ActiveInvocation.class, ServiceCallTable.class, "serviceCalls");

	private final @Nullable ActiveInvocation parent;

	private final int depth;

	private final @Nullable Reading startReading;

	private final long samplerCpuAtStart;

	/**
	 * Accessed only at the start and by the thread that ends the invocation; {@code null}
	 * when closed.
	 */
	private @Nullable SampleWindow window;

	/**
	 * Accessed like the window; {@code null} when the end is recorded in the ledger.
	 */
	private InvocationLedger.@Nullable Mark mark;

	private long startNanos;

	private volatile long endNanos = RUNNING;

	/**
	 * Whether the start or end failed and what the invocation holds is not released yet.
	 */
	private volatile boolean lost;

	private volatile @Nullable ServiceCallTable serviceCalls;

	private volatile @Nullable Throwable failure;

	private volatile NestedUsage nested = NestedUsage.NONE;

	/**
	 * Create a new invocation. At the start the clocks are read last, at the end first,
	 * so that the work of the monitor is not included.
	 */
	ActiveInvocation(MonitorComponents components, ProcessReadings readings, AnchoredClock wallClock,
			FunctionInstance instance, long sequence, String handler, @Nullable ActiveInvocation parent) {
		super(components, wallClock, instance, sequence, handler);
		this.startNanos = enteredNanos();
		this.parent = parent;
		this.depth = (parent != null) ? parent.depth + 1 : 0;
		this.startReading = readings.readEdge(null, enteredNanos());
		this.samplerCpuAtStart = readings.samplerCpuNanos();
	}

	/**
	 * Register this invocation with the sampler and the ledger until it ends.
	 */
	void open(ProcessReadings readings, InvocationLedger ledger) {
		this.window = readings.openWindow();
		this.mark = ledger.start(enteredNanos(), this.parent != null);
	}

	/**
	 * Record that the work begins now.
	 */
	void begin() {
		this.startNanos = components().nanoTime().getAsLong();
	}

	/**
	 * Return where this invocation comes from.
	 * @return its origin, {@code null} if that is not known
	 */
	@Nullable Origin origin() {
		return null;
	}

	@Override
	public @Nullable ActiveInvocation parent() {
		return this.parent;
	}

	/**
	 * Return the number of enclosing invocations.
	 */
	int depth() {
		return this.depth;
	}

	/**
	 * Return the time at which the work began, by the monotonic clock.
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

	/**
	 * Remove the window of samples in order to close it.
	 * @return the window, {@code null} if there is none or it was already removed
	 */
	@Nullable SampleWindow takeWindow() {
		SampleWindow taken = this.window;
		this.window = null;
		return taken;
	}

	/**
	 * Record the end in the ledger.
	 * @return the result of the ledger, {@code null} if the end was already recorded
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
		SERVICE_CALLS.compareAndSet(this, null, new ServiceCallTable(components().maxServiceOperations()));
		return serviceCalls();
	}

	/**
	 * Close the table of service calls.
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
	 * Record that the work failed.
	 * @param ex the exception
	 */
	public void failed(Throwable ex) {
		this.failure = ex;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Mark this invocation as ended, unless it has already ended.
	 * @param nanos the time by the monotonic clock
	 * @return whether this call has ended it
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
	 * Mark this invocation as lost: its start or end failed, so it has no record. Safe
	 * even if the stack is exhausted.
	 */
	void lose() {
		this.lost = true;
	}

	/**
	 * Return whether the start or end failed and what this invocation holds is not
	 * released yet.
	 */
	boolean isLost() {
		return this.lost;
	}

	/**
	 * Release what a lost invocation holds, so that it no longer counts as running. Each
	 * part is released once, so this can be repeated if it fails.
	 */
	synchronized void release(ProcessReadings readings, InvocationLedger ledger) {
		if (!this.lost) {
			return;
		}
		tryEnd(enteredNanos());
		closeAccount(0);
		readings.closeWindow(takeWindow());
		closeServiceCalls();
		leave(ledger, this.endNanos);
		this.lost = false;
	}

	synchronized void addNested(OwnUsage own) {
		this.nested = this.nested.plus(own);
	}

	NestedUsage nested() {
		return this.nested;
	}

	/**
	 * Return a snapshot of this invocation while it is running.
	 */
	RunningInvocation running() {
		return new RunningInvocation(id(), (this.parent != null) ? this.parent.id() : null, handler(), start(),
				components().nanoTime().getAsLong() - this.startNanos, threads(), activeThreads());
	}

}
