package io.github.resourcemonitor.attribution;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import io.github.resourcemonitor.share.LedgerStart;
import io.github.resourcemonitor.share.LedgerTotals;
import io.github.resourcemonitor.share.Shares;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the usage of virtual threads. They have no clocks, but their carriers do, so
 * the total of all virtual threads is known.
 * <p>
 * A virtual thread leaves its carrier only when it blocks, never while it computes.
 * Therefore each carrier remembers the work that was last observed on it. Usage of the
 * carrier between two observations of the same work is assigned to that work; usage
 * between observations of two different works is halved; usage that cannot be assigned to
 * any work is split equally over all work that is in progress. Work is observed when it
 * begins and ends, and when its service calls begin and end, which is where most virtual
 * threads block. When work begins, the carriers without observed work are read as well,
 * so that the new work gets no part of what they used before.
 * <p>
 * Each method is called by the virtual thread that it applies to. A lock is held for
 * about 1 µs, the time to read the clocks of a carrier, or, when work begins, also those
 * of the carriers without observed work.
 */
final class VirtualThreadEstimator {

	private static final int CPU = 0;

	private static final int ALLOCATED = 1;

	private final ReentrantLock lock = new ReentrantLock();

	private final Carriers carriers;

	private final Map<Long, Carrier> known = new HashMap<>();

	/**
	 * Usage so far that could not be assigned to any work.
	 */
	private final long[] unassigned = new long[2];

	private long estimatedCpu;

	private final LedgerTotals split = new LedgerTotals(2, 1);

	VirtualThreadEstimator(Carriers carriers) {
		this.carriers = carriers;
		this.split.update(this.unassigned);
	}

	/**
	 * Begin work, or continue it after other work.
	 * @return the start to pass to {@link #end}, {@code null} if the carrier is not known
	 */
	@Nullable LedgerStart begin(EstimatedWork work) {
		this.lock.lock();
		try {
			Carrier carrier = current();
			if (carrier == null) {
				return null;
			}
			// Usage of any carrier without observed work up to now is not that of the new
			// work.
			for (Carrier each : this.known.values()) {
				if (each.observed == null && each != carrier) {
					assign(each, null, null);
				}
			}
			assign(carrier, carrier.observed, carrier.observed);
			carrier.observed = work;
			this.split.update(this.unassigned);
			return this.split.start();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Observe that work is in progress on its current carrier.
	 */
	void observe(EstimatedWork work) {
		this.lock.lock();
		try {
			Carrier carrier = current();
			if (carrier != null) {
				assign(carrier, carrier.observed, work);
				carrier.observed = work;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End or pause work.
	 * @param begun the start that {@link #begin} returned
	 */
	void end(EstimatedWork work, LedgerStart begun) {
		this.lock.lock();
		try {
			Carrier current = current();
			if (current != null) {
				assign(current, current.observed, work);
				current.observed = null;
			}
			for (Carrier each : this.known.values()) {
				if (each.observed == work) {
					// It has left that carrier at an unknown time.
					assign(each, work, null);
					each.observed = null;
				}
			}
			this.split.update(this.unassigned);
		}
		finally {
			try {
				// Even if something failed, work that has ended must not take part in the
				// split.
				Shares shares = this.split.end(begun);
				estimate(work, known(shares.counter(CPU)), known(shares.counter(ALLOCATED)));
				takeBackExcess(work);
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * Assign to work what its carrier has used so far. Called by any thread.
	 */
	void settle(EstimatedWork work) {
		this.lock.lock();
		try {
			for (Carrier each : this.known.values()) {
				if (each.observed == work) {
					assign(each, work, work);
				}
			}
			takeBackExcess(work);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the CPU time that was assigned to all work.
	 */
	long estimatedCpu() {
		this.lock.lock();
		try {
			return this.estimatedCpu;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static long known(long value) {
		return (value != Shares.UNKNOWN) ? value : 0;
	}

	private @Nullable Carrier current() {
		long id = this.carriers.current();
		if (id == Carriers.NONE) {
			return null;
		}
		Carrier carrier = this.known.get(id);
		if (carrier == null) {
			// The JDK ends carriers that have been idle for 30 seconds.
			this.known.values().removeIf((each) -> this.carriers.cpuNanos(each.id) == Carriers.NONE);
			carrier = new Carrier(id);
			carrier.read(this.carriers);
			this.known.put(id, carrier);
		}
		return carrier;
	}

	/**
	 * Assign the usage of a carrier, one half each, to the work that was observed before
	 * and to the work that is observed now.
	 */
	private void assign(Carrier carrier, @Nullable EstimatedWork before, @Nullable EstimatedWork now) {
		carrier.read(this.carriers);
		long cpu = carrier.cpuIncrease / 2;
		long allocated = carrier.allocatedIncrease / 2;
		assign(before, cpu, allocated);
		assign(now, carrier.cpuIncrease - cpu, carrier.allocatedIncrease - allocated);
	}

	private void assign(@Nullable EstimatedWork work, long cpu, long allocated) {
		if (work != null) {
			estimate(work, cpu, allocated);
			return;
		}
		this.unassigned[CPU] += cpu;
		this.unassigned[ALLOCATED] += allocated;
	}

	/**
	 * Take back what was assigned to work beyond the time for which it was in progress.
	 */
	private void takeBackExcess(EstimatedWork work) {
		long excess = work.excessCpuNanos();
		if (excess > 0) {
			estimate(work, -excess, 0);
			this.unassigned[CPU] += excess;
		}
	}

	private void estimate(EstimatedWork work, long cpu, long allocated) {
		this.estimatedCpu += cpu;
		work.estimate(cpu, allocated);
	}

	private static final class Carrier {

		private final long id;

		private @Nullable EstimatedWork observed;

		private long cpu = Carriers.NONE;

		private long allocated = Carriers.NONE;

		private long cpuIncrease;

		private long allocatedIncrease;

		Carrier(long id) {
			this.id = id;
		}

		void read(Carriers carriers) {
			long cpuNow = carriers.cpuNanos(this.id);
			long allocatedNow = carriers.allocatedBytes(this.id);
			this.cpuIncrease = increase(this.cpu, cpuNow);
			this.allocatedIncrease = increase(this.allocated, allocatedNow);
			this.cpu = Math.max(this.cpu, cpuNow);
			this.allocated = Math.max(this.allocated, allocatedNow);
		}

		private static long increase(long before, long now) {
			return (before != Carriers.NONE && now != Carriers.NONE) ? Math.max(0, now - before) : 0;
		}

	}

}
