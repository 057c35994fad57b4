package io.github.resourcemonitor.sampling;

import java.io.Closeable;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Takes samples and puts them into the ring: the fast sources each time, the slow ones as
 * far as the CPU budget allows.
 * <p>
 * Belongs to the sampler's thread.
 */
final class SampleTaker implements Closeable {

	/**
	 * How long the slow tier saves up what it does not use of its budget.
	 */
	private static final long SAVED_NANOS = 2_000_000_000L;

	/**
	 * No slow source is begun after this part of the interval.
	 */
	private static final int LATEST = 4;

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
			LongSupplier nanoTime, Failures failures) {
		this.readers = new ReaderSet(source.open(), failures);
		this.ring = ring;
		this.nanoTime = nanoTime;
		this.intervalNanos = options.interval().toNanos();
		this.slowTier = new SlowTier(this.readers.slow().length, options.cpuBudget(), SAVED_NANOS,
				nanoTime.getAsLong());
		this.row = this.readers.newRow();
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
	 * Derive the percentage since the last sample that had one. A CPU clock that goes in
	 * ticks may have stood still since: then the next one that sees it move covers all
	 * the time, and this one says nothing.
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
	 * Read the slow sources that are due, in turn, and no more of them at once than
	 * leaves the next sample in its place.
	 */
	private @Nullable ThreadTimes readSlow(long now) {
		ThreadTimes threads = null;
		ResourceReader[] slow = this.readers.slow();
		long spent = 0;
		for (int i = 0; i < slow.length && spent < this.intervalNanos / LATEST; i++) {
			int reader = this.nextSlow;
			this.nextSlow = (reader + 1) % slow.length;
			if (this.slowTier.isDue(reader, now)) {
				long start = this.nanoTime.getAsLong();
				this.readers.read(slow[reader], this.row);
				long cost = this.nanoTime.getAsLong() - start;
				spent += cost;
				this.slowTier.done(reader, now, cost, this.fastShare);
				if (slow[reader] instanceof ThreadsReader threadsReader) {
					threads = threadsReader.threads();
				}
			}
		}
		return threads;
	}

	/**
	 * Note that samples pause: no percentage is taken over that time.
	 */
	void pause() {
		this.previousCpu = Column.ABSENT;
	}

	@Override
	public void close() {
		this.readers.close();
	}

}
