package io.github.resourcemonitor.sampling;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.ResourceReader.Tier;

/**
 * Set of readers for one thread at a time. If a reader throws, only its own columns are
 * absent. Counters never step back from one reading to the next.
 */
final class ReaderSet implements Closeable {

	private static final long[] BLANK = new long[Column.COUNT];

	private static final int[] ALL_COUNTERS = counters(EnumSet.allOf(Column.class));

	static {
		Arrays.fill(BLANK, Column.ABSENT);
	}

	private final List<ResourceReader> all;

	private final Part[] edge;

	private final Part[] fast;

	private final Part[] slow;

	private final MonotonicCounters sums;

	private final Failures failures;

	/**
	 * Create a new set.
	 * @param readers the readers; one that fails to describe itself is closed and left
	 * out
	 * @param sums the sums of the counters, which outlive the readers
	 * @param failures where failing readers are recorded
	 */
	ReaderSet(List<ResourceReader> readers, MonotonicCounters sums, Failures failures) {
		this.sums = sums;
		this.failures = failures;
		List<Part> parts = new ArrayList<>();
		for (ResourceReader reader : readers) {
			try {
				parts.add(new Part(reader, Set.copyOf(reader.columns().keySet())));
			}
			catch (Throwable ex) {
				failures.record("opening " + reader.getClass().getSimpleName(), ex);
				failures.guard("closing a reader", reader::close);
			}
		}
		this.all = parts.stream().map((part) -> part.reader).toList();
		this.edge = tiers(parts, EnumSet.of(Tier.EDGE));
		this.fast = tiers(parts, EnumSet.of(Tier.EDGE, Tier.FAST));
		this.slow = tiers(parts, EnumSet.of(Tier.SLOW));
	}

	/**
	 * Open the readers of a source. Does not throw: without readers all is absent.
	 * @param source the source
	 * @param sums the sums of the counters
	 * @param failures where failures are recorded
	 * @return the set
	 */
	static ReaderSet open(ResourceSource source, MonotonicCounters sums, Failures failures) {
		List<ResourceReader> readers = failures.attempt("opening the readers", source::open);
		return new ReaderSet((readers != null) ? readers : List.of(), sums, failures);
	}

	private static Part[] tiers(List<Part> parts, Set<Tier> tiers) {
		return parts.stream().filter((part) -> tiers.contains(part.tier)).toArray(Part[]::new);
	}

	private static int[] counters(Set<Column> columns) {
		return columns.stream()
			.filter((column) -> column.kind() == Column.Kind.COUNTER)
			.mapToInt(Column::ordinal)
			.toArray();
	}

	List<ResourceReader> all() {
		return this.all;
	}

	/**
	 * Return the number of slow readers.
	 */
	int slow() {
		return this.slow.length;
	}

	ResourceReader slow(int index) {
		return this.slow[index].reader;
	}

	static long[] blankRow() {
		return BLANK.clone();
	}

	void clear(long[] row) {
		System.arraycopy(BLANK, 0, row, 0, Column.COUNT);
	}

	/**
	 * Read the edge tier into a blank row.
	 */
	void readEdge(long[] row) {
		read(this.edge, row);
	}

	/**
	 * Read the edge and fast tiers into a blank row.
	 */
	void readFast(long[] row) {
		read(this.fast, row);
	}

	private void read(Part[] parts, long[] row) {
		for (Part part : parts) {
			read(part, row);
		}
		this.sums.add(ALL_COUNTERS, row);
	}

	/**
	 * Read all slow readers into a row that has the fast tier.
	 */
	void readSlow(long[] row) {
		for (int i = 0; i < this.slow.length; i++) {
			readSlow(i, row);
		}
	}

	/**
	 * Read a slow reader into a row that has the fast tier.
	 */
	void readSlow(int index, long[] row) {
		Part part = this.slow[index];
		read(part, row);
		this.sums.add(part.counters, row);
	}

	private void read(Part part, long[] row) {
		try {
			part.reader.read(row);
		}
		catch (Throwable ex) {
			this.failures.record("reader " + part.reader.name(), ex);
		}
		int generation = part.reader.generation();
		if (generation != part.generation) {
			part.generation = generation;
			this.sums.replace(part.counters);
		}
	}

	@Override
	public void close() {
		for (ResourceReader reader : this.all) {
			this.failures.guard("closing a reader", reader::close);
		}
	}

	/**
	 * A reader with the counters that it provides.
	 */
	private static final class Part {

		private final ResourceReader reader;

		private final Tier tier;

		private final int[] counters;

		private int generation;

		Part(ResourceReader reader, Set<Column> columns) {
			this.reader = reader;
			this.tier = reader.tier();
			this.counters = counters(columns);
			this.generation = reader.generation();
		}

	}

}
