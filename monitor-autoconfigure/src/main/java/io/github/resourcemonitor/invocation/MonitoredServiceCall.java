package io.github.resourcemonitor.invocation;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.servicecall.PayloadFlow;
import io.github.resourcemonitor.servicecall.PayloadFlows;
import io.github.resourcemonitor.servicecall.PayloadSizer;
import io.github.resourcemonitor.servicecall.ServiceCallTable;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * A service call from its start to its end, on the account of the invocation that made it
 * and of those around that one.
 */
final class MonitoredServiceCall implements ServiceCallScope {

	private final Instruments instruments;

	private final ServiceOperation operation;

	private final @Nullable ActiveInvocation invocation;

	private final long startNanos;

	/**
	 * The scope itself holds the call open, and each stream that is counted to its end.
	 */
	private final AtomicInteger holders = new AtomicInteger(1);

	private final AtomicBoolean closed = new AtomicBoolean();

	private final AtomicLong bytes = new AtomicLong();

	private volatile boolean measured;

	private volatile boolean unmeasurable;

	private volatile boolean failed;

	MonitoredServiceCall(Instruments instruments, ServiceOperation operation, @Nullable ActiveInvocation invocation) {
		this.instruments = instruments;
		this.operation = operation;
		this.invocation = invocation;
		for (ActiveInvocation each = invocation; each != null; each = each.parent()) {
			each.serviceCalls().opened(operation);
		}
		see();
		this.startNanos = instruments.nanoTime().getAsLong();
	}

	/**
	 * A call is where a thread blocks, which is when a virtual one leaves its carrier.
	 */
	private void see() {
		if (this.invocation != null) {
			this.invocation.seeThread();
		}
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
		long size = this.instruments.sizers().sizeOf(payload);
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
			this.instruments.failures().record("counting a stream", ex);
		}
		this.unmeasurable = true;
		return value;
	}

	@Override
	public void failed(Throwable ex) {
		this.failed = true;
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			release();
		}
	}

	private void release() {
		if (this.holders.decrementAndGet() == 0) {
			try {
				end(this.instruments.nanoTime().getAsLong() - this.startNanos);
			}
			catch (Throwable ex) {
				this.instruments.failures().record("end of a service call", ex);
			}
		}
	}

	/**
	 * End the call.
	 * @param duration how long it took, in nanoseconds, or
	 * {@link ServiceCallTable#UNKNOWN}
	 */
	void end(long duration) {
		see();
		long size = (this.measured && !this.unmeasurable) ? this.bytes.get() : ServiceCallTable.UNKNOWN;
		OutsideServiceCalls outside = this.instruments.outside();
		if (this.invocation == null) {
			outside.withoutInvocation().add(this.operation, duration, size, this.failed);
			return;
		}
		boolean recorded = this.invocation.serviceCalls().ended(this.operation, duration, size, this.failed);
		if (!recorded) {
			outside.late().add(this.operation, duration, size, this.failed);
		}
		for (ActiveInvocation each = this.invocation.parent(); each != null; each = each.parent()) {
			each.serviceCalls().ended(this.operation, duration, size, this.failed);
		}
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
			MonitoredServiceCall.this.measured = true;
			if (this.holds) {
				MonitoredServiceCall.this.holders.incrementAndGet();
			}
		}

		@Override
		public void transferred(long size) {
			MonitoredServiceCall.this.bytes.addAndGet(size);
		}

		@Override
		public void failed(Throwable ex) {
			MonitoredServiceCall.this.failed(ex);
		}

		@Override
		public void ended() {
			if (this.holds) {
				release();
			}
		}

	}

}
