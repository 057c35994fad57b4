package io.github.resourcemonitor.invocation;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.attribution.EarlyWork;
import io.github.resourcemonitor.attribution.CurrentAccount;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.attribution.ThreadUsage;
import io.github.resourcemonitor.servicecall.CallContext;
import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.InvocationLedger;
import io.github.resourcemonitor.share.LedgerUpdater;
import io.github.resourcemonitor.share.UnsharedUsage;
import org.jspecify.annotations.Nullable;

/**
 * The invocations of one monitor: puts the three steps together, and is what
 * instrumentation calls. Nothing here is static: two monitors do not see each other. Safe
 * for use by any thread.
 */
public final class Invocations {

	private final MonitorComponents components;

	private final InvocationLedger ledger = new InvocationLedger(FairShare.FIRST_COLUMN + FairShare.columns().size());

	private final ActiveInvocations active = new ActiveInvocations();

	private final EarlyWork earlyWork;

	private final InvocationStart start;

	private final CurrentContext current;

	private final InvocationEnd end;

	private final AsyncCompletion completion;

	/**
	 * Create new invocations.
	 * @param components what to measure with
	 * @param publisher where records go
	 */
	public Invocations(MonitorComponents components, RecordPublisher publisher) {
		this(components, publisher, List::of);
	}

	/**
	 * Create new invocations.
	 * @param components what to measure with
	 * @param publisher where records go
	 * @param strategies end invocations whose result completes later; looked up when a
	 * first result is there
	 */
	public Invocations(MonitorComponents components, RecordPublisher publisher,
			Supplier<List<AsyncEndStrategy>> strategies) {
		this.components = components;
		CurrentAccount accounts = new CurrentAccount(components.threadClocks(), components.nanoTime(),
				components.lateWork(), components.failures());
		this.earlyWork = new EarlyWork(accounts, components.threadClocks(), components.failures());
		LongSupplier ownedCpu = this::readOwnedCpu;
		ProcessReadings readings = new ProcessReadings(components, new LedgerUpdater(this.ledger, components.catalog(),
				components.nanoTime(), accounts::cpuNanos, ownedCpu));
		this.current = new CurrentContext(components, accounts);
		this.end = new InvocationEnd(components, accounts, this.active, this.ledger, readings, publisher);
		this.completion = new AsyncCompletion(this.current, this.end, this.earlyWork, strategies);
		this.start = new InvocationStart(components, accounts, this.active, this.ledger, readings, publisher,
				this.completion);
	}

	/**
	 * Read the clocks of all threads that work for invocations.
	 * @return the CPU time that invocations own, those that ended included
	 */
	private long readOwnedCpu() {
		for (ActiveInvocation each : this.active.oldest(Integer.MAX_VALUE)) {
			each.settleThreads();
		}
		LateWork late = this.components.lateWork();
		late.settle();
		return this.active.ownCpu() + late.cpuNanos() + this.earlyWork.cpuNanos();
	}

	/**
	 * Start an invocation, for which the calling thread works from now on.
	 * @return the invocation, or {@code null} if it could not be started
	 */
	@Nullable InvocationScope start(String handler) {
		return this.start.start(handler);
	}

	/**
	 * Return the invocation that the calling thread works for.
	 */
	@Nullable Invocation current() {
		return this.current.current();
	}

	/**
	 * Return the context of the calling thread, to {@link #attach} it to another one: the
	 * invocation that it works for, even if that has ended, and the service call that it
	 * is making.
	 * @return the context, {@code null} if the thread works for no invocation
	 */
	public @Nullable Invocation capture() {
		return this.current.capture();
	}

