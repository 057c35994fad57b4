package io.github.resourcemonitor.attribution;

/**
 * The platform threads that carry virtual threads.
 */
public interface Carriers {

	/**
	 * What is returned for a thread that has ended, or has no such clock.
	 */
	long NONE = -1;

	/**
	 * Return the thread that carries the calling virtual thread.
	 * @return its id, which no other thread ever gets, or {@link #NONE}
	 */
	long current();

	long cpuNanos(long carrier);

	long allocatedBytes(long carrier);

}
