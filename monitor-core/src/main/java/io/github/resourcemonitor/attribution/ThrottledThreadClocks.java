package io.github.resourcemonitor.attribution;

import java.util.function.LongSupplier;

/**
 * Thread clocks with a throttled CPU clock, for platforms where it is coarse or expensive
 * to read: a thread that reads it again soon gets the previous value. On gVisor a reading
 * is a system call of 1 to 40 µs, and the clock has a resolution of 10 ms.
 */
final class ThrottledThreadClocks implements ThreadClocks {

	private static final long EXPENSIVE_NANOS = 5_000;

	private static final int TRIES = 20;

	private static final long MAX_THROTTLE_NANOS = 1_000_000;

	private static final int COST_FACTOR = 100;

	private final ThreadClocks clocks;

	private final LongSupplier nanoTime;

	private final long throttleNanos;

	/**
	 * Time and value of the thread's last reading of its CPU clock; an array, so that no
	 * class of the monitor remains referenced by the thread.
	 */
	private final ThreadLocal<long[]> last = ThreadLocal.withInitial(() -> new long[] { Long.MIN_VALUE, 0 });

	private ThrottledThreadClocks(ThreadClocks clocks, LongSupplier nanoTime, long costNanos) {
		this.clocks = clocks;
		this.nanoTime = nanoTime;
		this.throttleNanos = (clocks.resolutionNanos() > 0)
				? Math.min(clocks.resolutionNanos() / 10, MAX_THROTTLE_NANOS)
				: Math.min(costNanos * COST_FACTOR, MAX_THROTTLE_NANOS);
	}

	/**
	 * Throttle a CPU clock that is coarse or expensive to read.
	 * @param clocks the clocks
	 * @param nanoTime the monotonic clock
	 * @return the same clocks, or throttled ones
	 */
	static ThreadClocks ifExpensive(ThreadClocks clocks, LongSupplier nanoTime) {
		long cost = Long.MAX_VALUE;
		for (int i = 0; i < TRIES; i++) {
			long start = nanoTime.getAsLong();
			clocks.cpuNanos();
			cost = Math.min(cost, nanoTime.getAsLong() - start);
		}
		// A coarse clock has no new value so soon, however cheap it is to read.
		return (clocks.resolutionNanos() > 0 || cost > EXPENSIVE_NANOS)
				? new ThrottledThreadClocks(clocks, nanoTime, cost) : clocks;
	}

	@Override
	public long cpuNanos() {
		long now = this.nanoTime.getAsLong();
		long[] read = this.last.get();
		if (read[0] == Long.MIN_VALUE || now - read[0] >= this.throttleNanos) {
			read[1] = this.clocks.cpuNanos();
			read[0] = now;
		}
		return read[1];
	}

	@Override
	public long allocatedBytes() {
		return this.clocks.allocatedBytes();
	}

	@Override
	public long cpuNanos(Thread thread) {
		return this.clocks.cpuNanos(thread);
	}

	@Override
	public long allocatedBytes(Thread thread) {
		return this.clocks.allocatedBytes(thread);
	}

	@Override
	public long resolutionNanos() {
		return Math.max(this.clocks.resolutionNanos(), this.throttleNanos);
	}

}
