package io.github.resourcemonitor.servicecall;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.servicecall.ServiceCallTable.Posting;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * A service call from its start to its end, on the account of the invocation that made it
 * and of those around that one. It is open while anything holds it: its scope, a stream
 * that is counted to its end, a request that is under way. One that has ended is opened
 * again by a request that repeats a failed one.
 */
public final class ServiceCall implements ServiceCallScope {

	private final ServiceCallComponents components;

	private final CurrentServiceCall<ServiceCall> current;

	private final ServiceOperation operation;

	private final @Nullable ServiceCallOwner owner;

	/**
	 * The call in the tables of its invocation and of those around that one.
	 */
	private final List<Posting> postings = new ArrayList<>(1);

	private @Nullable Posting late;

	private final long startNanos;

	private final AtomicInteger holders = new AtomicInteger(1);

	private final AtomicBoolean closed = new AtomicBoolean();

	private final AtomicLong bytes = new AtomicLong();

	/**
	 * The payload that instrumented clients transferred.
	 */
	private final AtomicLong transferred = new AtomicLong();

	private final RequestCounters requests = new RequestCounters();

	private volatile @Nullable ThreadScope binding;

	private volatile boolean measured;

	private volatile boolean transfers;

	private volatile boolean unmeasurable;

	private volatile boolean failed;

	private volatile boolean over;

	private volatile long duration = ServiceCallTable.UNKNOWN;

	public ServiceCall(ServiceCallComponents components, CurrentServiceCall<ServiceCall> current,
			ServiceOperation operation, @Nullable ServiceCallOwner owner) {
		this.components = components;
		this.current = current;
		this.operation = operation;
		this.owner = owner;
		if (owner == null) {
			this.postings.add(components.outside().withoutInvocation().post(operation, this::figures));
		}
		for (ServiceCallOwner each = owner; each != null; each = each.parent()) {
			this.postings.add(each.serviceCalls().post(operation, this::figures));
		}
		see();
		this.startNanos = components.nanoTime().getAsLong();
	}

	/**
	 * Have requests that this thread sends be part of this call, until it is closed or
	 * detached.
	 */
	public ServiceCall bind() {
		this.binding = this.current.bind(this);
		return this;
	}

	/**
	 * Return what the call is made for.
	 * @return the owner, {@code null} outside any invocation
	 */
	public @Nullable ServiceCallOwner owner() {
		return this.owner;
	}

	ServiceOperation operation() {
		return this.operation;
	}

	/**
	 * A call is where a thread blocks, which is when a virtual one leaves its carrier.
	 */
	private void see() {
		if (this.owner != null) {
			this.components.threadSeen().run();
		}
	}

	private CallFigures figures() {
		boolean over = this.over;
		long duration = this.duration;
		boolean timed = over && duration != ServiceCallTable.UNKNOWN;
		boolean measured = this.measured && !this.unmeasurable;
		boolean known = measured || this.transfers;
		long size = measured ? this.bytes.get() : this.transferred.get();
		boolean lacking = over && !known && !this.failed && this.operation.direction() != CallDirection.NONE;
		return new CallFigures(over ? 0 : 1, over ? 1 : 0, (over && this.failed) ? 1 : 0, known ? size : 0,
				known ? 1 : 0, lacking ? 1 : 0, timed ? duration : 0, timed ? 1 : 0, this.requests.attempts(),
				this.requests.retries(), this.requests.sentBytes(), this.requests.receivedBytes());
	}

	/**
	 * Have the tables take in what has come since.
	 * @param status what a request was answered with, {@code null} if none was
	 */
	void post(@Nullable String status) {
		for (Posting posting : this.postings) {
			if (!posting.update(status) && posting == this.postings.get(0)) {
				postLate(posting, status);
			}
		}
	}

	private synchronized void postLate(Posting posting, @Nullable String status) {
		Posting late = this.late;
		if (late == null) {
			late = posting.continueIn(this.components.outside().late());
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
	 * Note how a request of this call ended, which has no scope to tell it.
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
	 * An instrumented client transferred payload. It counts where nobody measured the
	 * payload otherwise.
	 * @param size how much, in bytes
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
	 * Hold the call open, or open it again.
	 */
	void hold() {
		if (this.holders.getAndIncrement() == 0) {
			this.over = false;
			post(null);
		}
	}

	private void release() {
		release(null);
	}

	/**
	 * Hold the call open no longer.
	 * @param status what a request was answered with, {@code null} if none was
	 */
	void release(@Nullable String status) {
		if (this.holders.decrementAndGet() > 0) {
			if (status != null) {
				post(status);
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
	 * @param duration how long it took, in nanoseconds, or
	 * {@link ServiceCallTable#UNKNOWN}
	 * @param status what the last request was answered with, {@code null} if there was
	 * none
	 */
	public void end(long duration, @Nullable String status) {
		see();
		this.duration = duration;
		this.over = true;
		post(status);
	}

	/**
	 * What flows through one stream or channel.
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
			return ServiceCall.this.current.bind(ServiceCall.this);
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
