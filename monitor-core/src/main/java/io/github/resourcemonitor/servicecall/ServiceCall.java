package io.github.resourcemonitor.servicecall;

import java.util.function.Function;

import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * A service call from start to end. It is open while anything holds it: its scope, a
 * stream that is counted to its end, or a request in progress. Thread-safe.
 */
public final class ServiceCall extends CallProgress implements ServiceCallScope {

	private final Function<ServiceCall, ThreadScope> current;

	private volatile @Nullable ThreadScope binding;

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

}
