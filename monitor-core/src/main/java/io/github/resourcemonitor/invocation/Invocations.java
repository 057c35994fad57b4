package io.github.resourcemonitor.invocation;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.attribution.AccountScope;
import io.github.resourcemonitor.attribution.CurrentAccount;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.attribution.ThreadUsage;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.servicecall.CurrentServiceCall;
import io.github.resourcemonitor.servicecall.ServiceCall;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.InvocationLedger;
import io.github.resourcemonitor.share.LedgerUpdater;
import io.github.resourcemonitor.share.UnsharedUsage;
import org.jspecify.annotations.Nullable;

/**
 * The invocations of one monitor: starts them, knows which one each thread works for, and
 * passes their records on. Nothing here is static: two monitors do not see each other.
 */
public final class Invocations {

	private static final int MAX_DEPTH = 64;

	private static final String NESTED_TOO_DEEPLY = "more than " + MAX_DEPTH
			+ " invocations were nested in each other; what those inside used is theirs alone";

	private final MonitorComponents instruments;

	private final RecordPublisher outlets;

	private final Supplier<List<AsyncEndStrategy>> followers;

	private final InvocationLedger ledger = new InvocationLedger(FairShare.FIRST_COLUMN + FairShare.columns().size());

	private final AtomicLong sequence = new AtomicLong();

	private final AtomicLong lost = new AtomicLong();

	/**
	 * Whether the start or the end of an invocation failed that has not been cleaned up.
	 */
	private volatile boolean anyBroken;

	private final LongAdder hookNanos = new LongAdder();

	private final ActiveInvocations active = new ActiveInvocations();

	private final CurrentAccount threads;

	private final CurrentServiceCall serviceCalls = new CurrentServiceCall();

	private final LedgerUpdater ledgerReader;

	private final AnchoredClock wallTime;

	private final long cpuResolutionNanos;

	/**
	 * Create new invocations.
	 * @param instruments what to measure with
	 * @param outlets where records go
	 */
	public Invocations(MonitorComponents instruments, RecordPublisher outlets) {
		this(instruments, outlets, List::of);
	}

	/**
	 * Create new invocations.
	 * @param instruments what to measure with
	 * @param outlets where records go
	 * @param followers end invocations whose result goes on; looked up when a first
	 * result is there
	 */
	public Invocations(MonitorComponents instruments, RecordPublisher outlets,
			Supplier<List<AsyncEndStrategy>> followers) {
		this.instruments = instruments;
		this.outlets = outlets;
		this.followers = followers;
		this.threads = new CurrentAccount(instruments);
		this.ledgerReader = new LedgerUpdater(instruments, this.ledger, this.active, this.threads);
		this.wallTime = new AnchoredClock(instruments.wallClock());
		Long resolution = instruments.failures()
			.attempt("resolution of the thread clocks", instruments.threadClocks()::resolutionNanos);
		this.cpuResolutionNanos = (resolution != null) ? Math.max(0, resolution) : 0;
	}

	/**
	 * Start an invocation, for which the calling thread works from now on.
	 * @return the invocation, or {@code null} if it could not be started
	 */
	@Nullable ActiveInvocation start(String handler) {
		ActiveInvocation invocation = null;
		try {
			if (this.anyBroken) {
				releaseBroken();
			}
			long paused = this.threads.pause();
			invocation = new ActiveInvocation(this, this.sequence.incrementAndGet(), handler, around());
			invocation.open();
			if (add(invocation) > this.instruments.maxActive()) {
				giveUpOldest();
				// That had the thread go on with what it was working for.
				paused = this.threads.pause();
			}
			AccountScope stay = this.threads.arrive(invocation);
			this.outlets.started(invocation);
			this.threads.begin(stay, paused);
			invocation.begin();
			return invocation;
		}
		catch (Throwable ex) {
			if (invocation != null) {
				invocation.brokenStep = ActiveInvocation.START_STEP;
			}
			broken(invocation, ex);
			this.threads.goOn((invocation != null) ? this.threads.leave(invocation) : ThreadClocks.UNKNOWN);
			return null;
		}
	}

	private int add(ActiveInvocation invocation) {
		int running = this.active.add(invocation);
		ActiveInvocation outer = invocation.parent();
		if (outer != null) {
			outer.nestedRunning(1);
		}
		return running;
	}

	/**
	 * Note that the start or the end of an invocation failed: it will have no record, and
	 * is cleaned up, now or, when there is no stack or memory left for that, before the
	 * next start.
	 * @param invocation the invocation, {@code null} if it does not even exist
	 * @param ex why
	 */
	void broken(@Nullable ActiveInvocation invocation, Throwable ex) {
		this.anyBroken = true;
		try {
			lost(ex);
			if (invocation != null) {
				invocation.releaseIfBroken();
			}
			releaseBroken();
		}
		catch (Throwable again) {
			this.instruments.failures().record("start or end of an invocation", again);
		}
	}

