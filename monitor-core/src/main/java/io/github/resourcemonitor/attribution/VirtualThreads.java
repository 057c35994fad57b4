package io.github.resourcemonitor.attribution;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * Holder of the estimator for virtual threads, which is created when the first one works
 * for an invocation. No method throws.
 */
final class VirtualThreads {

	private final Failures failures;

	private volatile @Nullable VirtualThreadEstimator estimator;

	VirtualThreads(Failures failures) {
		this.failures = failures;
	}

	/**
	 * Begin to estimate the usage of the calling thread.
	 * @return the mark to end the estimate with, {@code null} if there is none
	 */
	InvocationLedger.@Nullable Mark begin(EstimatedWork work) {
		try {
			return estimator().begin(work);
		}
		catch (Throwable ex) {
			failed(ex);
			return null;
		}
	}

	void end(EstimatedWork work, InvocationLedger.Mark started) {
		try {
			estimator().end(work, started);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	/**
	 * Observe that the calling thread is on its carrier now.
	 */
	void observe(EstimatedWork work) {
		try {
			estimator().observe(work);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	/**
	 * Estimate the usage of another thread up to now.
	 */
	void settle(EstimatedWork work) {
		try {
			estimator().settle(work);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	/**
	 * Return the CPU time that was estimated for all work.
	 */
	long estimatedCpu() {
		VirtualThreadEstimator existing = this.estimator;
		return (existing != null) ? existing.estimatedCpu() : 0;
	}

	private VirtualThreadEstimator estimator() {
		VirtualThreadEstimator existing = this.estimator;
		return (existing != null) ? existing : create();
	}

	private synchronized VirtualThreadEstimator create() {
		VirtualThreadEstimator existing = this.estimator;
		if (existing == null) {
			existing = new VirtualThreadEstimator(new JvmCarriers());
			this.estimator = existing;
		}
		return existing;
	}

	private void failed(Throwable ex) {
		this.failures.record("virtual thread", ex);
	}

}
