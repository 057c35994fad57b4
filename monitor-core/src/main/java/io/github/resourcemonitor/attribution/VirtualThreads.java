package io.github.resourcemonitor.attribution;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.share.LedgerStart;
import org.jspecify.annotations.Nullable;

/**
 * Holder of the estimator for virtual threads, which is created when the first one works
 * for an invocation. No method throws.
 */
final class VirtualThreads {

	private static final String HOOK = "virtual thread";

	private final Failures failures;

	private volatile @Nullable VirtualThreadEstimator estimator;

	VirtualThreads(Failures failures) {
		this.failures = failures;
	}

	/**
	 * Begin to estimate the usage of the calling thread.
	 * @return the mark to end the estimate with, {@code null} if there is none
	 */
	@Nullable LedgerStart begin(EstimatedWork work) {
		return this.failures.attempt(HOOK, () -> estimator().begin(work));
	}

	void end(EstimatedWork work, LedgerStart started) {
		this.failures.guard(HOOK, () -> estimator().end(work, started));
	}

	/**
	 * Observe that the calling thread is on its carrier now.
	 */
	void observe(EstimatedWork work) {
		this.failures.guard(HOOK, () -> estimator().observe(work));
	}

	/**
	 * Estimate the usage of another thread up to now.
	 */
	void settle(EstimatedWork work) {
		this.failures.guard(HOOK, () -> estimator().settle(work));
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

}
