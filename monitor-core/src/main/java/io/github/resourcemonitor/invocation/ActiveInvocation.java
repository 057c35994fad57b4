package io.github.resourcemonitor.invocation;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.attribution.Account;
import io.github.resourcemonitor.attribution.AccountScope;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.MonitorCost;
import io.github.resourcemonitor.record.NestedUsage;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.sampling.SampleAggregate;
import io.github.resourcemonitor.sampling.SampleSeries;
import io.github.resourcemonitor.sampling.SampleWindow;
import io.github.resourcemonitor.servicecall.ServiceCallTable;
import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * An invocation from its start to its record.
 * <p>
 * One thread starts it, any thread may come to work for it, and any thread may end it,
 * once. The clocks are read last at the start and first at the end, so that what the
 * monitor does at the edges stays outside.
 */
public final class ActiveInvocation extends Account implements InvocationScope {

	private static final String COMPLETED_ELSEWHERE = "its result was completed by a thread that was not known to work for it";

	private static final String UNREADABLE = "the clocks of a thread that worked for it could not be read from outside, or the thread had ended";

	private static final String CLOSED_TOO_LATE = "a scope around it was closed before it";

	/**
	 * Stands for the end of an invocation that has none yet.
	 */
	private static final long RUNNING = Long.MIN_VALUE;

	private static final AtomicLongFieldUpdater<ActiveInvocation> END = AtomicLongFieldUpdater
		.newUpdater(ActiveInvocation.class, "endNanos");

	public static final int START_STEP = 1;

	private static final int END_STEP = 2;

	private static final AtomicIntegerFieldUpdater<ActiveInvocation> BROKEN_STEP = AtomicIntegerFieldUpdater
		.newUpdater(ActiveInvocation.class, "brokenStep");

	private static final AtomicIntegerFieldUpdater<ActiveInvocation> NESTED = AtomicIntegerFieldUpdater
		.newUpdater(ActiveInvocation.class, "nestedRunning");

	private static final AtomicReferenceFieldUpdater<ActiveInvocation, @Nullable ServiceCallTable> SERVICE_CALLS = AtomicReferenceFieldUpdater
		.newUpdater(ActiveInvocation.class, ServiceCallTable.class, "serviceCalls");

	private final Invocations invocations;

	private final MonitorComponents instruments;

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
	 * Used at the start, and by who ends this; {@code null} when closed.
	 */
	private @Nullable SampleWindow window;

	/**
	 * Used like the window; {@code null} when the ledger was told of the end.
	 */
	private InvocationLedger.@Nullable Mark mark;

	private long startNanos;

	private volatile long endNanos = RUNNING;

	/**
	 * How many invocations inside this one are running, at any depth.
	 */
	private volatile int nestedRunning;

	/**
	 * The step that failed and left something to clean up, 0 if none. To set a field
	 * works though the stack is full.
	 */
	public volatile int brokenStep;

	private volatile @Nullable ServiceCallTable serviceCalls;

	private volatile @Nullable Throwable failure;

	private volatile @Nullable String incompleteReason;

	/**
	 * Whether a thread came to work for this after the start.
	 */
	private volatile boolean followed;

	private volatile NestedUsage nested = NestedUsage.NONE;

	/**
	 * What the monitor used for nested invocations; guarded by this, like the nested
	 * ones.
	 */
	private long excludedCpu;

	/**
	 * Neighbours among the {@link ActiveInvocations}, which guard them.
	 */
	@Nullable ActiveInvocation older;

	@Nullable ActiveInvocation younger;

	public boolean listed;

	public ActiveInvocation(Invocations invocations, long sequence, String handler, @Nullable ActiveInvocation parent) {
		MonitorComponents instruments = invocations.instruments();
		this.invocations = invocations;
		this.instruments = instruments;
		this.entered = instruments.nanoTime().getAsLong();
		this.startNanos = this.entered;
		this.sequence = sequence;
		this.handler = handler;
		this.parent = parent;
		this.depth = (parent != null) ? parent.depth + 1 : 0;
		this.start = invocations.wallTime().at(this.entered);
		this.initNanos = (sequence == 1) ? instruments.processAgeNanos().getAsLong() : null;
		this.trace = currentTrace();
		this.startReading = readEdge(null, this.entered);
		ResourceSampler sampler = instruments.sampler();
		this.samplerCpuAtStart = (sampler != null) ? sampler.cpuNanos() : 0;
	}

	/**
	 * Have the sampler and the ledger know of this invocation, until it ends.
	 */
	public void open() {
		ResourceSampler sampler = this.instruments.sampler();
		this.window = (sampler != null) ? open(sampler) : null;
		this.mark = this.invocations.ledger().start(this.entered, this.parent != null);
	}

