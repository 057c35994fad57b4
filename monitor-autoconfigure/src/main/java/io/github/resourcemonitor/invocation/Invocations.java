package io.github.resourcemonitor.invocation;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * The invocations of one monitor: starts them, knows which one each thread works for, and
 * passes their records on. Nothing here is static: two monitors do not see each other.
 */
public final class Invocations {

	private static final int MAX_DEPTH = 64;

	private final Instruments instruments;

	private final RecordOutlets outlets;

	private final ConcurrencyLedger ledger = new ConcurrencyLedger();

	private final AtomicLong sequence = new AtomicLong();

	private final AtomicLong lost = new AtomicLong();

	private final LongAdder hookNanos = new LongAdder();

	/**
	 * The innermost invocation of each thread. The array stays with the thread, so that
	 * entering and leaving allocate nothing; it holds nothing of ours when the thread is
	 * on no invocation.
	 */
	private final ThreadLocal<@Nullable Object[]> current = ThreadLocal.withInitial(() -> new Object[1]);

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
	 * Start an invocation on the calling thread.
	 * @return the invocation, or {@code null} if it could not be started
	 */
	@Nullable ActiveInvocation start(String handler) {
		try {
			ActiveInvocation invocation = new ActiveInvocation(this, this.sequence.incrementAndGet(), handler,
					around());
			bind(invocation);
			this.outlets.started(invocation);
			return invocation;
		}
		catch (Throwable ex) {
			lost(ex);
			return null;
		}
	}

	/**
	 * Return the invocation that the calling thread works for. Those that were closed on
	 * another thread are passed over.
	 */
	@Nullable ActiveInvocation current() {
		ActiveInvocation invocation = bound();
		if (invocation == null || !invocation.isEnded()) {
			return invocation;
		}
		while (invocation != null && invocation.isEnded()) {
			invocation = invocation.parent();
		}
		bind(invocation);
		return invocation;
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

	void leave(ActiveInvocation invocation) {
		ActiveInvocation candidate = bound();
		// One that was started inside and never closed does not keep the thread.
		while (candidate != null && candidate != invocation) {
			candidate = candidate.parent();
		}
		if (candidate == invocation) {
			bind(invocation.parent());
		}
	}

	private @Nullable ActiveInvocation bound() {
		return (ActiveInvocation) this.current.get()[0];
	}

	private void bind(@Nullable ActiveInvocation invocation) {
		this.current.get()[0] = invocation;
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
