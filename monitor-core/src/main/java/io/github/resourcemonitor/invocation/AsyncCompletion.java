package io.github.resourcemonitor.invocation;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.BaseStream;

import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.completion.CompletionFollower;
import io.github.resourcemonitor.completion.CompletionObserver;
import io.github.resourcemonitor.completion.FutureOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Ends invocations when their asynchronous results complete.
 */
final class AsyncCompletion {

	private static final String FUTURE = "it returned a Future that was not done and accepts no listener, so what follows is not included; return a CompletableFuture";

	private static final String STREAM = "it returned a Stream, whose work is done later; return a list, or produce the elements in a handler of their own";

	private static final String PUBLISHER = "it returned a Flow.Publisher, whose work is done later; return a CompletableFuture, Mono or Flux";

	private final CurrentContext current;

	private final InvocationEnd end;

	private final Supplier<List<AsyncEndStrategy>> strategies;

	private final CompletionFollower follower;

	AsyncCompletion(CurrentContext current, InvocationEnd end, Supplier<List<AsyncEndStrategy>> strategies,
			CompletionFollower follower) {
		this.current = current;
		this.end = end;
		this.strategies = strategies;
		this.follower = follower;
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
	 * End an invocation with its result: when that completes, if it is asynchronous, and
	 * now otherwise. Does not throw.
	 * @param invocation the invocation
	 * @param result its result
	 * @return the result to hand on to the caller
	 */
	@Nullable Object end(ActiveInvocation invocation, @Nullable Object result) {
		try {
			if (result instanceof CompletionStage<?> stage) {
				this.current.detach(invocation);
				End end = new End(invocation);
				CompletionStage<?> handedOn = this.follower.follow(stage, end);
				end.registered();
				return handedOn;
			}
			if (result != null && (isTakenOver(invocation, result) || isFollowed(invocation, result))) {
				return result;
			}
		}
		catch (Throwable ex) {
			this.end.failures().record("waiting for a result", ex);
		}
		this.end.end(invocation, null);
		return result;
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

	private boolean isFollowed(ActiveInvocation invocation, Object result) throws Throwable {
		if (result instanceof Future<?> future) {
			return isFollowed(invocation, future);
		}
		if (result instanceof BaseStream) {
			invocation.incomplete(STREAM);
		}
		else if (result instanceof Flow.Publisher) {
			invocation.incomplete(PUBLISHER);
		}
		return false;
	}

	private boolean isFollowed(ActiveInvocation invocation, Future<?> future) throws Throwable {
		FutureOutcome outcome = FutureOutcome.of(future);
		if (outcome != null) {
			if (outcome.failure() != null) {
				invocation.failed(outcome.failure());
			}
			return false;
		}
		End end = new End(invocation);
		if (this.follower.listen(future, end)) {
			this.current.detach(invocation);
			end.registered();
			return true;
		}
		invocation.incomplete(FUTURE);
		return false;
	}

	/**
	 * The end of one invocation.
	 */
	private final class End implements CompletionObserver {

		private final ActiveInvocation invocation;

		/**
		 * The thread that registers this, {@code null} when it has.
		 */
		private volatile @Nullable Thread registering = Thread.currentThread();

		End(ActiveInvocation invocation) {
			this.invocation = invocation;
		}

		/**
		 * From now on the thread that completes the result calls.
		 */
		void registered() {
			this.registering = null;
		}

		@Override
		public @Nullable Object completed(@Nullable Object value, @Nullable Throwable failure) {
			if (failure != null) {
				this.invocation.failed(failure);
			}
			// If the result was already complete, it is not known which thread completed
			// it. Besides, a thread that waits for a future may run its dependent stages,
			// no matter which thread completed it.
			if (!this.invocation.isPropagated() && Thread.currentThread() != this.registering) {
				AsyncCompletion.this.current.checkCompletingThread(this.invocation);
			}
			AsyncCompletion.this.end.end(this.invocation, null);
			return value;
		}

		@Override
		public ThreadScope leave() {
			return ongoing(this.invocation).leave();
		}

	}

}