	/**
	 * The work begins now.
	 */
	public void begin() {
		this.startNanos = this.instruments.nanoTime().getAsLong();
	}

	/**
	 * Leave nothing behind if the start or the end of this failed: whoever counts it as
	 * running counts it no longer.
	 */
	public void releaseIfBroken() {
		int step = this.brokenStep;
		if (step == 0 || !BROKEN_STEP.compareAndSet(this, step, 0)) {
			return;
		}
		if (!END.compareAndSet(this, RUNNING, this.entered) && step == START_STEP) {
			// Somebody ended it, and does the rest.
			return;
		}
		try {
			closeAccount(0, null);
			closeWindow();
			closeServiceCalls();
			leaveLedger(this.endNanos);
			this.invocations.over(this, chargedCpu());
		}
		catch (Throwable ex) {
			this.brokenStep = END_STEP;
			throw ex;
		}
	}

	private InvocationLedger.@Nullable Activity leaveLedger(long endNanos) {
		InvocationLedger.Mark begun = this.mark;
		if (begun == null) {
			return null;
		}
		InvocationLedger.Activity activity = this.invocations.ledger().end(begun, endNanos);
		this.mark = null;
		return activity;
	}

	/**
	 * Put what a thread used on the account of this invocation and of those around it.
	 * What comes after their end is late.
	 */
	public void charge(long cpu, long allocated) {
		for (ActiveInvocation each = this; each != null; each = each.parent) {
			if (!each.add(cpu, allocated)) {
				this.invocations.threads().late(each, cpu, allocated);
			}
		}
	}

	@Override
	public void workedLate(boolean now) {
		this.invocations.threads().workedLate(this, now);
	}

	/**
	 * Put what a virtual thread is thought to have used on the account of this invocation
	 * and of those around it.
	 */
	public void chargeEstimate(long cpu, long allocated) {
		for (ActiveInvocation each = this; each != null; each = each.parent) {
			each.addEstimate(cpu, allocated);
		}
	}

	/**
	 * Note that the calling thread may block, or has been blocked.
	 */
	public void seeThread() {
		this.invocations.threads().see();
	}

	/**
	 * Note that the calling thread works for this invocation, and so for those around it.
	 */
	public void arrive(AccountScope stay, Thread thread) {
		arrive(stay);
		if (!stay.isStart()) {
			this.followed = true;
		}
		for (ActiveInvocation each = this; each != null; each = each.parent) {
			each.workedBy(thread);
		}
	}

	/**
	 * Note what the monitor used for a nested invocation, on this one's thread.
	 */
	public void exclude(long cpu) {
		for (ActiveInvocation each = this; each != null; each = each.parent) {
			each.addExcluded(cpu);
		}
	}

