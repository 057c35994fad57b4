package io.github.resourcemonitor.attribution;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Manual thread clocks; each thread advances its own. Thread-safe.
 */
public class FakeThreadClocks implements ThreadClocks {

	private final Map<Thread, AtomicLongArray> used = new ConcurrentHashMap<>();

	private final Set<Thread> withoutClocks = ConcurrentHashMap.newKeySet();

	private volatile long resolutionNanos;

	private volatile boolean unknown;

	private volatile RuntimeException failure;

	/**
	 * Advance the clocks of the calling thread.
	 * @param cpuNanos CPU time in nanoseconds
	 * @param bytes bytes on the heap
	 */
	public void use(long cpuNanos, long bytes) {
		AtomicLongArray now = of(Thread.currentThread());
		now.addAndGet(0, cpuNanos);
		now.addAndGet(1, bytes);
	}

	private AtomicLongArray of(Thread thread) {
		return this.used.computeIfAbsent(thread, (any) -> new AtomicLongArray(new long[] { 5_000, 7_000 }));
	}

	public void resolution(long nanos) {
		this.resolutionNanos = nanos;
	}

	/**
	 * Remove the clocks of a thread.
	 * @param thread the thread
	 */
	public void unknownFrom(Thread thread) {
		this.withoutClocks.add(thread);
	}

	public void unknown() {
		this.unknown = true;
	}

	public void failWith(RuntimeException ex) {
		this.failure = ex;
	}

	@Override
	public long cpuNanos() {
		return read(Thread.currentThread(), 0);
	}

	@Override
	public long cpuNanos(Thread thread) {
		return read(thread, 0);
	}

	@Override
	public long allocatedBytes() {
		return read(Thread.currentThread(), 1);
	}

	@Override
	public long allocatedBytes(Thread thread) {
		return read(thread, 1);
	}

	private long read(Thread thread, int clock) {
		fail();
		return (this.unknown || this.withoutClocks.contains(thread)) ? UNKNOWN : of(thread).get(clock);
	}

	@Override
	public long resolutionNanos() {
		fail();
		return this.resolutionNanos;
	}

	private void fail() {
		if (this.failure != null) {
			throw this.failure;
		}
	}

}
