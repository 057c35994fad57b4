package io.github.resourcemonitor.benchmarks.truth;

/**
 * A way to divide the work of an invocation among threads.
 */
interface Style {

	/**
	 * Have a job done by one invocation.
	 * @param job the job
	 * @throws Exception if it failed
	 */
	void run(Job job) throws Exception;

}
