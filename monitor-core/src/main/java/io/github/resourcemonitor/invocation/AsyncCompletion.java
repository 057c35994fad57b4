package io.github.resourcemonitor.invocation;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Ends invocations when their asynchronous results complete.
 */
final class AsyncCompletion {

	private final CurrentContext current;

	private final InvocationEnd end;

	private final Supplier<List<AsyncEndStrategy>> strategies;

	AsyncCompletion(CurrentContext current, InvocationEnd end, Supplier<List<AsyncEndStrategy>> strategies) {
		this.current = current;
		this.end = end;
		this.strategies = strategies;
	}

	/**
	 * Return the step that ends invocations.
	 */
	InvocationEnd end() {
		return this.end;
	}

	/**
	 * Return the handle of an invocation for code that tracks its result.
	 */
	OngoingInvocation ongoing(ActiveInvocation invocation) {
		return new OngoingInvocation(this.current, this.end, invocation);
	}

	/**
	 * End an invocation when its result completes, if that is asynchronous. Does not
	 * throw.
	 * @param invocation the invocation
	 * @param result its result
	 * @return whether the invocation will end with the result
	 */
	boolean endsWith(ActiveInvocation invocation, Object result) {
		try {
			if (result instanceof CompletionStage<?> stage) {
				this.current.detach(invocation);
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
			// If the stage was already complete, it is not known which thread completed
			// it. Besides, a thread that waits for a future may run its dependent stages,
			// no matter which thread completed it.
			if (!invocation.isPropagated() && (Thread.currentThread() != waiting || !asking[0])) {
				this.current.checkCompletingThread(invocation);
			}
			this.end.end(invocation, null);
		});
		asking[0] = false;
	}

}
