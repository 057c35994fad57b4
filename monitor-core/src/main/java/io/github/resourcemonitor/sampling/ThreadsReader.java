package io.github.resourcemonitor.sampling;

/**
 * A slow reader that also reads each thread of the process.
 */
public interface ThreadsReader extends ResourceReader {

	/**
	 * Return the threads as of the last {@link #read(long[])}.
	 * @return the threads
	 */
	ThreadTimes threads();

}
