package io.github.resourcemonitor.attribution;

/**
 * Carrier threads: the platform threads on which virtual threads run.
 */
public interface Carriers {

	/**
	 * Value for a thread that has ended or has no such clock.
	 */
	long NONE = -1;

	/**
	 * Return the carrier of the calling virtual thread.
	 * @return the id of the carrier, which is never reused, or {@link #NONE}
	 */
	long current();

	long cpuNanos(long carrier);

	long allocatedBytes(long carrier);

}
