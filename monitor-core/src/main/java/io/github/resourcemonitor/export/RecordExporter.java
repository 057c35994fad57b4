package io.github.resourcemonitor.export;

import java.util.List;

import io.github.resourcemonitor.record.InvocationRecord;

/**
 * Takes records out of the process, for instance to a file or over the network. Beans of
 * this type get all records, in batches, on a thread that each exporter has for itself.
 * <p>
 * An exporter may be slow, fail or hang: records wait in a bounded queue meanwhile, and
 * what does not fit is dropped and counted. Delivery is at least once: a batch that
 * failed is exported again, and receivers can tell by {@link InvocationRecord#id()}.
 * <p>
 * The methods are called by one thread at a time. A call that takes longer than the
 * timeout is interrupted. An exporter that keeps something open implements
 * {@link AutoCloseable} as well; it is closed after the last batch.
 *
 * @see io.github.resourcemonitor.invocation.InvocationListener for what is quick and has
 * to happen on the thread of the invocation
 */
@FunctionalInterface
public interface RecordExporter {

	/**
	 * Return the name under which this exporter is counted.
	 * @return the name; constant
	 */
	default String name() {
		String simple = getClass().getSimpleName();
		// The class of a lambda or a local class has a name that says nothing.
		return (simple.isEmpty() || simple.contains("$$") || getClass().isHidden()) ? "exporter" : simple;
	}

	/**
	 * Return whether records keep their samples while they wait. Samples are most of the
	 * memory of a record; beyond a limit they are left out.
	 * @return whether they do
	 */
	default boolean needsSamples() {
		return false;
	}

	/**
	 * Export records. If it throws an {@link java.io.IOException}, or is interrupted by
	 * the timeout, the same batch is tried again, later and as often as needed; after
	 * anything else it is tried three times.
	 * @param records the records, in the order in which they ended; immutable
	 * @throws Exception if they were not exported
	 */
	void export(List<InvocationRecord> records) throws Exception;

	/**
	 * Send or write what {@link #export} has kept. It is called when no record waits any
	 * longer: once in an interval, when the application asks for it, and before the
	 * process ends. If it throws anything, it is called again later.
	 * @throws Exception if not all was sent or written
	 */
	default void flush() throws Exception {
	}

}
