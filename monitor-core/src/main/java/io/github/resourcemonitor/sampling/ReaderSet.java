package io.github.resourcemonitor.sampling;

import java.io.Closeable;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.ResourceReader.Tier;

/**
 * Set of readers for one thread at a time. If a reader throws, only its own columns are
 * absent.
 */
final class ReaderSet implements Closeable {

	private static final long[] BLANK = new long[Column.COUNT];

	static {
		Arrays.fill(BLANK, Column.ABSENT);
	}

	private final List<ResourceReader> all;

	private final ResourceReader[] edge;

	private final ResourceReader[] fast;

	private final ResourceReader[] slow;

	private final Failures failures;

	ReaderSet(List<ResourceReader> readers, Failures failures) {
		this.all = List.copyOf(readers);
		this.edge = tiers(readers, EnumSet.of(Tier.EDGE));
		this.fast = tiers(readers, EnumSet.of(Tier.EDGE, Tier.FAST));
		this.slow = tiers(readers, EnumSet.of(Tier.SLOW));
		this.failures = failures;
	}

	private static ResourceReader[] tiers(List<ResourceReader> readers, Set<Tier> tiers) {
		return readers.stream().filter((reader) -> tiers.contains(reader.tier())).toArray(ResourceReader[]::new);
	}

	List<ResourceReader> all() {
		return this.all;
	}

	ResourceReader[] slow() {
		return this.slow;
	}

	long[] newRow() {
		return BLANK.clone();
	}

	void clear(long[] row) {
		System.arraycopy(BLANK, 0, row, 0, Column.COUNT);
	}

	void readEdge(long[] row) {
		read(this.edge, row);
	}

	void readFast(long[] row) {
		read(this.fast, row);
	}

	void readSlow(long[] row) {
		read(this.slow, row);
	}

	private void read(ResourceReader[] readers, long[] row) {
		for (ResourceReader reader : readers) {
			read(reader, row);
		}
	}

	void read(ResourceReader reader, long[] row) {
		try {
			reader.read(row);
		}
		catch (Throwable ex) {
			this.failures.record("reader " + reader.name(), ex);
		}
	}

	@Override
	public void close() {
		for (ResourceReader reader : this.all) {
			this.failures.guard("closing a reader", reader::close);
		}
	}

}
