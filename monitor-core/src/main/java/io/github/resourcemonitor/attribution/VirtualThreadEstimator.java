package io.github.resourcemonitor.attribution;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import io.github.resourcemonitor.share.InvocationLedger;
import io.github.resourcemonitor.share.Shares;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what virtual threads use. They have no clocks; the platform threads that
 * carry them do, so what all of them used together is known.
 * <p>
 * A virtual thread leaves its carrier only when it blocks, never while it computes. So
 * each carrier remembers which work was last seen on it, and what it used until the same
 * one is seen next is that one's. What lies between two of them is halved. What nobody
 * was seen with is split equally over the stays that are open. Stays are seen where they
 * begin and end, and where service calls do, which is where most of them block. Where one
 * begins, the carriers with which nobody is seen are read as well, so that it gets
 * nothing of what they used before.
 * <p>
 * The methods are called by the virtual thread that they are about. A lock is held for
 * the microsecond that the clocks of a carrier take, or, where a work begins, those of
 * the idle ones too.
 */
public final class VirtualThreadEstimator {

	private static final int CPU = 0;

	private static final int ALLOCATED = 1;

	private final ReentrantLock lock = new ReentrantLock();

	private final Carriers carriers;

	private final Map<Long, Carrier> known = new HashMap<>();

	/**
	 * What nobody was seen with, so far.
	 */
	private final long[] unseen = new long[2];

	private final InvocationLedger split = new InvocationLedger(2);

	public VirtualThreadEstimator(Carriers carriers) {
		this.carriers = carriers;
		this.split.count(this.unseen);
	}

	/**
	 * Work begins, or continues after other work.
	 * @return what to hand in when it ends, {@code null} if its carrier is not known
	 */
	public InvocationLedger.@Nullable Mark begin(ThreadWork work) {
		this.lock.lock();
		try {
			Carrier carrier = current();
			if (carrier == null) {
				return null;
			}
			// What nobody was seen with until now, on whatever carrier, is not this
			// one's.
			for (Carrier each : this.known.values()) {
				if (each.seen == null && each != carrier) {
					give(each, null, null);
				}
			}
			give(carrier, carrier.seen, carrier.seen);
			carrier.seen = work;
			this.split.count(this.unseen);
			return this.split.start(0, false);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Work is going on.
	 */
	public void see(ThreadWork work) {
		this.lock.lock();
		try {
			Carrier carrier = current();
			if (carrier != null) {
				give(carrier, carrier.seen, work);
				carrier.seen = work;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Work ends, or pauses.
	 * @param begun what its begin returned
	 */
	public void end(ThreadWork work, InvocationLedger.Mark begun) {
		this.lock.lock();
		try {
			Carrier current = current();
			if (current != null) {
				give(current, current.seen, work);
				current.seen = null;
			}
			for (Carrier each : this.known.values()) {
				if (each.seen == work) {
					// It has left that one at a time that nobody knows.
					give(each, work, null);
					each.seen = null;
				}
			}
			this.split.count(this.unseen);
		}
		finally {
			try {
				// Whatever failed: one that is over takes no part any more.
				Shares shares = this.split.end(begun, 0).shares();
				if (shares != null) {
					work.estimate(known(shares.counter(CPU)), known(shares.counter(ALLOCATED)));
				}
			}
			finally {
				this.lock.unlock();
			}
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
			// Carriers end when they have nothing to do for half a minute.
			this.known.values().removeIf((each) -> this.carriers.cpuNanos(each.id) == Carriers.NONE);
			carrier = new Carrier(id);
			carrier.grow(this.carriers);
			this.known.put(id, carrier);
		}
		return carrier;
	}

	/**
	 * Give what a carrier used to who was seen on it before and who is now, half each.
	 */
	private void give(Carrier carrier, @Nullable ThreadWork before, @Nullable ThreadWork now) {
		carrier.grow(this.carriers);
		long cpu = carrier.cpuGrowth / 2;
		long allocated = carrier.allocatedGrowth / 2;
		give(before, cpu, allocated);
		give(now, carrier.cpuGrowth - cpu, carrier.allocatedGrowth - allocated);
	}

	private void give(@Nullable ThreadWork work, long cpu, long allocated) {
		if (work != null) {
			work.estimate(cpu, allocated);
			return;
		}
		this.unseen[CPU] += cpu;
		this.unseen[ALLOCATED] += allocated;
	}

	private static final class Carrier {

		private final long id;

		private @Nullable ThreadWork seen;

		private long cpu = Carriers.NONE;

		private long allocated = Carriers.NONE;

		private long cpuGrowth;

		private long allocatedGrowth;

		Carrier(long id) {
			this.id = id;
		}

		void grow(Carriers carriers) {
			long cpuNow = carriers.cpuNanos(this.id);
			long allocatedNow = carriers.allocatedBytes(this.id);
			this.cpuGrowth = growth(this.cpu, cpuNow);
			this.allocatedGrowth = growth(this.allocated, allocatedNow);
			this.cpu = Math.max(this.cpu, cpuNow);
			this.allocated = Math.max(this.allocated, allocatedNow);
		}

		private static long growth(long before, long now) {
			return (before != Carriers.NONE && now != Carriers.NONE) ? Math.max(0, now - before) : 0;
		}

	}

}
