package io.github.resourcemonitor.journal;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Journal of entries that change shared state. Any thread adds entries without waiting;
 * one thread at a time applies them, in the order in which they were added. Whoever reads
 * the state applies the entries so far first.
 * <p>
 * With a lock around the state itself, a thread that the operating system preempts while
 * it holds the lock makes all others wait, which costs most of the throughput when there
 * are more threads than processors.
 * <p>
 * Thread-safe.
 *
 * @param <E> the type of the entries
 */
public final class Journal<E extends Journal.Entry> {

	/**
	 * Number of added entries after which a thread tries to apply them.
	 */
	private static final int BATCH = 64;

	/**
	 * Number of added entries from which on threads wait until they are applied, so that
	 * the memory for entries is bounded even if the applying thread is preempted for
	 * long.
	 */
	private static final int LIMIT = 16 * 1024;

	private final Consumer<E> change;

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Entries that were added, latest first.
	 */
	private final AtomicReference<@Nullable Entry> added = new AtomicReference<>();

	/**
	 * Entries that are about to be applied, earliest first. Guarded by the lock.
	 */
	private @Nullable Entry pending;

	/**
	 * Create a new journal.
	 * @param change applies an entry to the shared state; called by one thread at a time.
	 * If it throws, the same entry is applied again later
	 */
	public Journal(Consumer<E> change) {
		this.change = change;
	}

	/**
	 * Add an entry.
	 * @param entry the entry, which may be added only once
	 */
	public void add(E entry) {
		Entry node = entry;
		Entry before;
		int depth;
		do {
			before = this.added.get();
			depth = (before != null) ? before.depth + 1 : 1;
			node.next = before;
			node.depth = depth;
		}
		while (!this.added.compareAndSet(before, node));
		if (depth % BATCH == 0) {
			applyBatch(depth >= LIMIT);
		}
	}

	private void applyBatch(boolean wait) {
		try {
			if (wait) {
				this.lock.lock();
			}
			else if (!this.lock.tryLock()) {
				return;
			}
			try {
				applyAdded();
			}
			finally {
				this.lock.unlock();
			}
		}
		catch (Throwable ex) {
			// Not a failure of this thread's entry. The entry that could not be applied
			// is still pending, so a reader gets the exception unless it has passed.
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

	private void applyAdded() {
		do {
			if (this.pending == null) {
				Entry latest = this.added.getAndSet(null);
				// From here to the assignment no method is called, so that not even an
				// exhausted stack can lose the entries.
				Entry earlier = null;
				while (latest != null) {
					Entry next = latest.next;
					latest.next = earlier;
					earlier = latest;
					latest = next;
				}
				this.pending = earlier;
			}
			applyPending();
		}
		while (this.added.get() != null);
	}

	@SuppressWarnings("unchecked")
	private void applyPending() {
		for (Entry entry = this.pending; entry != null; entry = this.pending) {
			this.change.accept((E) entry);
			this.pending = entry.next;
			entry.next = null;
		}
	}

	/**
	 * Entry of a journal.
	 */
	public abstract static class Entry {

		private @Nullable Entry next;

		private int depth;

	}

}