	private void releaseBroken() {
		this.anyBroken = false;
		try {
			this.active.oldest(Integer.MAX_VALUE).forEach(ActiveInvocation::releaseIfBroken);
		}
		catch (Throwable ex) {
			this.anyBroken = true;
			throw ex;
		}
	}

	/**
	 * End the invocation that has been running longest: one that never ends must not take
	 * the memory of the process.
	 */
	private void giveUpOldest() {
		ActiveInvocation oldest = this.active.oldest();
		if (oldest != null) {
			oldest.giveUp(new AbandonedInvocationException(this.instruments.maxActive()));
		}
	}

	/**
	 * Return the invocation that the calling thread works for.
	 */
	@Nullable ActiveInvocation current() {
		ActiveInvocation invocation = this.threads.working();
		return (invocation != null && !invocation.isEnded()) ? invocation : null;
	}

	/**
	 * Return the invocation that the calling thread works for, be it that it has ended;
	 * the thread that goes on with the work is to be {@link #attach attached} to it. A
	 * service call that the thread is making goes with it.
	 * @return the invocation, {@code null} if there is none
	 */
	public @Nullable Invocation accountable() {
		ActiveInvocation invocation = this.threads.working();
		if (invocation == null) {
			return null;
		}
		ServiceCall call = callAround(null);
		return (call != null) ? new MonitorContext(invocation, call) : invocation;
	}

	/**
	 * Return the service call that a request is part of.
	 * @param context what the request is sent for; {@code null} for what the calling
	 * thread works for
	 * @return the call, {@code null} if there is none
	 */
	public @Nullable ServiceCall callAround(@Nullable Invocation context) {
		if (context != null) {
			return (context instanceof MonitorContext work) ? work.call() : null;
		}
		ServiceCall call = this.serviceCalls.get();
		ActiveInvocation working = (call != null) ? this.threads.working() : null;
		if (call == null || working == null || working == call.invocation()) {
			return call;
		}
		// A handler that is called inside a service call makes calls of its own.
		ActiveInvocation made = call.invocation();
		return (made != null && !working.isInside(made)) ? call : null;
	}

	/**
	 * A service call begins.
	 * @param context what it is made for; {@code null} for what the calling thread works
	 * for
	 */
	public ServiceCall newServiceCall(ServiceOperation operation, @Nullable Invocation context) {
		return new ServiceCall(this.instruments, this.serviceCalls, operation,
				(context != null) ? own(context) : this.threads.working());
	}

	/**
	 * Have the calling thread work for an invocation that has started, or for none, until
	 * the scope is closed. One that it works for already is not counted twice.
	 * @param invocation the invocation; {@code null}, or one of another monitor, for none
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope attach(@Nullable Invocation invocation) {
		ThreadScope scope = this.threads.attach(own(invocation));
		ThreadScope call = makeCallOf(invocation);
		if (call == ThreadScope.NOTHING) {
			return scope;
		}
		return () -> {
			call.close();
			scope.close();
		};
	}

	/**
	 * Have the calling thread make the service call that another thread was making, or
	 * none if it was making none, until the scope is closed. What it works for stays as
	 * it is.
	 * @param context what {@link #accountable()} returned there
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope makeCallOf(@Nullable Invocation context) {
		ServiceCall call = (context instanceof MonitorContext work) ? work.call() : null;
		if (call == this.serviceCalls.get()) {
			return ThreadScope.NOTHING;
		}
		CurrentServiceCall.Binding binding = this.serviceCalls.bind(call);
		return binding::close;
	}

	/**
	 * Have the calling thread go back to the invocation that it worked for before, ending
	 * the scopes that were opened since.
	 * @param invocation the invocation, {@code null} for none
	 */
	public void backTo(@Nullable Invocation invocation) {
		this.serviceCalls.backTo((invocation instanceof MonitorContext work) ? work.call() : null);
		this.threads.backTo(own(invocation));
	}

	/**
	 * The calling thread, if it started an invocation, stops working for it; the
	 * invocation goes on.
	 * @param scope the invocation
	 */
	public void depart(InvocationScope scope) {
		ActiveInvocation invocation = own(scope);
		if (invocation != null) {
			this.threads.depart(invocation);
		}
	}

	/**
	 * Return an invocation as those see it who follow its result.
	 * @param scope the invocation
	 * @return the invocation, {@code null} if it could not be started or belongs to
	 * another monitor
	 */
	public @Nullable OngoingInvocation ongoing(InvocationScope scope) {
		ActiveInvocation invocation = own(scope);
		return (invocation != null) ? new OngoingInvocation(this, invocation) : null;
	}

