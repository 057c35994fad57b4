package io.github.resourcemonitor.attribution;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * The estimate of what virtual threads use, made when the first one works for an
 * invocation. No method throws.
 */
final class VirtualThreads {

	private final Failures failures;

	private volatile @Nullable VirtualThreadEstimator estimator;

	VirtualThreads(Failures failures) {
		this.failures = failures;
	}

	/**
	 * Start to estimate what the calling thread uses, if it is a virtual one.
	 * @return what to end the estimate with, {@code null} if there is none
	 */
	InvocationLedger.@Nullable Mark start(ThreadWork work) {
		try {
			return JvmThreadClocks.isVirtual(work.thread()) ? estimator().begin(work) : null;
		}
		catch (Throwable ex) {
			failed(ex);
			return null;
		}
	}

	void end(ThreadWork work, InvocationLedger.Mark started) {
		try {
			estimator().end(work, started);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	/**
	 * Note that the calling thread is on its carrier now.
	 */
	void see(ThreadWork work) {
		try {
			estimator().see(work);
		}
		catch (Throwable ex) {
			failed(ex);
		}
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
