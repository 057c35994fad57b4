package io.github.resourcemonitor.invocation;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;

import io.github.resourcemonitor.sampling.Column;

/**
 * The clocks of all virtual threads together: what the platform threads that carry them
 * used. A virtual thread has no clock of its own.
 * <p>
 * The totals are exact but for the scheduler's own work on the carriers, which is part of
 * them. What its timers use is not: they have a thread of their own. Carriers that ended
 * keep what they had, so a total never goes back; what one used after the last reading
 * before its end is lost, which is next to nothing, as it ends after half a minute
 * without work. Virtual threads with a scheduler of their own are not seen.
 * <p>
 * Safe for use by any thread. A reading takes a lock, and half a microsecond for the CPU
 * clock of each carrier; the threads are listed again only when carriers came or went.
 */
final class CarrierClocks {

	/**
	 * Says that a total cannot be told: before the first virtual thread runs, on a JVM
	 * that has none, or where it has no such clock.
	 */
	static final long UNKNOWN = Column.ABSENT;

	private final ReentrantLock lock = new ReentrantLock();

	private final Carriers carriers;

	private final Total cpu;

	private final Total allocated;

	private long[] ids = {};

	CarrierClocks(Carriers carriers) {
		this.carriers = carriers;
		this.cpu = new Total(carriers::cpuNanos);
		this.allocated = new Total(carriers::allocatedBytes);
	}

	/**
	 * Return the CPU time of all carriers.
	 * @return the time in nanoseconds, or {@link #UNKNOWN}
	 */
	long cpuNanos() {
		return read(this.cpu);
	}

	/**
	 * Return the bytes that all carriers allocated on the heap.
	 * @return the bytes, or {@link #UNKNOWN}
	 */
	long allocatedBytes() {
		return read(this.allocated);
	}

	private long read(Total total) {
		this.lock.lock();
		try {
			if (this.carriers.count() != this.ids.length) {
				list();
			}
			if (!total.read(this.ids)) {
				// One has ended, and another may have come in its place.
				list();
				total.read(this.ids);
			}
			return total.sum();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void list() {
		long[] now = this.carriers.ids();
		this.cpu.list(this.ids, now);
		this.allocated.list(this.ids, now);
		this.ids = now;
	}

	/**
	 * The platform threads that carry virtual threads.
	 */
	interface Carriers {

		/**
		 * What a clock of a thread says when the thread has ended, or has no such clock.
		 */
		long NONE = -1;

		/**
		 * Return how many there are, if that is known without listing them; it may be
		 * ahead of the list or behind it for a moment.
		 * @return the number, or -1 if they have to be listed
		 */
		int count();

		/**
		 * List those that are alive. An id is never given to another thread.
		 * @return their ids
		 */
		long[] ids();

		long cpuNanos(long id);

		long allocatedBytes(long id);

	}

	/**
	 * One clock of all carriers, those that ended included.
	 */
	private static final class Total {

		private final LongUnaryOperator clock;

		private long[] last = {};

		private long ended;

		private boolean known;

		Total(LongUnaryOperator clock) {
			this.clock = clock;
		}

		/**
		 * Read the clock of each carrier.
		 * @return whether all of them told something
		 */
		boolean read(long[] ids) {
			boolean all = true;
			for (int i = 0; i < ids.length; i++) {
				long now = this.clock.applyAsLong(ids[i]);
				all &= now != Carriers.NONE;
				this.known |= now != Carriers.NONE;
				// Seen from another thread, allocation may go back a little.
				this.last[i] = Math.max(this.last[i], now);
			}
			return all;
		}

		void list(long[] before, long[] now) {
			long[] kept = new long[now.length];
			for (int i = 0; i < before.length; i++) {
				int index = indexOf(now, before[i]);
				if (index >= 0) {
					kept[index] = this.last[i];
				}
				else {
					this.ended += this.last[i];
				}
			}
			this.last = kept;
		}

		private static int indexOf(long[] ids, long id) {
			for (int i = 0; i < ids.length; i++) {
				if (ids[i] == id) {
					return i;
				}
			}
			return -1;
		}

		long sum() {
			long sum = this.ended;
			for (long each : this.last) {
				sum += each;
			}
			return this.known ? sum : UNKNOWN;
		}

	}

}