	/**
	 * Have an invocation end when its result does.
	 * @return whether somebody will end it
	 */
	boolean follow(ActiveInvocation invocation, Object result) {
		List<AsyncEndStrategy> followers = this.followers.get();
		if (followers.isEmpty()) {
			return false;
		}
		OngoingInvocation ongoing = new OngoingInvocation(this, invocation);
		for (AsyncEndStrategy follower : followers) {
			if (follower.follow(ongoing, result)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Begin to do something for an invocation that has not started.
	 * @return the state of the clocks of the calling thread, {@code null} if it works for
	 * another invocation, on whose account everything is that it uses
	 */
	public @Nullable ThreadUsage beginAhead() {
		return this.threads.beginAhead();
	}

	/**
	 * End what was done for an invocation that has not started. It is nobody's until the
	 * invocation {@linkplain OngoingInvocation#takeOver takes it over}, and in no share.
	 * @param begin what {@link #beginAhead} returned, on the same thread
	 * @return what was used meanwhile
	 */
	public @Nullable ThreadUsage endAhead(@Nullable ThreadUsage begin) {
		return (begin != null) ? this.threads.endAhead(begin) : null;
	}

	private @Nullable ActiveInvocation own(@Nullable Invocation invocation) {
		Invocation candidate = (invocation instanceof MonitorContext work) ? work.invocation() : invocation;
		return (candidate instanceof ActiveInvocation active && active.belongsTo(this)) ? active : null;
	}

	/**
	 * Return the invocation that a new one of this thread is nested in. Scopes that are
	 * never closed would pile up on a pooled thread, so there is an end to nesting.
	 */
	private @Nullable ActiveInvocation around() {
		ActiveInvocation invocation = current();
		if (invocation == null || invocation.depth() < MAX_DEPTH) {
			return invocation;
		}
		this.instruments.failures()
			.record("nesting of invocations",
					new IllegalStateException("More than " + MAX_DEPTH + " invocations are open on thread '"
							+ Thread.currentThread().getName()
							+ "'. Close each InvocationScope that is started, best with try-with-resources"));
		for (ActiveInvocation each = invocation; each != null; each = each.parent()) {
			each.incomplete(NESTED_TOO_DEEPLY);
		}
		return null;
	}

	void ended(InvocationRecord record, long nanosInHooks) {
		this.hookNanos.add(nanosInHooks);
		this.outlets.ended(record);
	}

	/**
	 * Note that an invocation will have no record.
	 * @param ex why
	 */
	private void lost(Throwable ex) {
		this.lost.incrementAndGet();
		this.instruments.failures().record("start or end of an invocation", ex);
	}

	/**
	 * Return the smallest step of the CPU clock of threads.
	 * @return the step in nanoseconds; 0 if it is fine
	 */
	public long cpuResolutionNanos() {
		return this.cpuResolutionNanos;
	}

	AnchoredClock wallTime() {
		return this.wallTime;
	}

	CurrentAccount threads() {
		return this.threads;
	}

	public MonitorComponents instruments() {
		return this.instruments;
	}

	InvocationLedger ledger() {
		return this.ledger;
	}

	void tellLedger(Reading reading) {
		this.ledgerReader.tell(reading);
	}

	/**
	 * Note that an invocation is over.
	 * @param ownCpu the CPU time on its account, in nanoseconds
	 */
	void over(ActiveInvocation invocation, long ownCpu) {
		ActiveInvocation outer = invocation.parent();
		if (this.active.remove(invocation, ownCpu) && outer != null) {
			outer.nestedRunning(-1);
		}
	}

	/**
	 * Charge what the threads used so far that work for an invocation or one inside it.
	 * @return whether the clocks of all of them could be read
	 */
	boolean settle(ActiveInvocation invocation) {
		boolean all = invocation.settleThreads();
		if (invocation.hasNestedRunning()) {
			for (ActiveInvocation each : this.active.oldest(Integer.MAX_VALUE)) {
				all &= each == invocation || !each.isInside(invocation) || each.settleThreads();
			}
		}
		return all;
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
	 * @return the remainder
	 */
	public UnsharedUsage remainder() {
		return this.ledger.remainder();
	}

	/**
	 * Return what was done for invocations after their end.
	 * @return the late work
	 */
	public LateWork lateWork() {
		return this.instruments.lateWork();
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
		return this.sequence.get();
	}

	/**
	 * Return the number of invocations that could not be measured at all.
	 * @return the number
	 */
	public long lost() {
		return this.lost.get();
	}

	/**
	 * Return the time spent at the edges of all invocations, outlets not included.
	 * @return the time in nanoseconds
	 */
	public long hookNanos() {
		return this.hookNanos.sum();
	}

}
