package io.github.resourcemonitor.benchmarks.truth;

/**
 * A way to distribute the work of an invocation over threads.
 */
interface Style {

	/**
	 * Run a job as one invocation.
	 * @param job the job
	 * @throws Exception if the job fails
	 */
	void run(Job job) throws Exception;

}
