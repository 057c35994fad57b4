package io.github.resourcemonitor.sampling;

import java.io.Closeable;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Takes samples and appends them to the ring: the fast sources each time, the slow ones
 * as far as the CPU budget allows.
 * <p>
 * Confined to the sampler's thread.
 */
final class SampleTaker implements Closeable {

	/**
	 * Period for which the slow tier may accumulate unused budget.
	 */
	private static final long MAX_UNUSED_NANOS = 2_000_000_000L;

	/**
	 * No slow source is read after this fraction of the interval has passed.
	 */
	private static final int LATEST_FRACTION = 4;

	private final ReaderSet readers;

	private final SlowTier slowTier;

	private final SampleRing ring;

	private final LongSupplier nanoTime;

	private final long intervalNanos;

	private final long[] row;

	private final long cpuResolutionNanos;

	private long previousTime;

	private long previousCpu = Column.ABSENT;

	private double fastShare;

	private int nextSlow;

	SampleTaker(ResourceSource source, ColumnCatalog catalog, SampleRing ring, SamplerOptions options,
			LongSupplier nanoTime, MonotonicCounters sums, Failures failures) {
		this.readers = ReaderSet.open(source, sums, failures);
		this.ring = ring;
		this.nanoTime = nanoTime;
		this.intervalNanos = options.interval().toNanos();
		this.slowTier = new SlowTier(this.readers.slow(), options.cpuBudget(), MAX_UNUSED_NANOS, nanoTime.getAsLong());
		this.row = ReaderSet.blankRow();
		this.cpuResolutionNanos = Math.max(catalog.status(Column.CPU_USER).resolutionNanos(), 1);
	}

	/**
	 * Take a sample.
	 * @param now the time by the monotonic clock
	 */
	void take(long now) {
		this.readers.clear(this.row);
		long start = this.nanoTime.getAsLong();
		this.readers.readFast(this.row);
		derivePercent(now);
		this.fastShare = (double) (this.nanoTime.getAsLong() - start) / this.intervalNanos;
		ThreadTimes threads = readSlow(now);
		this.ring.append(now, this.row, threads);
	}

	/**
	 * Derive the CPU percentage since the last sample that has one. If a CPU clock with
	 * ticks has not advanced since then, this sample has no percentage, and the next one
	 * with an advanced clock covers the whole time.
	 */
	private void derivePercent(long now) {
		long user = this.row[Column.CPU_USER.ordinal()];
		long system = this.row[Column.CPU_SYSTEM.ordinal()];
		long cpu = (user != Column.ABSENT && system != Column.ABSENT) ? user + system : Column.ABSENT;
		if (this.previousCpu != Column.ABSENT && cpu >= this.previousCpu) {
			long elapsed = now - this.previousTime;
			if (cpu - this.previousCpu < this.cpuResolutionNanos || elapsed <= 0) {
				return;
			}
			this.row[Column.CPU_PERCENT.ordinal()] = (cpu - this.previousCpu) * 100 * Column.PERCENT_SCALE / elapsed;
		}
		this.previousCpu = cpu;
		this.previousTime = now;
	}

	/**
	 * Read the slow sources that are due, in turn, but only as many at once as do not
	 * delay the next sample.
	 */
	private @Nullable ThreadTimes readSlow(long now) {
		ThreadTimes threads = null;
		int slow = this.readers.slow();
		long used = 0;
		for (int i = 0; i < slow && used < this.intervalNanos / LATEST_FRACTION; i++) {
			int reader = this.nextSlow;
			this.nextSlow = (reader + 1) % slow;
			if (this.slowTier.isDue(reader, now)) {
				long start = this.nanoTime.getAsLong();
				this.readers.readSlow(reader, this.row);
				long cost = this.nanoTime.getAsLong() - start;
				used += cost;
				this.slowTier.charge(reader, now, cost, this.fastShare);
				if (this.readers.slow(reader) instanceof ThreadsReader threadsReader) {
					threads = threadsReader.threads();
				}
			}
		}
		return threads;
	}

	/**
	 * Pause sampling: no percentage is derived over the pause.
	 */
	void pause() {
		this.previousCpu = Column.ABSENT;
	}

	@Override
	public void close() {
		this.readers.close();
	}

}
