package io.github.resourcemonitor.concurrent;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Journal of entries that change shared state. Any thread adds entries without waiting;
 * one thread at a time applies them. Whoever reads the state applies the entries so far
 * first.
 * <p>
 * With a lock around the state itself, a thread that the operating system preempts while
 * it holds the lock makes all others wait, which costs most of the throughput when there
 * are more threads than processors. For the same reason entries are added in several
 * {@linkplain Stripes stripes}: threads on different processors would wait for the cache
 * line of a single one.
 * <p>
 * The entries of one thread are applied in the order in which it has added them, those of
 * different threads in the order of their time, if they are applied together.
 * Thread-safe.
 *
 * @param <E> the type of the entries
 */
public final class Journal<E extends Journal.Entry> {

	/**
	 * Number of entries in a stripe after which a thread tries to apply them.
	 */
	private static final int BATCH = 16;

	/**
	 * Number of entries in a stripe from which on threads wait until they are applied, so
	 * that the memory for entries is bounded even if the applying thread is preempted for
	 * long.
	 */
	private static final int LIMIT = 4 * 1024;

	/**
	 * Distance of two stripes in the array: two cache lines, because processors load
	 * pairs of lines.
	 */
	private static final int DISTANCE = 32;

	private final Consumer<E> change;

	private final boolean ordered;

	private final int stripes;

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Entries that were added to each stripe, latest first.
	 */
	private final AtomicReferenceArray<@Nullable Entry> added;

	/**
	 * Entries of each stripe that are about to be applied, earliest first. Guarded by the
	 * lock.
	 */
	private final @Nullable Entry[] taken;

	/**
	 * The stripes that have such entries, while they are applied. Guarded by the lock.
	 */
	private final int[] filled;

	/**
	 * Create a new journal.
	 * @param order in which order the entries of different threads are applied
	 * @param change applies an entry to the shared state; called by one thread at a time.
	 * If it throws, the same entry is applied again later
	 */
	public Journal(Order order, Consumer<E> change) {
		this(order, change, Stripes.COUNT);
	}

	/**
	 * Create a new journal.
	 * @param order in which order the entries of different threads are applied
	 * @param change applies an entry to the shared state; called by one thread at a time.
	 * If it throws, the same entry is applied again later
	 * @param stripes the number of stripes, a power of two
	 */
	public Journal(Order order, Consumer<E> change, int stripes) {
		this.ordered = order == Order.TIME;
		this.change = change;
		this.stripes = stripes;
		this.added = new AtomicReferenceArray<>((stripes + 1) * DISTANCE);
		this.taken = new Entry[stripes];
		this.filled = new int[stripes];
	}

	/**
	 * Add an entry.
	 * @param entry the entry, which may be added only once
	 */
	public void add(E entry) {
		Entry node = entry;
		int stripe = Stripes.current() & this.stripes - 1;
		int index = index(stripe);
		Entry before;
		int depth;
		do {
			before = this.added.get(index);
			depth = (before != null) ? before.depth + 1 : 1;
			node.next = before;
			node.depth = depth;
		}
		while (!this.added.compareAndSet(index, before, node));
		if (depth % BATCH == 0) {
			applyBatch(stripe, depth >= LIMIT);
		}
	}

	private static int index(int stripe) {
		return (stripe + 1) * DISTANCE;
	}

	private void applyBatch(int stripe, boolean wait) {
		try {
			if (wait) {
				this.lock.lock();
			}
			else if (!this.lock.tryLock()) {
				return;
			}
			try {
				if (this.ordered) {
					applyAdded();
				}
				else {
					applyAdded(stripe);
				}
			}
			finally {
				this.lock.unlock();
			}
		}
		catch (Throwable ex) {
			// Not a failure of this thread's entry. The entry that could not be applied
			// is still taken, so a reader gets the exception unless it has passed.
		}
	}

	/**
	 * Apply all entries so far, and read or change the shared state.
	 * @param <T> the type of the result
	 * @param work the work; no entry is applied meanwhile
	 * @return the result of the work
	 */
	public <T extends @Nullable Object> T read(Supplier<T> work) {
		this.lock.lock();
		try {
			applyAdded();
			return work.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Apply all entries so far.
	 */
	public void apply() {
		read(() -> null);
	}

	/**
	 * Apply the entries of one stripe, of which the thread that calls this has added
	 * most.
	 */
	private void applyAdded(int stripe) {
		applyTaken(stripe);
		take(stripe);
		applyTaken(stripe);
	}

	private void applyTaken(int stripe) {
		while (this.taken[stripe] != null) {
			applyFirst(stripe);
		}
	}

	/**
	 * Apply the entries of all stripes, in the order of their time.
	 */
	private void applyAdded() {
		applyTaken();
		for (int stripe = 0; stripe < this.stripes; stripe++) {
			take(stripe);
		}
		applyTaken();
	}

	private void applyTaken() {
		int count = 0;
		for (int stripe = 0; stripe < this.taken.length; stripe++) {
			if (this.taken[stripe] != null) {
				this.filled[count++] = stripe;
			}
		}
		while (count > 0) {
			int earliest = earliest(count);
			int stripe = this.filled[earliest];
			applyFirst(stripe);
			if (this.taken[stripe] == null) {
				this.filled[earliest] = this.filled[--count];
			}
		}
	}

	/**
	 * Take the entries of a stripe, of which none may be left from before.
	 */
	private void take(int stripe) {
		int index = index(stripe);
		if (this.added.get(index) == null) {
			return;
		}
		Entry latest = this.added.getAndSet(index, null);
		// From here to the assignment no method is called, so that not even an exhausted
		// stack can lose the entries.
		Entry earlier = null;
		while (latest != null) {
			Entry next = latest.next;
			latest.next = earlier;
			earlier = latest;
			latest = next;
		}
		this.taken[stripe] = earlier;
	}

	/**
	 * Return the index of the stripe with the earliest entry among those that have any.
	 */
	private int earliest(int count) {
		int earliest = 0;
		long nanos = 0;
		for (int i = 0; i < count; i++) {
			long each = Objects.requireNonNull(this.taken[this.filled[i]]).nanos();
			if (i == 0 || each - nanos < 0) {
				earliest = i;
				nanos = each;
			}
		}
		return earliest;
	}

	@SuppressWarnings("unchecked")
	private void applyFirst(int stripe) {
		Entry entry = this.taken[stripe];
		this.change.accept((E) entry);
		this.taken[stripe] = entry.next;
		entry.next = null;
	}

	/**
	 * In which order entries of different threads are applied.
	 */
	public enum Order {

		/**
		 * In any order, which is faster.
		 */
		ANY,

		/**
		 * In the order of {@link Entry#nanos}, except for entries that are added while
		 * others are applied.
		 */
		TIME

	}

	/**
	 * Entry of a journal.
	 */
	public abstract static class Entry {

		private @Nullable Entry next;

		private int depth;

		/**
		 * Return the time of the entry.
		 * @return the time by the monotonic clock in nanoseconds
		 */
		protected long nanos() {
			return 0;
		}

	}

}
