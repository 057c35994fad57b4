package io.github.resourcemonitor.sampling;

import java.util.List;

/**
 * A way to read the process on one platform. Opens as many sets of readers as there are
 * threads that read.
 */
public interface ResourceSource {

	/**
	 * Open a new set of readers, for one thread at a time. What they derive from other
	 * columns comes after those.
	 * @return the readers
	 */
	List<ResourceReader> open();

	/**
	 * Return why a column that no reader offers cannot be read here.
	 * @param column the column
	 * @return the reason, naming what was missing
	 */
	String reasonForMissing(Column column);

	/**
	 * Return what a column that readers offer is really worth on this platform.
	 * @param column the column
	 * @param status what the reader says
	 * @return the status to believe
	 */
	default ColumnStatus judge(Column column, ColumnStatus status) {
		return status;
	}

	/**
	 * Return the smallest step of a thread's CPU clock on this platform.
	 * @return the step in nanoseconds; 0 if finer than 1 ms
	 */
	default long threadCpuResolutionNanos() {
		return 0;
	}

}
