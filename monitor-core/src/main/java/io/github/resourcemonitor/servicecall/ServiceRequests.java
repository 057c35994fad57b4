package io.github.resourcemonitor.servicecall;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * Makes service calls of the requests that instrumented clients send. A request is part
 * of the call that its thread is making, if there is one; else of the call that an
 * earlier request with the same key made; else it makes a call of its own. Safe for use
 * by any thread; no method throws.
 */
public final class ServiceRequests {

	/**
	 * Nobody tells that a failed request will not be repeated, or that an upload was
	 * given up. The latest are remembered.
	 */
	private static final int MAX_REMEMBERED = 512;

	private static final ServiceRequest UNMEASURED = new UnmeasuredRequest();

	private final CallContext calls;

	private final Map<String, RequestedCall> remembered = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, RequestedCall> eldest) {
			return size() > MAX_REMEMBERED;
		}

	};

	/**
	 * Create new requests.
	 * @param calls finds the calls that they are part of
	 */
	public ServiceRequests(CallContext calls) {
		this.calls = calls;
	}

	/**
	 * A request is about to be sent.
	 * @param operation what is called, in case that this makes a call of its own
	 * @param context what the request is sent for, as captured on another thread;
	 * {@code null} for what the calling thread works for
	 * @param keys what this may have in common with earlier requests of the same call,
	 * and with no others; later ones are known by the first of them
	 * @return the request
	 */
	public ServiceRequest start(ServiceOperation operation, @Nullable Invocation context, String... keys) {
		try {
			RequestedCall call = remembered(keys);
			if (call == null) {
				call = call(operation, context);
			}
			if (keys.length > 0) {
				call.remember(keys[0]);
			}
			return new MonitoredRequest(operation, call);
		}
		catch (Throwable ex) {
			failed(ex);
			return UNMEASURED;
		}
	}

	/**
	 * Return whether what the calling thread would send now is part of a service call. A
	 * client whose requests cannot be counted makes no call of its own then.
	 * @return whether it is
	 */
	public boolean isInsideCall() {
		try {
			return this.calls.callAround(null) != null;
		}
		catch (Throwable ex) {
			failed(ex);
			return false;
		}
	}

	private RequestedCall call(ServiceOperation operation, @Nullable Invocation context) {
		ServiceCall around = this.calls.callAround(context);
		return (around != null) ? new RequestedCall(around, false)
				: new RequestedCall(this.calls.newServiceCall(operation, context), true);
	}

	private @Nullable RequestedCall remembered(String... keys) {
		synchronized (this.remembered) {
			for (String key : keys) {
				RequestedCall call = this.remembered.get(key);
				if (call != null) {
					return call;
				}
			}
			return null;
		}
	}

	private void failed(Throwable ex) {
		this.calls.failures().record("request of a service call", ex);
	}

	/**
	 * The requests of one call that a client makes, which is a service call of its own,
	 * or one of several things that a service call around it does.
	 */
	private final class RequestedCall {

		private final ServiceCall call;

		private final boolean own;

		private final Set<String> keys = new LinkedHashSet<>(2);

		private boolean sent;

		private boolean failed;

		/**
		 * Whether a call of its own is held open between two requests.
		 */
		private boolean held;

		/**
		 * Up to where the payload was transferred.
		 */
		private final AtomicLong transferred = new AtomicLong();

		RequestedCall(ServiceCall call, boolean own) {
			this.call = call;
			this.own = own;
			// A new call is held by who made it.
			this.held = own;
		}

		synchronized void remember(String key) {
			if (this.keys.add(key)) {
				synchronized (ServiceRequests.this.remembered) {
					ServiceRequests.this.remembered.put(key, this);
				}
			}
		}

		private void forget() {
			synchronized (ServiceRequests.this.remembered) {
				this.keys.forEach(ServiceRequests.this.remembered::remove);
			}
			this.keys.clear();
		}

		synchronized void begin() {
			this.call.requests().attempt(this.sent && this.failed);
			this.sent = true;
			if (this.own && !this.held) {
				this.call.hold();
			}
			this.held = false;
		}

		synchronized void end(String status, boolean failed, boolean moreExpected) {
			this.failed = failed;
			if (!failed && !moreExpected) {
				forget();
			}
			if (this.own) {
				this.call.outcome(failed);
				this.held = moreExpected && !failed;
			}
			if (this.own && !this.held) {
				this.call.release(status);
			}
			else {
				this.call.post(status);
			}
		}

		/**
		 * Count what was not transferred before.
		 */
		void payload(ServiceOperation operation, long from, long to) {
			long before = this.transferred.get();
			while (to > before && !this.transferred.compareAndSet(before, to)) {
				before = this.transferred.get();
			}
			if (operation.direction() == this.call.operation().direction()) {
				this.call.transferred(Math.max(0, to - Math.max(from, before)));
			}
		}

	}

	private final class MonitoredRequest implements ServiceRequest {

		private final ServiceOperation operation;

		private final RequestedCall call;

		private final AtomicBoolean ended = new AtomicBoolean();

		private volatile String status = "none";

		private volatile boolean failed;

		private volatile boolean moreExpected;

		/**
		 * Where the payload is. One thread at a time transfers it, and hands it on with
		 * the stream.
		 */
		private long position;

		MonitoredRequest(ServiceOperation operation, RequestedCall call) {
			this.operation = operation;
			this.call = call;
			call.begin();
		}

		@Override
		public void sent(long wireBytes) {
			this.call.call.requests().sent(wireBytes);
		}

		@Override
		public void received(long wireBytes) {
			this.call.call.requests().received(wireBytes);
		}

		@Override
		public void payloadFrom(long offset) {
			this.position = offset;
		}

		@Override
		public void payload(long bytes) {
			long from = this.position;
			this.position = from + bytes;
			this.call.payload(this.operation, from, from + bytes);
		}

		@Override
		public void answered(String status, boolean failed) {
			this.status = status;
			this.failed = failed;
		}

		@Override
		public void failed(Throwable ex) {
			this.status = ex.getClass().getSimpleName();
			this.failed = true;
		}

		@Override
		public void expectMore() {
			this.moreExpected = true;
		}

		@Override
		public void correlate(String key) {
			this.call.remember(key);
		}

		@Override
		public void end() {
			if (this.ended.compareAndSet(false, true)) {
				try {
					this.call.end(this.status, this.failed, this.moreExpected);
				}
				catch (Throwable ex) {
					ServiceRequests.this.failed(ex);
				}
			}
		}

	}

	/**
	 * Stands in for a request that could not be measured.
	 */
	private static final class UnmeasuredRequest implements ServiceRequest {

		@Override
		public void sent(long wireBytes) {
		}

		@Override
		public void received(long wireBytes) {
		}

		@Override
		public void payloadFrom(long offset) {
		}

		@Override
		public void payload(long bytes) {
		}

		@Override
		public void answered(String status, boolean failed) {
		}

		@Override
		public void failed(Throwable ex) {
		}

		@Override
		public void expectMore() {
		}

		@Override
		public void correlate(String key) {
		}

		@Override
		public void end() {
		}

	}

}