	private synchronized void addExcluded(long cpu) {
		this.excludedCpu += cpu;
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
			Reading reading = (edges != null) ? edges.read(other, now) : null;
			if (reading != null) {
				this.invocations.tellLedger(reading);
			}
			return reading;
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
		SampleWindow opened = this.window;
		this.window = null;
		try {
			return (sampler != null && opened != null) ? sampler.close(opened) : null;
		}
		catch (Throwable ex) {
			this.instruments.failures().record("closing a window", ex);
			return null;
		}
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

	public @Nullable ActiveInvocation parent() {
		return this.parent;
	}

	/**
	 * Return how many invocations are around this one.
	 */
	public int depth() {
		return this.depth;
	}

	public ServiceCallTable serviceCalls() {
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
		if (result == null || !isFollowed(result)) {
			close();
		}
	}

	/**
	 * Have this end when its result does.
	 * @return whether it will
	 */
	private boolean isFollowed(Object result) {
		try {
			if (result instanceof CompletionStage<?> stage) {
				this.invocations.threads().depart(this);
				endWith(stage);
				return true;
			}
			return this.invocations.follow(this, result);
		}
		catch (Throwable ex) {
			this.instruments.failures().record("waiting for a result", ex);
			return false;
		}
	}

	/**
	 * Note that the result was completed by the calling thread: if that is not known to
	 * work for this invocation, others may have gone unnoticed too.
	 */
	public void completedHere() {
		if (!this.invocations.threads().worksFor(this)) {
			incomplete(COMPLETED_ELSEWHERE);
		}
	}

	/**
	 * Note that what the threads used is known to be more than what is counted.
	 * @param reason why
	 */
	public void incomplete(String reason) {
		this.incompleteReason = reason;
	}

	public void closedTooLate() {
		incomplete(CLOSED_TOO_LATE);
	}

	private void endWith(CompletionStage<?> stage) {
		Thread waiting = Thread.currentThread();
		boolean[] asking = { true };
		stage.whenComplete((value, ex) -> {
			if (ex != null) {
				failed(ex);
			}
			// When it was complete already, nobody can tell who completed it. And a
			// thread
			// that waits for a future does what comes after it, whoever completed that.
			if (!this.followed && (Thread.currentThread() != waiting || !asking[0])) {
				completedHere();
			}
			close();
		});
		asking[0] = false;
	}

	@Override
	public void close() {
		close(null);
	}

	/**
	 * End this now, if it has not ended by itself.
	 * @param reason why
	 */
	public void giveUp(Throwable reason) {
		close(reason);
	}

	private void close(@Nullable Throwable reason) {
		if (isEnded()) {
			return;
		}
		long now = this.startNanos;
		Throwable unknown = null;
		try {
			now = this.instruments.nanoTime().getAsLong();
		}
		catch (Throwable ex) {
			unknown = ex;
		}
		if (!END.compareAndSet(this, RUNNING, now)) {
			return;
		}
		if (reason != null) {
			this.failure = reason;
		}
		long left = ThreadClocks.UNKNOWN;
		try {
			left = this.invocations.threads().leave(this);
			if (unknown != null) {
				throw unknown;
			}
			end(now);
		}
		catch (Throwable ex) {
			this.brokenStep = END_STEP;
			this.invocations.broken(this, ex);
		}
		this.invocations.threads().goOn(left);
	}

	/**
	 * Return whether this is an invocation or inside it.
	 */
	public boolean isInside(ActiveInvocation invocation) {
		ActiveInvocation each = this;
		while (each != null && each != invocation) {
			each = each.parent;
		}
		return each != null;
	}

	/**
	 * Note how many invocations inside this one and those around it are running.
	 */
	public void nestedRunning(int more) {
		for (ActiveInvocation each = this; each != null; each = each.parent) {
			NESTED.addAndGet(each, more);
		}
	}

	public boolean hasNestedRunning() {
		return this.nestedRunning > 0;
	}

	/**
	 * Charge what the threads that work for this invocation used so far, not those that
	 * work for one inside it.
	 * @return whether the clocks of all of them could be read
	 */
	public boolean settleThreads() {
		boolean all = true;
		for (AccountScope stay : openStays()) {
			all &= stay.settle();
		}
		return all;
	}

	public boolean isEnded() {
		return this.endNanos != RUNNING;
	}

	/**
	 * Return when this invocation, which is over, ended, by the monotonic clock.
	 */
	public long endNanos() {
		return this.endNanos;
	}

	public boolean belongsTo(Invocations invocations) {
		return this.invocations == invocations;
	}

	/**
	 * Return what is known of this invocation while it runs.
	 */
	public RunningInvocation running() {
		return new RunningInvocation(id(), (this.parent != null) ? this.parent.id() : null, this.handler, this.start,
				this.instruments.nanoTime().getAsLong() - this.startNanos, threads(), openStays().size());
	}

	private void end(long endNanos) {
		if (!this.invocations.settle(this)) {
			incomplete(UNREADABLE);
		}
		OwnUsage own = closeAccount(this.invocations.cpuResolutionNanos(), this.incompleteReason);
		Reading endReading = readEdge(this.startReading, endNanos);
		SampleAggregate samples = closeWindow();
		InvocationLedger.Activity activity = Objects.requireNonNull(leaveLedger(endNanos));
		long ownCpu = chargedCpu();
		this.invocations.over(this, ownCpu);
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
		long hooks = this.startNanos - this.entered + hookNanosSince(endNanos, endReading, samples);
		long dropped = ((calls != null) ? calls.dropped() : 0) + ((samples != null) ? samples.lost() : 0);
		this.invocations.ended(new InvocationRecord(this.sequence, (outer != null) ? outer.id() : null, this.handler,
				this.instruments.function(), this.trace, this.start, endNanos - this.startNanos, Outcome.of(thrown),
				(thrown != null) ? Outcome.unwrap(thrown).getClass().getName() : null, this.initNanos,
				activity.concurrency(), own, FairShare.of(activity.shares(), ownCpu), this.nested,
				new ProcessUsage(this.instruments.catalog(), this.startReading, endReading, samples),
				(calls != null) ? calls.usages() : List.of(), series,
				new MonitorCost(samplerCpu + hooks + excludedCpu(), dropped)), hooks);
	}

	private synchronized long excludedCpu() {
		return this.excludedCpu;
	}

	/**
	 * Return the time that the end took, if it was worth a look at the clock.
	 */
	private long hookNanosSince(long endNanos, @Nullable Reading reading, @Nullable SampleAggregate samples) {
		boolean read = reading != null && reading.nanoTime() - endNanos >= 0;
		return (read || samples != null) ? this.instruments.nanoTime().getAsLong() - endNanos : 0;
	}

	private synchronized void addNested(OwnUsage own) {
		this.nested = this.nested.plus(own);
	}

}
