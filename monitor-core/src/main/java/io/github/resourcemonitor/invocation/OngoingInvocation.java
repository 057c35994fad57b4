package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.attribution.EarlyWork;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.attribution.ThreadUsage;
import org.jspecify.annotations.Nullable;

/**
 * An invocation whose result is not complete yet: threads come to work for it, and leave
 * it again, until the result is there. Safe for use by any thread. No method throws.
 */
public final class OngoingInvocation {

	private final CurrentContext current;

	private final InvocationEnd end;

	private final EarlyWork earlyWork;

	private final ActiveInvocation invocation;

	OngoingInvocation(CurrentContext current, InvocationEnd end, EarlyWork earlyWork, ActiveInvocation invocation) {
		this.current = current;
		this.end = end;
		this.earlyWork = earlyWork;
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
	 * Return whether the calling thread works for the invocation, or for one inside it.
	 * @return whether it does
	 */
	public boolean isWorkedFor() {
		try {
			return this.current.accounts().worksFor(this.invocation);
		}
		catch (Throwable ex) {
			this.end.failures().record("entering a thread", ex);
			return false;
		}
	}

	/**
	 * Have the calling thread work for the invocation, or for one inside it if it does so
	 * already.
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope enter() {
		return isWorkedFor() ? ThreadScope.NOOP : this.current.attach(this.invocation);
	}

	/**
	 * Have the calling thread, if it works for the invocation, do what is not the
	 * invocation's work: it works for the invocation around this one meanwhile, or for
	 * none.
	 * @return the scope; the same thread closes it
	 */
	public ThreadScope leave() {
		if (!isWorkedFor()) {
			return ThreadScope.NOOP;
		}
		ActiveInvocation outer = this.invocation.parent();
		return this.current.attach((outer != null && !outer.isEnded()) ? outer : null);
	}

	/**
	 * The calling thread, if it started the invocation, stops working for it.
	 */
	public void detach() {
		this.current.accounts().detach(this.invocation);
	}

	/**
	 * Put on the account what was {@linkplain Invocations#endEarlyWork used before the
	 * start}.
	 * @param used what was used; it can be taken over once
	 */
	public void chargeEarlyWork(ThreadUsage used) {
		this.earlyWork.charge(this.invocation, used);
	}

	/**
	 * Note that the calling thread brought the result, or a part of it. If it is not
	 * known to work for the invocation, others may have gone unnoticed too, and
	 * {@code own} is incomplete.
	 */
	public void checkCompletingThread() {
		try {
			this.current.checkCompletingThread(this.invocation);
		}
		catch (Throwable ex) {
			this.end.failures().record("entering a thread", ex);
		}
	}

	/**
	 * Note that what the threads used is known to be more than what is counted.
	 * @param reason why
	 */
	public void incomplete(String reason) {
		this.invocation.incomplete(reason);
	}

	/**
	 * End the invocation. Does nothing if it has ended.
	 * @param failure why it failed, a {@link java.util.concurrent.CancellationException}
	 * if it was cancelled, {@code null} if it succeeded
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
