package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.attribution.EarlyWork;
import io.github.resourcemonitor.attribution.ThreadScope;
import org.jspecify.annotations.Nullable;

/**
 * Handle of an invocation whose result is not complete yet. Threads are attached to the
 * invocation and detached from it until the result completes. Thread-safe. No method
 * throws.
 */
public final class OngoingInvocation {

	private final CurrentContext current;

	private final InvocationEnd end;

	private final ActiveInvocation invocation;

	OngoingInvocation(CurrentContext current, InvocationEnd end, ActiveInvocation invocation) {
		this.current = current;
		this.end = end;
		this.invocation = invocation;
	}

	/**
	 * Return the invocation itself.
	 * @return the invocation
	 */
	public Invocation invocation() {
		return this.invocation;
	}

	/**
	 * Return whether the invocation, or a nested one, is current on the calling thread.
	 * @return whether it is
	 */
	public boolean isCurrent() {
		return this.current.worksFor(this.invocation);
	}

	/**
	 * Make the invocation current on the calling thread, unless it or a nested one
	 * already is.
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope enter() {
		return isCurrent() ? ThreadScope.NOOP : this.current.attach(this.invocation);
	}

	/**
	 * If the invocation is current on the calling thread, make the enclosing invocation,
	 * or none, current until the scope is closed. For code on that thread that is not
	 * part of the invocation.
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope leave() {
		if (!isCurrent()) {
			return ThreadScope.NOOP;
		}
		ActiveInvocation outer = this.invocation.parent();
		return this.current.attach((outer != null && !outer.isEnded()) ? outer : null);
	}

	/**
	 * Detach the calling thread from the invocation, if the thread started it.
	 */
	public void detach() {
		this.current.detach(this.invocation);
	}

	/**
	 * Charge {@linkplain Invocations#endEarlyWork early work} to the invocation.
	 * @param work the work; it is charged once
	 */
	public void chargeEarlyWork(EarlyWork work) {
		work.chargeTo(this.invocation);
	}

	/**
	 * Record that the calling thread produced the result or a part of it. If the thread
	 * is not attached to the invocation, other threads may have worked for it unnoticed
	 * as well, and {@code own} is marked incomplete.
	 */
	public void checkCompletingThread() {
		this.current.checkCompletingThread(this.invocation);
	}

	/**
	 * Return whether a thread other than the one that started the invocation was attached
	 * to it.
	 * @return whether one was
	 */
	public boolean isPropagated() {
		return this.invocation.isPropagated();
	}

	/**
	 * Mark {@code own} as incomplete: the threads are known to have used more than is
	 * charged.
	 * @param reason the reason
	 */
	public void incomplete(String reason) {
		this.invocation.incomplete(reason);
	}

	/**
	 * End the invocation. Does nothing if it has already ended.
	 * @param failure the exception if it failed, a
	 * {@link java.util.concurrent.CancellationException} if it was cancelled,
	 * {@code null} if it succeeded
	 */
	public void end(@Nullable Throwable failure) {
		if (!this.invocation.isEnded()) {
			if (failure != null) {
				this.invocation.failed(failure);
			}
			this.end.end(this.invocation, null);
		}
	}

}
