package io.github.resourcemonitor.sampling;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Aggregate of the samples of one invocation: first, last and maximum value and sum of
 * every column, and a bounded series of rows. Samples are added in their order.
 * <p>
 * Not thread-safe. A published aggregate is no longer modified, but copied.
 */
public final class SampleAggregate {

	private final ColumnCatalog catalog;

	private final int maxRows;

	private final long[] first = blank();

	private final long[] last = blank();

	private final long[] max = blank();

	private final double[] sum = new double[Column.COUNT];

	private final int[] count = new int[Column.COUNT];

	private long[] times;

	private long[][] rows;

	private int stored;

	private int stride = 1;

	private long samples;

	private long lost;

	private @Nullable ThreadTimes firstThreads;

	private @Nullable ThreadTimes lastThreads;

	SampleAggregate(ColumnCatalog catalog, int maxRows) {
		this.catalog = catalog;
		this.maxRows = maxRows;
		this.times = new long[Math.min(8, maxRows)];
		this.rows = new long[this.times.length][];
	}

	private static long[] blank() {
		long[] row = new long[Column.COUNT];
		Arrays.fill(row, Column.ABSENT);
		return row;
	}

	SampleAggregate copy() {
		SampleAggregate copy = new SampleAggregate(this.catalog, this.maxRows);
		System.arraycopy(this.first, 0, copy.first, 0, Column.COUNT);
		System.arraycopy(this.last, 0, copy.last, 0, Column.COUNT);
		System.arraycopy(this.max, 0, copy.max, 0, Column.COUNT);
		System.arraycopy(this.sum, 0, copy.sum, 0, Column.COUNT);
		System.arraycopy(this.count, 0, copy.count, 0, Column.COUNT);
		copy.times = this.times.clone();
		copy.rows = this.rows.clone();
		copy.stored = this.stored;
		copy.stride = this.stride;
		copy.samples = this.samples;
		copy.lost = this.lost;
		copy.firstThreads = this.firstThreads;
		copy.lastThreads = this.lastThreads;
		return copy;
	}

	/**
	 * Add a range of samples of a ring.
	 * @param ring the ring
	 * @param from the number of the first sample
	 * @param to the number after the last sample
	 */
	void add(SampleRing ring, long from, long to) {
		long[] row = new long[SampleRing.ROW_LENGTH];
		for (long tick = from; tick < to; tick++) {
			if (ring.copy(tick, row)) {
				add(row);
				add(ring.threads(tick));
				if (isStored(this.samples++)) {
					store(row[SampleRing.TIME], this.catalog.pack(row));
				}
			}
			else {
				this.lost++;
			}
		}
	}

	/**
	 * Add another aggregate whose samples follow those of this one. It must have stored a
	 * row of each sample, unless this one stores none; the rows are shared.
	 * @param later the other aggregate
	 */
	void add(SampleAggregate later) {
		for (int i = 0; i < Column.COUNT; i++) {
			if (later.count[i] > 0) {
				this.first[i] = (this.count[i] > 0) ? this.first[i] : later.first[i];
				this.last[i] = later.last[i];
				this.max[i] = Math.max(this.max[i], later.max[i]);
				this.sum[i] += later.sum[i];
				this.count[i] += later.count[i];
			}
		}
		add(later.firstThreads);
		add(later.lastThreads);
		if (this.maxRows == 0) {
			this.samples += later.samples;
		}
		for (int i = 0; i < later.stored; i++) {
			if (isStored(this.samples++)) {
				store(later.times[i], later.rows[i]);
			}
		}
		this.lost += later.lost;
	}

	private void add(long[] row) {
		for (int i = 0; i < Column.COUNT; i++) {
			long value = row[i];
			if (value != Column.ABSENT) {
				this.first[i] = (this.first[i] != Column.ABSENT) ? this.first[i] : value;
				this.last[i] = value;
				this.max[i] = Math.max(this.max[i], value);
				this.sum[i] += value;
				this.count[i]++;
			}
		}
	}

	private void add(@Nullable ThreadTimes threads) {
		if (threads != null) {
			this.firstThreads = (this.firstThreads != null) ? this.firstThreads : threads;
			this.lastThreads = threads;
		}
	}

	private boolean isStored(long sample) {
		return sample % this.stride == 0 && this.maxRows > 0;
	}

	private void store(long time, long[] packed) {
		if (this.stored == this.maxRows) {
			thinOut();
			if (!isStored(this.samples - 1)) {
				return;
			}
		}
		if (this.stored == this.rows.length) {
			int length = Math.min(this.maxRows, this.stored * 2);
			this.times = Arrays.copyOf(this.times, length);
			this.rows = Arrays.copyOf(this.rows, length);
		}
		this.times[this.stored] = time;
		this.rows[this.stored++] = packed;
	}

	/**
	 * Drop every second row.
	 */
	private void thinOut() {
		int kept = 0;
		for (int i = 0; i < this.stored; i += 2) {
			this.times[kept] = this.times[i];
			this.rows[kept++] = this.rows[i];
		}
		this.stored = kept;
		this.stride *= 2;
	}

	/**
	 * Return the number of samples added.
	 * @return the number
	 */
	public long samples() {
		return this.samples;
	}

	/**
	 * Return the number of samples that were overwritten before they could be added.
	 * @return the number
	 */
	public long lost() {
		return this.lost;
	}

	long first(Column column) {
		return this.first[column.ordinal()];
	}

	long last(Column column) {
		return this.last[column.ordinal()];
	}

	long max(Column column) {
		return this.max[column.ordinal()];
	}

	double sum(Column column) {
		return this.sum[column.ordinal()];
	}

	int count(Column column) {
		return this.count[column.ordinal()];
	}

	@Nullable ThreadTimes firstThreads() {
		return this.firstThreads;
	}

	@Nullable ThreadTimes lastThreads() {
		return this.lastThreads;
	}

	/**
	 * Return the rows.
	 * @param startNanos the start of the invocation by the monotonic clock
	 * @param intervalNanos the sampler's interval
	 * @return the series
	 */
	public SampleSeries series(long startNanos, long intervalNanos) {
		long[] relative = new long[this.stored];
		for (int i = 0; i < this.stored; i++) {
			relative[i] = this.times[i] - startNanos;
		}
		return new SampleSeries(intervalNanos * this.stride, this.catalog.recorded(), relative,
				Arrays.copyOf(this.rows, this.stored));
	}

}
