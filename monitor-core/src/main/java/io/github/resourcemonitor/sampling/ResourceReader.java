package io.github.resourcemonitor.sampling;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/**
 * Reads some columns from one source, again and again. A reader keeps its files open and
 * its buffers allocated.
 * <p>
 * Not safe for use by several threads: who reads owns the reader.
 */
public interface ResourceReader extends Closeable {

	/**
	 * Return what this reader is called where its failures are told.
	 * @return a constant name
	 */
	default String name() {
		return getClass().getSimpleName();
	}

	/**
	 * Return the columns that this reader can put into a row, and what they are worth. A
	 * slow reader is taken at its word; of others the first reading shows.
	 * @return the columns
	 */
	Map<Column, ColumnStatus> columns();

	/**
	 * Return when the source may be read.
	 * @return the tier
	 */
	Tier tier();

	/**
	 * Read the source. Places of columns for which it has no value are left alone.
	 * @param row the row to write to, {@link Column#COUNT} long
	 * @throws IOException if the source cannot be read
	 */
	void read(long[] row) throws IOException;

	@Override
	default void close() {
	}

	/**
	 * How dear a source is.
	 */
	enum Tier {

		/**
		 * A few microseconds, and no sum over an invocation is right without it: read at
		 * the edges of invocations and at every tick.
		 */
		EDGE,

		/**
		 * Microseconds: read at every tick.
		 */
		FAST,

		/**
		 * Up to milliseconds: read by the sampler only, as far as its CPU budget allows.
		 */
		SLOW

	}

}
