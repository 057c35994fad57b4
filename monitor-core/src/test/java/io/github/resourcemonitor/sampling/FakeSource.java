package io.github.resourcemonitor.sampling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A source whose values are set by a test. All open readers return the same values.
 * Thread-safe.
 *
 * <pre class="code">
 * FakeSource source = new FakeSource();
 * FakeSource.Part cpu = source.fast(Column.CPU_USER, Column.CPU_SYSTEM);
 * source.set(Column.CPU_USER, 10_000_000);
 * cpu.failWith(new IOException("gone"));
 * </pre>
 */
public final class FakeSource implements ResourceSource {

	private final AtomicLongArray row = new AtomicLongArray(Column.COUNT);

	private final Map<Column, ColumnStatus> statuses = new ConcurrentHashMap<>();

	private final List<Part> parts = new CopyOnWriteArrayList<>();

	/**
	 * Add a reader of the edge tier. Its columns are 0 until they are set.
	 * @param columns what it reads
	 * @return the part of the source that it reads
	 */
	public Part edge(Column... columns) {
		return add(new Part(ResourceReader.Tier.EDGE, columns, null));
	}

	/**
	 * Add a reader of the fast tier. Its columns are 0 until they are set.
	 * @param columns what it reads
	 * @return the part of the source that it reads
	 */
	public Part fast(Column... columns) {
		return add(new Part(ResourceReader.Tier.FAST, columns, null));
	}

	/**
	 * Add a reader of the slow tier. Its columns are 0 until they are set.
	 * @param columns what it reads
	 * @return the part of the source that it reads
	 */
	public Part slow(Column... columns) {
		return add(new Part(ResourceReader.Tier.SLOW, columns, null));
	}

	/**
	 * Add a slow reader of threads.
	 * @param threads the initial threads
	 * @return the part of the source that it reads
	 */
	public Part threads(ThreadTimes threads) {
		return add(new Part(ResourceReader.Tier.SLOW, new Column[0], threads));
	}

	private Part add(Part part) {
		this.parts.add(part);
		return part;
	}

	/**
	 * Set a value.
	 * @param column the column
	 * @param value its value from now on; {@link Column#ABSENT} for none
	 * @return this source
	 */
	public FakeSource set(Column column, long value) {
		this.row.set(column.ordinal(), value);
		return this;
	}

	/**
	 * Add to a value.
	 * @param column the column
	 * @param delta what to add
	 * @return the new value
	 */
	public long add(Column column, long delta) {
		return this.row.addAndGet(column.ordinal(), delta);
	}

	/**
	 * Return a value.
	 * @param column the column
	 * @return its value now
	 */
	public long get(Column column) {
		return this.row.get(column.ordinal());
	}

	/**
	 * Set the availability of a column, which is measured by default.
	 * @param column the column
	 * @param availability the availability
	 * @return this source
	 */
	public FakeSource judge(Column column, Availability availability) {
		this.statuses.put(column, status(column).as(availability, "the test says so"));
		return this;
	}

	/**
	 * Set the resolution of a column.
	 * @param column the column
	 * @param nanos the resolution in nanoseconds
	 * @return this source
	 */
	public FakeSource resolution(Column column, long nanos) {
		this.statuses.put(column, status(column).withResolution(nanos));
		return this;
	}

	private ColumnStatus status(Column column) {
		return this.statuses.getOrDefault(column, ColumnStatus.measured("fake " + column.label()));
	}

	@Override
	public List<ResourceReader> open() {
		List<ResourceReader> readers = new ArrayList<>();
		for (Part part : this.parts) {
			part.open.incrementAndGet();
			readers.add((part.threads != null) ? new FakeThreadsReader(part) : new FakeReader(part));
		}
		return readers;
	}

	@Override
	public String reasonForMissing(Column column) {
		return "the test has no " + column.label();
	}

	/**
	 * The part of the source that one reader reads.
	 */
	public static final class Part {

		private final ResourceReader.Tier tier;

		private final Set<Column> columns = EnumSet.noneOf(Column.class);

		private final AtomicInteger reads = new AtomicInteger();

		private final AtomicInteger open = new AtomicInteger();

		private volatile ThreadTimes threads;

		private volatile Throwable failure;

		private volatile Runnable onRead = () -> {
		};

		private Part(ResourceReader.Tier tier, Column[] columns, ThreadTimes threads) {
			this.tier = tier;
			this.columns.addAll(List.of(columns));
			this.threads = threads;
		}

		/**
		 * Let every reading fail from now on.
		 * @param ex the exception to throw, {@code null} for none
		 */
		public void failWith(Throwable ex) {
			this.failure = ex;
		}

		/**
		 * Set an action to run while the part is read, for instance to advance a clock.
		 * @param action the action
		 */
		public void onRead(Runnable action) {
			this.onRead = action;
		}

		/**
		 * Set the threads.
		 * @param now the threads
		 */
		public void threads(ThreadTimes now) {
			this.threads = now;
		}

		/**
		 * Return how often the part was read, including failures.
		 * @return the number
		 */
		public int reads() {
			return this.reads.get();
		}

		/**
		 * Return the number of open readers.
		 * @return the number
		 */
		public int open() {
			return this.open.get();
		}

	}

	private class FakeReader implements ResourceReader {

		final Part part;

		FakeReader(Part part) {
			this.part = part;
		}

		@Override
		public Map<Column, ColumnStatus> columns() {
			Map<Column, ColumnStatus> result = new EnumMap<>(Column.class);
			this.part.columns.forEach((column) -> result.put(column, status(column)));
			return result;
		}

		@Override
		public Tier tier() {
			return this.part.tier;
		}

		@Override
		public void read(long[] into) throws IOException {
			this.part.reads.incrementAndGet();
			this.part.onRead.run();
			Throwable failure = this.part.failure;
			if (failure instanceof IOException ex) {
				throw ex;
			}
			if (failure instanceof RuntimeException ex) {
				throw ex;
			}
			if (failure instanceof Error ex) {
				throw ex;
			}
			for (Column column : this.part.columns) {
				long value = FakeSource.this.row.get(column.ordinal());
				if (value != Column.ABSENT) {
					into[column.ordinal()] = value;
				}
			}
		}

		@Override
		public void close() {
			this.part.open.decrementAndGet();
		}

	}

	private final class FakeThreadsReader extends FakeReader implements ThreadsReader {

		FakeThreadsReader(Part part) {
			super(part);
		}

		@Override
		public ThreadTimes threads() {
			return this.part.threads;
		}

	}

}
