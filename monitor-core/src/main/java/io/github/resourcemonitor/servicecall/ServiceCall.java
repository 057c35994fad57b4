package io.github.resourcemonitor.servicecall;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.completion.CompletionObserver;
import io.github.resourcemonitor.completion.FutureOutcome;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * A service call from start to end. It is open while anything holds it: its scope, a
 * stream that is counted to its end, or a request in progress. Thread-safe.
 */
public final class ServiceCall extends CallProgress implements ServiceCallScope {

	private static final String RESULT = "result of a service call";

	private final Function<ServiceCall, ThreadScope> current;

	private volatile @Nullable ThreadScope binding;

	/**
	 * The asynchronous result that the call ends with.
	 */
	private volatile @Nullable AsyncResult async;

	public ServiceCall(ServiceCallComponents components, Function<ServiceCall, ThreadScope> current,
			ServiceOperation operation, @Nullable ServiceCallOwner owner) {
		super(components, operation, owner);
		this.current = current;
	}

	/**
	 * Make this call current on the calling thread until it is closed or detached:
	 * requests that the thread sends are part of it.
	 */
	public ServiceCall bind() {
		this.binding = this.current.apply(this);
		return this;
	}

	/**
	 * Start another call of the same operation for the same owner.
	 */
	ServiceCall again() {
		return new ServiceCall(components(), this.current, operation(), owner());
	}

	@Override
	public void bytes(long size) {
		if (size >= 0) {
			measured(size);
		}
	}

	@Override
	public void payload(@Nullable Object payload) {
		long size = components().sizers().sizeOf(payload);
		if (size == PayloadSizer.UNKNOWN) {
			unmeasurable();
		}
		bytes(size);
	}

	@Override
	public <T> T count(T flow, Class<T> type) {
		return count(flow, type, new Flow(false));
	}

	@Override
	public <T> T countToEnd(T flow, Class<T> type) {
		return count(flow, type, new Flow(true));
	}

	private <T> T count(T value, Class<T> type, Flow flow) {
		Object counting = components().failures()
			.attempt("counting a stream", () -> PayloadFlows.count(value, type, flow));
		if (counting == null) {
			unmeasurable();
			return value;
		}
		flow.starts();
		return type.cast(counting);
	}

	@Override
	public void failed(Throwable ex) {
		outcome(true);
	}

	@Override
	public void detach() {
		ThreadScope bound = this.binding;
		if (bound != null) {
			bound.close();
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T extends @Nullable Object> T closeWith(T result, UnaryOperator<@Nullable Object> measure) {
		Object handedOn = result;
		try {
			if (result instanceof CompletionStage || result instanceof Future) {
				detach();
				AsyncResult async = new AsyncResult(result, measure);
				this.async = async;
				return (T) async.follow();
			}
			handedOn = measure.apply(result);
		}
		catch (Throwable ex) {
			components().failures().record(RESULT, ex);
		}
		close();
		return (T) handedOn;
	}

	@Override
	void asked() {
		AsyncResult async = this.async;
		if (async != null) {
			components().failures().guard(RESULT, async::endIfDone);
		}
		post();
	}

	@Override
	public void close() {
		detach();
		releaseScope();
	}

	/**
	 * End the call, without a scope that is closed.
	 * @param duration the duration in nanoseconds, or {@link ServiceCallTable#UNKNOWN}
	 * @param status the status of the last response, {@code null} if there was none
	 */
	public void end(long duration, @Nullable String status) {
		if (status != null) {
			requests((requests) -> requests.answered(status));
		}
		settle(duration);
	}

	/**
	 * Listener for one counted stream or channel.
	 */
	private final class Flow implements PayloadFlow {

		private final boolean holds;

		Flow(boolean holds) {
			this.holds = holds;
		}

		void starts() {
			measured(0);
			if (this.holds) {
				hold();
			}
		}

		@Override
		public Object enter() {
			return ServiceCall.this.current.apply(ServiceCall.this);
		}

		@Override
		public void leave(@Nullable Object entered) {
			if (entered instanceof ThreadScope bound) {
				bound.close();
			}
		}

		@Override
		public void transferred(long size) {
			measured(size);
		}

		@Override
		public void failed(Throwable ex) {
			outcome(true);
		}

		@Override
		public void ended() {
			if (this.holds) {
				release(false);
			}
		}

	}

	/**
	 * The end of a service call whose result is asynchronous. The call ends once: when
	 * the result completes, or when a table asks and the result is there, although no
	 * observer was called so far. Thread-safe. Locks itself before the call.
	 */
	private final class AsyncResult implements CompletionObserver {

		private final Object result;

		private final UnaryOperator<@Nullable Object> measure;

		private volatile @Nullable CompletableFuture<?> future;

		/**
		 * Whether someone is told when the result is there. Otherwise the call ends when
		 * a table asks, and its duration is not known.
		 */
		private volatile boolean told = true;

		// Guarded by this.

		private boolean completed;

		private @Nullable Object value;

		AsyncResult(Object result, UnaryOperator<@Nullable Object> measure) {
			this.result = result;
			this.measure = measure;
		}

		/**
		 * Follow the result.
		 * @return the result to hand on
		 * @throws Throwable what the result throws
		 */
		Object follow() throws Throwable {
			if (this.result instanceof CompletionStage<?> stage) {
				return components().follower().follow(stage, this);
			}
			if (!endIfDone()) {
				this.told = components().follower().listen((Future<?>) this.result, this);
			}
			return this.result;
		}

		/**
		 * End the call if the result is there.
		 * @return whether it is
		 */
		boolean endIfDone() {
			if (this.result instanceof CompletionStage<?> stage) {
				CompletableFuture<?> future = this.future;
				if (future == null) {
					// Once, because some stages add a dependent to themselves for each.
					future = stage.toCompletableFuture();
					this.future = future;
				}
				if (future.isDone()) {
					future.handle(this::completed);
					return true;
				}
				return false;
			}
			FutureOutcome outcome = FutureOutcome.of((Future<?>) this.result);
			if (outcome != null) {
				completed(outcome.value(), outcome.failure());
			}
			return outcome != null;
		}

		@Override
		public synchronized @Nullable Object completed(@Nullable Object value, @Nullable Throwable failure) {
			if (!this.completed) {
				this.completed = true;
				this.value = value;
				if (failure != null) {
					ServiceCall.this.failed(failure);
				}
				else {
					this.value = measured(value);
				}
				if (!this.told) {
					settle(ServiceCallTable.UNKNOWN);
				}
				ServiceCall.this.close();
			}
			return this.value;
		}

		private @Nullable Object measured(@Nullable Object value) {
			try {
				return this.measure.apply(value);
			}
			catch (Throwable ex) {
				components().failures().record(RESULT, ex);
				return value;
			}
		}

		@Override
		public ThreadScope leave() {
			return components().leaving().apply(ServiceCall.this);
		}

	}

}
