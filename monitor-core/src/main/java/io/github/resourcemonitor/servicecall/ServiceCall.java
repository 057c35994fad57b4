package io.github.resourcemonitor.servicecall;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.servicecall.ServiceCallTable.CallRegistration;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * A service call from start to end. It is registered with the invocation that made it and
 * with the enclosing ones. It is open while anything retains it: its scope, a stream that
 * is counted to its end, or a request in progress. A request that retries a failed one
 * reopens a call that has ended. Thread-safe.
 */
public final class ServiceCall implements ServiceCallScope {

	private final ServiceCallComponents components;

	private final Function<ServiceCall, ThreadScope> current;

	private final ServiceOperation operation;

	private final @Nullable ServiceCallOwner owner;

	/**
	 * Registrations in the tables of its invocation and the enclosing ones.
	 */
	private final List<CallRegistration> registrations = new ArrayList<>(1);

	private @Nullable CallRegistration late;

	private final long startNanos;

	private final AtomicInteger holders = new AtomicInteger(1);

	private final AtomicBoolean closed = new AtomicBoolean();

	private final AtomicLong bytes = new AtomicLong();

	/**
	 * Payload transferred by instrumented clients, in bytes.
	 */
	private final AtomicLong transferred = new AtomicLong();

	private final RequestCounters requests = new RequestCounters();

	private volatile @Nullable ThreadScope binding;

	private volatile boolean measured;

	private volatile boolean transfers;

	private volatile boolean unmeasurable;

	private volatile boolean failed;

	private volatile boolean ended;

	private volatile long duration = ServiceCallTable.UNKNOWN;

	public ServiceCall(ServiceCallComponents components, Function<ServiceCall, ThreadScope> current,
			ServiceOperation operation, @Nullable ServiceCallOwner owner) {
		this.components = components;
		this.current = current;
		this.operation = operation;
		this.owner = owner;
		if (owner == null) {
			this.registrations.add(components.outside().withoutInvocation().register(operation, this::figures));
		}
		for (ServiceCallOwner each = owner; each != null; each = each.parent()) {
			this.registrations.add(each.serviceCalls().register(operation, this::figures));
		}
		observeThread();
		this.startNanos = components.nanoTime().getAsLong();
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
	 * Return the owner of the call.
	 * @return the owner, {@code null} outside any invocation
	 */
	public @Nullable ServiceCallOwner owner() {
		return this.owner;
	}

	ServiceOperation operation() {
		return this.operation;
	}

	/**
	 * A service call usually blocks, which is when a virtual thread leaves its carrier.
	 */
	private void observeThread() {
		if (this.owner != null) {
			this.components.threadObserver().run();
		}
	}

	private CallFigures figures() {
		boolean ended = this.ended;
		long duration = this.duration;
		boolean timed = ended && duration != ServiceCallTable.UNKNOWN;
		boolean measured = this.measured && !this.unmeasurable;
		boolean known = measured || this.transfers;
		long size = measured ? this.bytes.get() : this.transferred.get();
		boolean lacking = ended && !known && !this.failed && this.operation.direction() != CallDirection.NONE;
		return new CallFigures(ended ? 0 : 1, ended ? 1 : 0, (ended && this.failed) ? 1 : 0, known ? size : 0,
				known ? 1 : 0, lacking ? 1 : 0, timed ? duration : 0, timed ? 1 : 0, this.requests.attempts(),
				this.requests.retries(), this.requests.sentBytes(), this.requests.receivedBytes());
	}

	/**
	 * Update the tables with the current state of the call.
	 * @param status the status of a response, {@code null} if there was none
	 */
	void update(@Nullable String status) {
		for (CallRegistration registration : this.registrations) {
			if (!registration.update(status) && registration == this.registrations.get(0)) {
				updateLate(registration, status);
			}
		}
	}

	private synchronized void updateLate(CallRegistration registration, @Nullable String status) {
		CallRegistration late = this.late;
		if (late == null) {
			late = registration.continueIn(this.components.outside().late());
			this.late = late;
		}
		late.update(status);
	}

	@Override
	public void bytes(long size) {
		if (size >= 0) {
			this.measured = true;
			this.bytes.addAndGet(size);
		}
	}

	@Override
	public void payload(@Nullable Object payload) {
		long size = this.components.sizers().sizeOf(payload);
		if (size == PayloadSizer.UNKNOWN) {
			this.unmeasurable = true;
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
		try {
			Object counting = PayloadFlows.count(value, type, flow);
			if (counting != null) {
				flow.starts();
				return type.cast(counting);
			}
		}
		catch (Throwable ex) {
			this.components.failures().record("counting a stream", ex);
		}
		this.unmeasurable = true;
		return value;
	}

	@Override
	public void failed(Throwable ex) {
		this.failed = true;
	}

	/**
	 * Record the outcome of a request of a call that has no scope.
	 */
	void outcome(boolean failed) {
		this.failed = failed;
	}

	/**
	 * Return what counts the requests that are sent for this call.
	 */
	RequestCounters requests() {
		return this.requests;
	}

	/**
	 * Record payload transferred by an instrumented client. It is used if the payload is
	 * not measured otherwise.
	 * @param size the size in bytes
	 */
	void transferred(long size) {
		if (!this.transfers) {
			this.transfers = true;
		}
		if (size > 0) {
			this.transferred.addAndGet(size);
		}
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
		if (this.closed.compareAndSet(false, true)) {
			detach();
			release();
		}
	}

	/**
	 * Keep the call open, or reopen it.
	 */
	void hold() {
		if (this.holders.getAndIncrement() == 0) {
			this.ended = false;
			update(null);
		}
	}

	private void release() {
		release(null);
	}

	/**
	 * Release a hold; the last one ends the call.
	 * @param status the status of a response, {@code null} if there was none
	 */
	void release(@Nullable String status) {
		if (this.holders.decrementAndGet() > 0) {
			if (status != null) {
				update(status);
			}
			return;
		}
		try {
			end(this.components.nanoTime().getAsLong() - this.startNanos, status);
		}
		catch (Throwable ex) {
			this.components.failures().record("end of a service call", ex);
		}
	}

	/**
	 * End the call.
	 * @param duration the duration in nanoseconds, or {@link ServiceCallTable#UNKNOWN}
	 * @param status the status of the last response, {@code null} if there was none
	 */
	public void end(long duration, @Nullable String status) {
		observeThread();
		this.duration = duration;
		this.ended = true;
		update(status);
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
			ServiceCall.this.measured = true;
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
			ServiceCall.this.bytes.addAndGet(size);
		}

		@Override
		public void failed(Throwable ex) {
			ServiceCall.this.failed(ex);
		}

		@Override
		public void ended() {
			if (this.holds) {
				release();
			}
		}

	}

}
