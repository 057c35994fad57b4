package io.github.resourcemonitor.sampling;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/**
 * Repeatedly reads some columns from one source. A reader keeps its files open and its
 * buffers allocated.
 * <p>
 * Not thread-safe; each reading thread has its own reader.
 */
public interface ResourceReader extends Closeable {

	/**
	 * Return the name under which failures of this reader are reported.
	 * @return a constant name
	 */
	default String name() {
		return getClass().getSimpleName();
	}

	/**
	 * Return the columns that this reader provides, with their status. For slow readers
	 * this is not verified; for others the first reading shows whether there is a value.
	 * @return the columns
	 */
	Map<Column, ColumnStatus> columns();

	/**
	 * Return the tier, which determines when the source is read.
	 * @return the tier
	 */
	Tier tier();

	/**
	 * Read the source into a row. Columns without a value are not changed.
	 * @param row the row to write to, of length {@link Column#COUNT}
	 * @throws IOException if the source cannot be read
	 */
	void read(long[] row) throws IOException;

	/**
	 * Return a number that changes with the first reading of other counters than before,
	 * for instance those of another control group. What they show then is not growth. A
	 * counter that merely steps back need not be announced.
	 * @return the number, always the same for most readers
	 */
	default int generation() {
		return 0;
	}

	@Override
	default void close() {
	}

	/**
	 * Cost of a source.
	 */
	enum Tier {

		/**
		 * A few microseconds, and required for exact differences over an invocation: read
		 * at the start and end of invocations and at every tick.
		 */
		EDGE,

		/**
		 * Microseconds: read at every tick.
		 */
		FAST,

		/**
		 * Up to milliseconds: read only by the sampler, as far as its CPU budget allows.
		 */
		SLOW

	}

}