	/**
	 * Have the calling thread work in a context until the scope is closed. An invocation
	 * that it works for already is not counted twice.
	 * @param context an invocation, or what was {@linkplain #capture captured};
	 * {@code null}, or one of another monitor, for none
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope attach(@Nullable Invocation context) {
		return this.current.attach(context);
	}

	/**
	 * Have the calling thread make the service call that another thread was making, or
	 * none if it was making none, until the scope is closed. The invocation that it works
	 * for stays as it is.
	 * @param context what was {@linkplain #capture captured} there
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope attachServiceCall(@Nullable Invocation context) {
		return this.current.attachServiceCall(context);
	}

	/**
	 * Have the calling thread return to the context that it had before, closing the
	 * scopes that were opened since.
	 * @param context the context, {@code null} for none
	 */
	public void restore(@Nullable Invocation context) {
		this.current.restore(context);
	}

	/**
	 * Return where requests find the service calls that they are part of.
	 * @return the context of service calls
	 */
	public CallContext serviceCalls() {
		return this.current;
	}

	/**
	 * The calling thread, if it started an invocation, stops working for it; the
	 * invocation continues.
	 * @param scope the invocation
	 */
	public void detach(InvocationScope scope) {
		ActiveInvocation invocation = this.current.invocationOf(scope);
		if (invocation != null) {
			this.current.accounts().detach(invocation);
		}
	}

	/**
	 * Return an invocation as those see it that follow its result.
	 * @param scope the invocation
	 * @return the invocation, {@code null} if it could not be started or belongs to
	 * another monitor
	 */
	public @Nullable OngoingInvocation ongoing(InvocationScope scope) {
		ActiveInvocation invocation = this.current.invocationOf(scope);
		return (invocation != null) ? this.completion.ongoing(invocation) : null;
	}

	/**
	 * The calling thread begins to work for an invocation that has not started.
	 * @return the state of its clocks, {@code null} if the thread works for another
	 * invocation, which is charged for all that the thread uses
	 */
	public @Nullable ThreadUsage beginEarlyWork() {
		return this.earlyWork.begin();
	}

	/**
	 * The calling thread ends work for an invocation that has not started. It is in no
	 * share until the invocation {@linkplain OngoingInvocation#chargeEarlyWork takes it
	 * over}.
	 * @param begin what {@link #beginEarlyWork} returned, on the same thread
	 * @return what was used since
	 */
	public @Nullable ThreadUsage endEarlyWork(@Nullable ThreadUsage begin) {
		return this.earlyWork.end(begin);
	}

	/**
	 * Return the smallest step of the CPU clock of threads.
	 * @return the step in nanoseconds; 0 if it is fine
	 */
	public long cpuResolutionNanos() {
		return this.end.cpuResolutionNanos();
	}

	MonitorComponents components() {
		return this.components;
	}

	/**
	 * Return the invocations that are running, nested ones included.
	 * @param limit how many at most
	 * @return the invocations, the oldest first
	 */
	public List<RunningInvocation> running(int limit) {
		return this.active.oldest(limit).stream().map(ActiveInvocation::running).toList();
	}

	/**
	 * Return what the process used that is in no share: while no invocation was active,
	 * and what cannot be split evenly. What was used after the end of an invocation is
	 * {@link #lateWork() late work}.
	 * @return the usage
	 */
	public UnsharedUsage unshared() {
		return this.ledger.unshared();
	}

	/**
	 * Return what was done for invocations after their end.
	 * @return the late work
	 */
	public LateWork lateWork() {
		return this.components.lateWork();
	}

	/**
	 * Return the number of invocations that are active, nested ones not counted.
	 * @return the number
	 */
	public int active() {
		return this.ledger.active();
	}

	/**
	 * Return the number of invocations that started.
	 * @return the number
	 */
	public long started() {
		return this.start.started();
	}

	/**
	 * Return the number of invocations that could not be measured at all.
	 * @return the number
	 */
	public long lost() {
		return this.end.lost();
	}

	/**
	 * Return the time spent at the edges of all invocations, without publishing their
	 * records.
	 * @return the time in nanoseconds
	 */
	public long hookNanos() {
		return this.end.hookNanos();
	}

}
