package io.github.resourcemonitor.share;

import java.util.function.Supplier;

import io.github.resourcemonitor.concurrent.Journal;
import org.jspecify.annotations.Nullable;

/**
 * Ledger of active invocations: counts them, and splits wall time and the increase of
 * process-wide counters equally over them. A nested invocation is part of its outer one;
 * it is not counted again and has no share of its own.
 * <p>
 * Thread-safe. Starts, ends and updates are entries of a {@link Journal}, so the threads
 * that make them do not wait for each other, and a result is computed when it is first
 * read. The sums are exact in any order of the entries.
 */
public final class InvocationLedger {

	private static final long ROUNDING_NANOS = 100_000_000;

	private final LedgerTotals totals;

	private final Journal<Journal.Entry> journal;

	/**
	 * Create a new ledger.
	 * @param counters the number of process-wide counters to split
	 */
	public InvocationLedger(int counters) {
		this(counters, ROUNDING_NANOS);
	}

	/**
	 * Create a new ledger.
	 * @param counters the number of process-wide counters to split
	 * @param roundingNanos to multiples of which {@link InstanceTime#roundedNanos()}
	 * rounds, in nanoseconds
	 */
	public InvocationLedger(int counters, long roundingNanos) {
		this.totals = new LedgerTotals(counters, roundingNanos);
		this.journal = new Journal<>(Journal.Order.TIME, this::apply);
	}

	private void apply(Journal.Entry event) {
		if (event instanceof Activity activity) {
			activity.apply(this.totals);
		}
		else if (event instanceof Update update) {
			this.totals.update(update.values);
		}
		else if (event instanceof Phase phase) {
			this.totals.occupy(phase.occupancy, phase.begins, phase.nanos);
		}
		else {
			start(this.totals, (Mark) event);
		}
	}

	private static void start(LedgerTotals totals, Mark mark) {
		// The end of an invocation may be applied before its start, if another thread has
		// added it.
		if (!mark.isApplied()) {
			totals.start(mark);
		}
	}

	/**
	 * Record the start of an invocation.
	 * @param nanos the time by the monotonic clock
	 * @param nested whether it is part of another one
	 * @return the mark to pass to {@link #end}, once
	 */
	public Mark start(long nanos, boolean nested) {
		Mark mark = new Mark(nanos, nested);
		this.journal.add(mark);
		return mark;
	}

	/**
	 * Record the end of an invocation.
	 * @param mark the mark that its start returned
	 * @param nanos the time by the monotonic clock
	 * @return the concurrency during the invocation, and its shares
	 */
	public Activity end(Mark mark, long nanos) {
		Activity activity = new Activity(this, mark, nanos);
		this.journal.add(activity);
		return activity;
	}

	/**
	 * Update the process-wide counters. The first value of each counter is its baseline.
	 * Readings may arrive out of order; a value below the highest so far is ignored.
	 * @param nanos the time by the monotonic clock; what the counters have grown is split
	 * over the invocations that are active then
	 * @param values the counters, {@link Shares#UNKNOWN} for one that was not read; not
	 * modified from now on
	 */
	public void update(long nanos, long[] values) {
		if (values.length != this.totals.counters()) {
			throw new IllegalArgumentException(values.length + " counters instead of " + this.totals.counters());
		}
		this.journal.add(new Update(nanos, values));
	}

	/**
	 * Record that the instance is occupied with something from now on.
	 * @param occupancy with what
	 * @param nanos the time by the monotonic clock
	 */
	public void begin(Occupancy occupancy, long nanos) {
		this.journal.add(new Phase(occupancy, true, nanos));
	}

	/**
	 * Record that the instance is no longer occupied with something that has begun.
	 * @param occupancy with what
	 * @param nanos the time by the monotonic clock
	 */
	public void end(Occupancy occupancy, long nanos) {
		this.journal.add(new Phase(occupancy, false, nanos));
	}

	/**
	 * Return the life of the instance, from the first event on.
	 * @param nanos the time by the monotonic clock
	 * @return the life until then
	 */
	public InstanceTime instanceTime(long nanos) {
		return this.journal.read(() -> this.totals.instanceTime(nanos));
	}

	/**
	 * Return the usage that is not part of any share, neither of an ended nor of a
	 * running invocation.
	 * @param nanos the time by the monotonic clock
	 * @return the usage until then, as far as the counters were updated
	 */
	public UnsharedUsage unshared(long nanos) {
		return this.journal.read(() -> this.totals.unshared(nanos));
	}

	/**
	 * Return the number of active invocations, without nested ones.
	 * @return the number
	 */
	public int active() {
		return this.journal.read(this.totals::active);
	}

	/**
	 * Start of an invocation.
	 */
	public static final class Mark extends LedgerStart {

		private Mark(long nanos, boolean nested) {
			super(nanos, nested);
		}

	}

	/**
	 * Begin or end of an {@link Occupancy}.
	 */
	private static final class Phase extends Journal.Entry {

		private final Occupancy occupancy;

		private final boolean begins;

		private final long nanos;

		Phase(Occupancy occupancy, boolean begins, long nanos) {
			this.occupancy = occupancy;
			this.begins = begins;
			this.nanos = nanos;
		}

		@Override
		protected long nanos() {
			return this.nanos;
		}

	}

	/**
	 * New values of the counters.
	 */
	private static final class Update extends Journal.Entry {

		private final long nanos;

		private final long[] values;

		Update(long nanos, long[] values) {
			this.nanos = nanos;
			this.values = values;
		}

		@Override
		protected long nanos() {
			return this.nanos;
		}

	}

	/**
	 * End of an invocation, and what the ledger knows of it. Thread-safe; a reader may
	 * wait for the journal.
	 */
	public static final class Activity extends LedgerTotals.End implements Supplier<@Nullable Shares> {

		private final InvocationLedger ledger;

		private final boolean nested;

		/**
		 * The mark of the start until the end is applied, {@code null} from then on.
		 */
		private volatile @Nullable Mark mark;

		private Activity(InvocationLedger ledger, Mark mark, long nanos) {
			super(nanos);
			this.ledger = ledger;
			this.mark = mark;
			this.nested = mark.nested;
		}

		private void apply(LedgerTotals totals) {
			Mark started = this.mark;
			if (started != null) {
				start(totals, started);
				totals.end(this, started);
				this.mark = null;
			}
		}

		private void settle() {
			if (this.mark != null) {
				this.ledger.journal.apply();
			}
		}

		/**
		 * Return the concurrency during the invocation.
		 * @return the concurrency
		 */
		public Concurrency concurrency() {
			settle();
			return appliedConcurrency();
		}

		@Override
		public @Nullable Shares get() {
			return shares();
		}

		/**
		 * Return the shares of the invocation.
		 * @return the shares, {@code null} if the invocation is nested
		 */
		public @Nullable Shares shares() {
			settle();
			return this.nested ? null : appliedShares();
		}

		/**
		 * Return whether the invocation has a share of its own.
		 * @return {@code false} if it is nested
		 */
		public boolean hasShares() {
			return !this.nested;
		}

	}

}
