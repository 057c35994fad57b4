package io.github.resourcemonitor.attribution;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.github.resourcemonitor.invocation.ActiveInvocation;
import io.github.resourcemonitor.invocation.MonitorComponents;
import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * Which invocation each thread works for. A thread turns from one to another only here,
 * and each time its clocks are read once: what it used so far is charged to what it
 * worked for.
 * <p>
 * All methods are about the calling thread. None throws.
 */
public final class CurrentAccount {

	/**
	 * The end of a task that ended its invocation is no late work.
	 */
	private static final long LATE_NANOS = 1_000_000;

	/**
	 * Scopes that are never closed would pile up on a pooled thread, with all that they
	 * hold.
	 */
	private static final int MAX_SCOPES = 1000;

	private static final String TOO_MANY_SCOPES = "too many scopes were open on a thread that worked for it";

	private final MonitorComponents instruments;

	/**
	 * The topmost stay of each thread. The array stays with the thread; it holds nothing
	 * of ours when the thread works for no invocation.
	 */
	private final ThreadLocal<@Nullable Object[]> current = ThreadLocal.withInitial(() -> new Object[1]);

	/**
	 * CPU time that is owned, but by no invocation that is running: what came after the
	 * end of outermost ones, and what is done ahead.
	 */
	private final LongAdder outsideCpu = new LongAdder();

	/**
	 * The invocations that have ended and that threads work for nevertheless.
	 */
	private final Set<ActiveInvocation> workedLate = ConcurrentHashMap.newKeySet();

	private final Supplier<VirtualThreadEstimator> virtualThreads = VirtualThreadEstimator.ofThisJvm();

	public CurrentAccount(MonitorComponents instruments) {
		this.instruments = instruments;
	}

	/**
	 * Return the invocation that the thread works for, be it that it has ended.
	 */
	public @Nullable ActiveInvocation working() {
		AccountScope top = top();
		return (top != null) ? top.invocation() : null;
	}

	/**
	 * Charge what the thread used so far, and nothing more until it begins or goes on.
	 * @return its CPU clock, if it works for anything
	 */
	public long pause() {
		AccountScope top = top();
		if (top == null) {
			return ThreadClocks.UNKNOWN;
		}
		long cpu = cpuNanos();
		top.pause(cpu, allocatedBytes());
		return cpu;
	}

	/**
	 * The thread starts an invocation; nothing is charged before it begins.
	 */
	public AccountScope arrive(ActiveInvocation invocation) {
		return push(invocation, top(), false);
	}

	/**
	 * The thread begins to work for the invocation that it started.
	 * @param stay its stay
	 * @param paused its CPU clock when it paused its former work
	 */
	public void begin(AccountScope stay, long paused) {
		AccountScope below = stay.below();
		if (below != null) {
			// It went on if what lay upon it was ended by another thread meanwhile.
			below.hold();
		}
		long allocated = allocatedBytes();
		long cpu = cpuNanos();
		stay.resume(cpu, allocated);
		if (below != null) {
			exclude(below, paused, cpu);
		}
	}

	/**
	 * Have the calling thread work for an invocation that has started, or for none, until
	 * the scope is closed. One that it works for already is not counted twice.
	 * @param invocation the invocation, {@code null} for none
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope attach(@Nullable ActiveInvocation invocation) {
		AccountScope stay = null;
		try {
			AccountScope below = top();
			if (invocation == ((below != null) ? below.invocation() : null)) {
				return ThreadScope.NOTHING;
			}
			stay = push(invocation, below, true);
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
			return (stay != null) ? stay : ThreadScope.NOTHING;
		}
	}

	/**
	 * Have the calling thread go back to the invocation that it worked for before, ending
	 * the scopes that were opened since. If it has left that invocation meanwhile, it
	 * goes back to the last one that it started.
	 * @param invocation the invocation, {@code null} for none
	 */
	public void backTo(@Nullable ActiveInvocation invocation) {
		try {
			boolean known = invocation == null || isOn(invocation);
			AccountScope last = null;
			for (AccountScope each = top(); each != null && each.invocation() != invocation; each = each.below()) {
				if (!known && each.isStart()) {
					break;
				}
				last = each;
			}
			if (last != null) {
				pop(last, cpuNanos(), allocatedBytes(), false);
			}
		}
		catch (Throwable ex) {
			this.instruments.failures().record("leaving a thread", ex);
		}
	}

	private boolean isOn(ActiveInvocation invocation) {
		AccountScope each = top();
		while (each != null && each.invocation() != invocation) {
			each = each.below();
		}
		return each != null;
	}

	public void detach(AccountScope stay) {
		try {
			if (stay.thread() == Thread.currentThread() && isOpen(stay)) {
				pop(stay, cpuNanos(), allocatedBytes());
			}
		}
		catch (Throwable ex) {
			this.instruments.failures().record("leaving a thread", ex);
		}
	}

	private boolean isOpen(AccountScope stay) {
		AccountScope each = top();
		while (each != null && each != stay) {
			each = each.below();
		}
		return each != null;
	}

