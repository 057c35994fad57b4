package io.github.resourcemonitor.invocation;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.github.resourcemonitor.attribution.EarlyWork;

/**
 * Ends invocations when their asynchronous result completes.
 */
final class AsyncCompletion {

	private final CurrentContext current;

	private final InvocationEnd end;

	private final EarlyWork earlyWork;

	private final Supplier<List<AsyncEndStrategy>> strategies;

	AsyncCompletion(CurrentContext current, InvocationEnd end, EarlyWork earlyWork,
			Supplier<List<AsyncEndStrategy>> strategies) {
		this.current = current;
		this.end = end;
		this.earlyWork = earlyWork;
		this.strategies = strategies;
	}

	/**
	 * Return what ends invocations now.
	 */
	InvocationEnd end() {
		return this.end;
	}

	/**
	 * Return an invocation as those see it that follow its result.
	 */
	OngoingInvocation ongoing(ActiveInvocation invocation) {
		return new OngoingInvocation(this.current, this.end, this.earlyWork, invocation);
	}

	/**
	 * Have an invocation end when its result does, if it is one that completes later.
	 * Does not throw.
	 * @param invocation the invocation
	 * @param result its result
	 * @return whether it will end with the result
	 */
	boolean endsWith(ActiveInvocation invocation, Object result) {
		try {
			if (result instanceof CompletionStage<?> stage) {
				this.current.accounts().detach(invocation);
				endWith(invocation, stage);
				return true;
			}
			return isTakenOver(invocation, result);
		}
		catch (Throwable ex) {
			this.end.failures().record("waiting for a result", ex);
			return false;
		}
	}

	private boolean isTakenOver(ActiveInvocation invocation, Object result) {
		List<AsyncEndStrategy> available = this.strategies.get();
		if (available.isEmpty()) {
			return false;
		}
		OngoingInvocation ongoing = ongoing(invocation);
		for (AsyncEndStrategy strategy : available) {
			if (strategy.follow(ongoing, result)) {
				return true;
			}
		}
		return false;
	}

	private void endWith(ActiveInvocation invocation, CompletionStage<?> stage) {
		Thread waiting = Thread.currentThread();
		boolean[] asking = { true };
		stage.whenComplete((value, ex) -> {
			if (ex != null) {
				invocation.failed(ex);
			}
			// If it was complete already, it is not known which thread completed it. And
			// a thread that waits for a future runs what depends on it, whichever thread
			// completed that.
			if (!invocation.isPropagated() && (Thread.currentThread() != waiting || !asking[0])) {
				this.current.checkCompletingThread(invocation);
			}
			this.end.end(invocation, null);
		});
		asking[0] = false;
	}

}
