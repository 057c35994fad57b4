package io.github.resourcemonitor.invocation;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import org.jspecify.annotations.Nullable;

/**
 * The invocations of one monitor: starts them, knows which one each thread works for, and
 * passes their records on. Nothing here is static: two monitors do not see each other.
 */
public final class Invocations {

	private static final int MAX_DEPTH = 64;

	/**
	 * The end of a task that ended its invocation is no late work.
	 */
	private static final long LATE_NANOS = 1_000_000;

	private final Instruments instruments;

	private final RecordOutlets outlets;

	private final ConcurrencyLedger ledger = new ConcurrencyLedger();

	private final AtomicLong sequence = new AtomicLong();

	private final AtomicLong lost = new AtomicLong();

	private final LongAdder hookNanos = new LongAdder();

	private final ActiveInvocations active = new ActiveInvocations();

	/**
	 * The topmost stay of each thread. The array stays with the thread; it holds nothing
	 * of ours when the thread works for no invocation.
	 */
	private final ThreadLocal<@Nullable Object[]> current = ThreadLocal.withInitial(() -> new Object[1]);

	private final LongAdder lateCpu = new LongAdder();

	private final WallTime wallTime;

	private final long cpuResolutionNanos;

	/**
	 * Create new invocations.
	 * @param instruments what to measure with
	 * @param outlets where records go
	 */
	public Invocations(Instruments instruments, RecordOutlets outlets) {
		this.instruments = instruments;
		this.outlets = outlets;
		this.wallTime = new WallTime(instruments.wallClock());
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
			Stay below = top();
			long paused = (below != null) ? pause(below) : ThreadClocks.UNKNOWN;
			invocation = new ActiveInvocation(this, this.sequence.incrementAndGet(), handler, around());
			if (this.active.add(invocation) > this.instruments.maxActive()) {
				giveUpOldest();
			}
			Stay stay = push(invocation, below, false);
			this.outlets.started(invocation);
			long allocated = allocatedBytes();
			long cpu = cpuNanos();
			stay.resume(cpu, allocated);
			if (below != null) {
				exclude(below, paused, cpu);
			}
			invocation.begin();
			return invocation;
		}
		catch (Throwable ex) {
			lost(ex);
			goOn((invocation != null) ? withdraw(invocation) : ThreadClocks.UNKNOWN);
			return null;
		}
	}

	private long withdraw(ActiveInvocation invocation) {
		this.active.remove(invocation, 0);
		invocation.withdraw();
		return leave(invocation);
	}

	private long pause(Stay stay) {
		long cpu = cpuNanos();
		stay.pause(cpu, allocatedBytes());
		return cpu;
	}

	/**
	 * End the invocation that has been running longest: one that never ends must not take
	 * the memory of the process.
	 */
	private void giveUpOldest() {
		ActiveInvocation oldest = this.active.oldest();
		if (oldest != null) {
			oldest.failed(new AbandonedInvocationException(this.instruments.maxActive()));
			oldest.close();
		}
	}

	/**
	 * Return the invocation that the calling thread works for.
	 */
	@Nullable ActiveInvocation current() {
		ActiveInvocation invocation = working();
		return (invocation != null && !invocation.isEnded()) ? invocation : null;
	}

	/**
	 * Return the invocation that the calling thread works for, be it that it has ended;
	 * the thread that goes on with the work is to be {@link #attach attached} to it.
	 * @return the invocation, {@code null} if there is none
	 */
	public @Nullable Invocation accountable() {
		return working();
	}

	@Nullable ActiveInvocation working() {
		Stay top = top();
		return (top != null) ? top.invocation() : null;
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
		return null;
	}

	/**
	 * Have the calling thread work for an invocation that has started, or for none, until
	 * the scope is closed. One that it works for already is not counted twice.
	 * @param invocation the invocation; {@code null}, or one of another monitor, for none
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope attach(@Nullable Invocation invocation) {
		try {
			ActiveInvocation target = own(invocation);
			Stay below = top();
			if (target == ((below != null) ? below.invocation() : null)) {
				return ThreadScope.NOTHING;
			}
			Stay stay = push(target, below, true);
			long allocated = allocatedBytes();
			long cpu = cpuNanos();
			if (below != null) {
				below.pause(cpu, allocated);
			}
			stay.resume(cpu, allocated);
			return stay;
		}
		catch (Throwable ex) {
			this.instruments.failures().record("entering a thread", ex);
			return ThreadScope.NOTHING;
		}
	}

	private @Nullable ActiveInvocation own(@Nullable Invocation invocation) {
		return (invocation instanceof ActiveInvocation active && active.belongsTo(this)) ? active : null;
	}

	/**
	 * Have the calling thread go back to the invocation that it worked for before, ending
	 * the scopes that were opened since.
	 * @param invocation the invocation, {@code null} for none
	 */
	public void backTo(@Nullable Invocation invocation) {
		try {
			ActiveInvocation target = own(invocation);
			Stay last = null;
			for (Stay each = top(); each != null && each.invocation() != target; each = each.below()) {
				last = each;
			}
			if (last != null) {
				pop(last, cpuNanos(), allocatedBytes());
			}
			if (target != null) {
				attach(target);
			}
		}
		catch (Throwable ex) {
			this.instruments.failures().record("leaving a thread", ex);
		}
	}

	void detach(Stay stay) {
		try {
			if (stay.thread() == Thread.currentThread() && isOpen(stay)) {
				pop(stay, cpuNanos(), allocatedBytes());
			}
		}
		catch (Throwable ex) {
			this.instruments.failures().record("leaving a thread", ex);
		}
	}

	private boolean isOpen(Stay stay) {
		Stay each = top();
		while (each != null && each != stay) {
			each = each.below();
		}
		return each != null;
	}

	/**
	 * The calling thread, if it started an invocation, stops working for it; the
	 * invocation goes on.
	 * @param scope the invocation
	 */
	public void depart(InvocationScope scope) {
		try {
			ActiveInvocation invocation = own(scope);
			Stay stay = (invocation != null) ? startOf(invocation) : null;
			if (stay != null) {
				pop(stay, cpuNanos(), allocatedBytes());
			}
		}
		catch (Throwable ex) {
			this.instruments.failures().record("leaving a thread", ex);
		}
	}

	/**
	 * Return whether the calling thread works for an invocation, or for one inside it.
	 */
	boolean worksFor(ActiveInvocation invocation) {
		for (ActiveInvocation each = working(); each != null; each = each.parent()) {
			if (each == invocation) {
				return true;
			}
		}
		return false;
	}

	/**
	 * An invocation ends. If the calling thread started it, it stops working for it.
	 * Whatever else the thread works for is not charged until it {@link #goOn goes on}.
	 * @param invocation the invocation
	 * @return the CPU clock of the thread, if it works for anything
	 */
	long leave(ActiveInvocation invocation) {
		try {
			// It counts as forgotten already, so the topmost stay is taken as it is.
			Stay top = (Stay) this.current.get()[0];
			if (top == null) {
				return ThreadClocks.UNKNOWN;
			}
			Stay stay = startOf(invocation);
			long cpu = cpuNanos();
			long allocated = allocatedBytes();
			if (stay != null) {
				pop(stay, cpu, allocated);
				top = stay.below();
			}
			if (top != null) {
				top.pause(cpu, allocated);
			}
			return cpu;
		}
		catch (Throwable ex) {
			this.instruments.failures().record("leaving a thread", ex);
			return ThreadClocks.UNKNOWN;
		}
	}

	/**
	 * The calling thread goes on with what it was working for before it ended an
	 * invocation.
	 * @param left its CPU clock then
	 */
	void goOn(long left) {
		try {
			Stay top = top();
			if (top != null) {
				resume(top, left);
			}
		}
		catch (Throwable ex) {
			this.instruments.failures().record("leaving a thread", ex);
		}
	}

	/**
	 * Go on with a stay. What the monitor used since it was paused is on nobody's
	 * account.
	 */
	private void resume(Stay stay, long pausedAt) {
		long allocated = allocatedBytes();
		long cpu = cpuNanos();
		stay.resume(cpu, allocated);
		exclude(stay, pausedAt, cpu);
	}

	private static void exclude(Stay stay, long from, long to) {
		ActiveInvocation invocation = stay.invocation();
		if (invocation != null && from != ThreadClocks.UNKNOWN && to != ThreadClocks.UNKNOWN) {
			invocation.exclude(to - from);
		}
	}

	/**
	 * Return the stay with which the calling thread started an invocation.
	 */
	private @Nullable Stay startOf(ActiveInvocation invocation) {
		Stay each = (Stay) this.current.get()[0];
		while (each != null && !each.isStartOf(invocation)) {
			each = each.below();
		}
		return each;
	}

	/**
	 * Return the topmost stay of the calling thread. Starts of invocations that were
	 * closed on another thread are passed over.
	 */
	private @Nullable Stay top() {
		Stay top = (Stay) this.current.get()[0];
		if (top == null || !top.isForgotten()) {
			return top;
		}
		pop(top, cpuNanos(), allocatedBytes());
		return top();
	}

	private Stay push(@Nullable ActiveInvocation invocation, @Nullable Stay below, boolean attached) {
		Stay stay = new Stay(this, invocation, below, attached);
		if (invocation != null) {
			invocation.arrive(stay, stay.thread());
		}
		this.current.get()[0] = stay;
		return stay;
	}

	/**
	 * End a stay of the calling thread, and those upon it, which should have ended
	 * before. The one below goes on.
	 */
	private void pop(Stay stay, long cpu, long allocated) {
		@Nullable Object[] holder = this.current.get();
		for (Stay each = (Stay) holder[0]; each != null && each != stay; each = each.below()) {
			over(each, cpu, allocated);
			ActiveInvocation invocation = each.invocation();
			if (each.isStart() && invocation != null && !invocation.isEnded()) {
				invocation.closedTooLate();
			}
		}
		over(stay, cpu, allocated);
		Stay below = stay.below();
		holder[0] = below;
		if (below != null) {
			below.resume(cpu, allocated);
		}
	}

	private void over(Stay stay, long cpu, long allocated) {
		stay.pause(cpu, allocated);
		ActiveInvocation invocation = stay.invocation();
		if (invocation == null) {
			return;
		}
		invocation.leave(stay);
		if (!stay.isStart() && invocation.isEnded()
				&& (stay.isLate() || this.instruments.nanoTime().getAsLong() - invocation.endNanos() >= LATE_NANOS)) {
			this.instruments.lateWork().task(invocation.handler());
		}
	}

	/**
	 * Note what a thread used for an invocation that had ended.
	 */
	void late(ActiveInvocation invocation, long cpu, long allocated) {
		this.instruments.lateWork().used(invocation.handler(), cpu, allocated);
		if (invocation.parent() == null && cpu != ThreadClocks.UNKNOWN) {
			this.lateCpu.add(cpu);
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

	void ended(InvocationRecord record, long nanosInHooks) {
		this.hookNanos.add(nanosInHooks);
		this.outlets.ended(record);
	}

	/**
	 * Note that an invocation will have no record.
	 * @param ex why
	 */
	void lost(Throwable ex) {
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

	WallTime wallTime() {
		return this.wallTime;
	}

	Instruments instruments() {
		return this.instruments;
	}

	ConcurrencyLedger ledger() {
		return this.ledger;
	}

	/**
	 * Note that an invocation is over.
	 * @param ownCpu the CPU time on its account, in nanoseconds
	 */
	void over(ActiveInvocation invocation, long ownCpu) {
		this.active.remove(invocation, ownCpu);
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