	/**
	 * The calling thread, if it started an invocation, stops working for it; the
	 * invocation goes on.
	 * @param invocation the invocation
	 */
	public void depart(ActiveInvocation invocation) {
		try {
			AccountScope stay = startOf(invocation);
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
	public boolean worksFor(ActiveInvocation invocation) {
		ActiveInvocation working = working();
		return working != null && working.isInside(invocation);
	}

	/**
	 * An invocation ends. If the calling thread started it, it stops working for it.
	 * Whatever else the thread works for is not charged until it {@link #goOn goes on}.
	 * @param invocation the invocation
	 * @return the CPU clock of the thread, if it works for anything
	 */
	public long leave(ActiveInvocation invocation) {
		try {
			// It counts as forgotten already, so the topmost stay is taken as it is.
			AccountScope top = (AccountScope) this.current.get()[0];
			if (top == null) {
				return ThreadClocks.UNKNOWN;
			}
			AccountScope stay = startOf(invocation);
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
	public void goOn(long left) {
		try {
			AccountScope top = top();
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
	private void resume(AccountScope stay, long pausedAt) {
		long allocated = allocatedBytes();
		long cpu = cpuNanos();
		stay.resume(cpu, allocated);
		exclude(stay, pausedAt, cpu);
	}

	private static void exclude(AccountScope stay, long from, long to) {
		ActiveInvocation invocation = stay.invocation();
		if (invocation != null && from != ThreadClocks.UNKNOWN && to != ThreadClocks.UNKNOWN) {
			invocation.exclude(to - from);
		}
	}

	/**
	 * Return the stay with which the calling thread started an invocation.
	 */
	private @Nullable AccountScope startOf(ActiveInvocation invocation) {
		AccountScope each = (AccountScope) this.current.get()[0];
		while (each != null && !each.isStartOf(invocation)) {
			each = each.below();
		}
		return each;
	}

	/**
	 * Return the topmost stay of the calling thread. Starts of invocations that were
	 * closed on another thread are passed over.
	 */
	private @Nullable AccountScope top() {
		try {
			@Nullable Object[] holder = this.current.get();
			AccountScope top = (AccountScope) holder[0];
			while (top != null && top.isForgotten()) {
				pop(top, cpuNanos(), allocatedBytes());
				top = (AccountScope) holder[0];
			}
			return top;
		}
		catch (Throwable ex) {
			this.instruments.failures().record("leaving a thread", ex);
			return null;
		}
	}

	private AccountScope push(@Nullable ActiveInvocation invocation, @Nullable AccountScope top, boolean attached) {
		AccountScope below = top;
		if (below != null && below.height() >= MAX_SCOPES) {
			leaveAll(below);
			below = null;
		}
		AccountScope stay = new AccountScope(this, invocation, below, attached);
		if (invocation != null) {
			invocation.arrive(stay, stay.thread());
		}
		this.current.get()[0] = stay;
		return stay;
	}

	private void leaveAll(AccountScope top) {
		AccountScope lowest = top;
		for (AccountScope below = top.below(); below != null; below = below.below()) {
			lowest = below;
		}
		pop(lowest, cpuNanos(), allocatedBytes());
		for (AccountScope each = top; each != null; each = each.below()) {
			ActiveInvocation invocation = each.invocation();
			if (invocation != null) {
				invocation.incomplete(TOO_MANY_SCOPES);
			}
		}
		this.instruments.failures()
			.record("scopes of a thread",
					new IllegalStateException(MAX_SCOPES + " scopes were open on thread '"
							+ Thread.currentThread().getName() + "', which has left them all. "
							+ "Close each scope that is opened, best with try-with-resources"));
	}

	/**
	 * End a stay of the calling thread, and those upon it, which should have ended
	 * before. The one below goes on.
	 */
	private void pop(AccountScope stay, long cpu, long allocated) {
		pop(stay, cpu, allocated, true);
	}

	/**
	 * Do so.
	 * @param stay the stay
	 * @param cpu the CPU clock of the thread
	 * @param allocated its allocated bytes
	 * @param tooEarly whether the work of those upon it may go on
	 */
	private void pop(AccountScope stay, long cpu, long allocated, boolean tooEarly) {
		@Nullable Object[] holder = this.current.get();
		AccountScope each = (AccountScope) holder[0];
		AccountScope below = stay.below();
		// First, so that the thread has left whatever fails.
		holder[0] = below;
		for (; each != null && each != stay; each = each.below()) {
			over(each, cpu, allocated);
			ActiveInvocation invocation = each.invocation();
			if ((tooEarly || each.isStart()) && invocation != null && !invocation.isEnded()) {
				invocation.closedTooLate();
			}
		}
		over(stay, cpu, allocated);
		if (below != null) {
			below.resume(cpu, allocated);
		}
	}

	private void over(AccountScope stay, long cpu, long allocated) {
		ActiveInvocation invocation = stay.invocation();
		try {
			stay.pause(cpu, allocated);
			if (invocation != null) {
				countLateTask(stay, invocation);
			}
		}
		catch (Throwable ex) {
			this.instruments.failures().record("leaving a thread", ex);
		}
		finally {
			if (invocation != null) {
				invocation.leave(stay);
			}
		}
	}

	private void countLateTask(AccountScope stay, ActiveInvocation invocation) {
		if (!stay.isStart() && invocation.isEnded()
				&& (stay.isLate() || this.instruments.nanoTime().getAsLong() - invocation.endNanos() >= LATE_NANOS)) {
			this.instruments.lateWork().task(invocation.handler());
		}
	}

	/**
	 * Begin to estimate what the thread uses, if it is a virtual one.
	 * @return what to end it with
	 */
	public InvocationLedger.@Nullable Mark beginEstimate(AccountScope stay) {
		try {
			return ThreadClocks.JvmThreadClocks.isVirtual(stay.thread()) ? this.virtualThreads.get().begin(stay) : null;
		}
		catch (Throwable ex) {
			this.instruments.failures().record("virtual thread", ex);
			return null;
		}
	}

	public void endEstimate(AccountScope stay, InvocationLedger.Mark begun) {
		try {
			this.virtualThreads.get().end(stay, begun);
		}
		catch (Throwable ex) {
			this.instruments.failures().record("virtual thread", ex);
		}
	}

	/**
	 * The thread may block from now on, or has been blocked until now; a virtual one is
	 * seen on its carrier.
	 */
	public void see() {
		AccountScope top = top();
		if (top != null && top.isEstimated()) {
			try {
				this.virtualThreads.get().see(top);
			}
			catch (Throwable ex) {
				this.instruments.failures().record("virtual thread", ex);
			}
		}
	}

	/**
	 * Note what a thread used for an invocation that had ended.
	 */
	public void late(ActiveInvocation invocation, long cpu, long allocated) {
		this.instruments.lateWork().used(invocation.handler(), cpu, allocated);
		if (invocation.parent() == null && cpu != ThreadClocks.UNKNOWN) {
			this.outsideCpu.add(cpu);
		}
	}

	/**
	 * Return the state of the clocks, {@code null} if the thread works for an invocation.
	 */
	public @Nullable ThreadUsage beginAhead() {
		try {
			return (working() == null) ? new ThreadUsage(cpuNanos(), allocatedBytes()) : null;
		}
		catch (Throwable ex) {
			this.instruments.failures().record("entering a thread", ex);
			return null;
		}
	}

	/**
	 * Have what the thread used since then belong to an invocation to come.
	 */
	public ThreadUsage endAhead(ThreadUsage begin) {
		ThreadUsage used = begin.until(new ThreadUsage(cpuNanos(), allocatedBytes()));
		if (used.cpuNanos() != ThreadClocks.UNKNOWN) {
			this.outsideCpu.add(used.cpuNanos());
		}
		return used;
	}

	/**
	 * Put on the account of an invocation what was used ahead of it.
	 */
	public void takeOver(ActiveInvocation invocation, ThreadUsage ahead) {
		invocation.charge(ahead.cpuNanos(), ahead.allocatedBytes());
		if (ahead.cpuNanos() != ThreadClocks.UNKNOWN) {
			// Afterwards: for the ledger it may be owned twice for a moment, never by
			// nobody.
			this.outsideCpu.add(-ahead.cpuNanos());
		}
	}

	public void workedLate(ActiveInvocation invocation, boolean now) {
		if (now) {
			this.workedLate.add(invocation);
		}
		else {
			this.workedLate.remove(invocation);
		}
	}

	/**
	 * Note what threads used so far for invocations that had ended.
	 */
	public void settleLate() {
		for (ActiveInvocation each : this.workedLate) {
			each.settleThreads();
			each.leaveEndedThreads();
		}
	}

	/**
	 * Return the CPU clock of the thread.
	 */
	public long cpuNanos() {
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

	/**
	 * Return the CPU clock of a thread, the calling one or another.
	 */
	public long cpuNanos(Thread thread) {
		if (thread == Thread.currentThread()) {
			return cpuNanos();
		}
		try {
			return this.instruments.threadClocks().cpuNanos(thread);
		}
		catch (Throwable ex) {
			return unreadable(ex);
		}
	}

	/**
	 * Return the allocated bytes of a thread, the calling one or another.
	 */
	public long allocatedBytes(Thread thread) {
		if (thread == Thread.currentThread()) {
			return allocatedBytes();
		}
		try {
			return this.instruments.threadClocks().allocatedBytes(thread);
		}
		catch (Throwable ex) {
			return unreadable(ex);
		}
	}

	private long unreadable(Throwable ex) {
		this.instruments.failures().record("clock of a thread", ex);
		return ThreadClocks.UNKNOWN;
	}

	/**
	 * Return the CPU time that is owned by invocations that have ended or have not
	 * started.
	 */
	public long outsideCpu() {
		return this.outsideCpu.sum();
	}

}
