package io.github.resourcemonitor.invocation;

/**
 * Thread clocks that a test moves, those of the calling thread only. Safe for use by any
 * thread.
 */
public class FakeThreadClocks implements ThreadClocks {

	private final ThreadLocal<long[]> used = ThreadLocal.withInitial(() -> new long[] { 5_000, 7_000 });

	private volatile long resolutionNanos;

	private volatile boolean unknown;

	private volatile RuntimeException failure;

	/**
	 * Have the calling thread use something.
	 * @param cpuNanos CPU time in nanoseconds
	 * @param bytes bytes on the heap
	 */
	public void use(long cpuNanos, long bytes) {
		long[] now = this.used.get();
		now[0] += cpuNanos;
		now[1] += bytes;
	}

	void resolution(long nanos) {
		this.resolutionNanos = nanos;
	}

	void unknown() {
		this.unknown = true;
	}

	void failWith(RuntimeException ex) {
		this.failure = ex;
	}

	@Override
	public long cpuNanos() {
		return read(0);
	}

	@Override
	public long allocatedBytes() {
		return read(1);
	}

	private long read(int clock) {
		fail();
		return this.unknown ? UNKNOWN : this.used.get()[clock];
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
