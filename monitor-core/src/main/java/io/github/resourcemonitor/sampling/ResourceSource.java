package io.github.resourcemonitor.sampling;

import java.util.List;

/**
 * Source of readings of the process on one platform. Opens a set of readers per reading
 * thread.
 */
public interface ResourceSource {

	/**
	 * Open a new set of readers for one thread at a time. Readers that derive values from
	 * other columns come after the readers of these.
	 * @return the readers
	 */
	List<ResourceReader> open();

	/**
	 * Return why a column that no reader offers cannot be read here.
	 * @param column the column
	 * @return the reason, which names what is missing
	 */
	String reasonForMissing(Column column);

	/**
	 * Return the actual status of a column that readers provide, considering the
	 * peculiarities of this platform.
	 * @param column the column
	 * @param status the status according to the reader
	 * @return the actual status
	 */
	default ColumnStatus judge(Column column, ColumnStatus status) {
		return status;
	}

	/**
	 * Return the resolution of a thread's CPU clock on this platform.
	 * @return the resolution in nanoseconds; 0 if finer than 1 ms
	 */
	default long threadCpuResolutionNanos() {
		return 0;
	}

}
