package io.github.resourcemonitor.reactor;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.invocation.Invocations;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Subscriber that ends a service call when its result completes, fails or is cancelled.
 * The work upstream of it is part of the call, the work downstream is not.
 *
 * @param <T> the type of the elements
 */
final class ServiceCallSubscriber<T> implements CoreSubscriber<T>, Subscription, Scannable {

	private final CoreSubscriber<? super T> actual;

	private final ServiceCallScope call;

	private final boolean measured;

	private final boolean single;

	private final Invocations invocations;

	/**
	 * The invocation or call around the subscription.
	 */
	private final @Nullable Invocation around;

	/**
	 * The call as part of the invocation that it is made for; {@code null} outside any
	 * invocation.
	 */
	private final @Nullable Invocation made;

	private final Context context;

	private @Nullable Subscription upstream;

	private volatile boolean terminated;

	/**
	 * Create a new subscriber.
	 * @param actual the downstream subscriber
	 * @param around the invocation or call that the calling thread worked for before
	 * @param call the call, which has started on the calling thread
	 * @param measured whether the elements are the payload
	 * @param single whether the first element is the result
	 * @param invocations the invocations; also the key of the call in the subscriber
	 * context
	 */
	ServiceCallSubscriber(CoreSubscriber<? super T> actual, @Nullable Invocation around, ServiceCallScope call,
			boolean measured, boolean single, Invocations invocations) {
		this.actual = actual;
		this.around = around;
		this.call = call;
		this.measured = measured;
		this.single = single;
		this.invocations = invocations;
		this.made = invocations.capture();
		Context context = actual.currentContext();
		this.context = (this.made != null) ? context.put(invocations, this.made) : context;
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	/**
	 * Subscribing is done: the calling thread no longer works for the call.
	 */
	void subscribed() {
		this.call.detach();
	}

	/**
	 * End the call.
	 * @param failure the failure, {@code null} if it succeeded or was cancelled
	 */
	void end(@Nullable Throwable failure) {
		this.terminated = true;
		if (failure != null) {
			this.call.failed(failure);
		}
		this.call.close();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (Operators.validate(this.upstream, subscription)) {
			this.upstream = subscription;
			ThreadScope outside = this.invocations.attachServiceCall(this.around);
			try {
				this.actual.onSubscribe(this);
			}
			finally {
				outside.close();
			}
		}
	}

	@Override
	public void onNext(T element) {
		if (this.measured) {
			this.call.payload(element);
		}
		if (this.single) {
			// A thread that waits for the only element does not wait for the completion.
			end(null);
		}
		ThreadScope outside = this.invocations.attachServiceCall(this.around);
		try {
			this.actual.onNext(element);
		}
		finally {
			outside.close();
		}
	}

	@Override
	public void onError(Throwable ex) {
		end(ex);
		ThreadScope outside = this.invocations.attachServiceCall(this.around);
		try {
			this.actual.onError(ex);
		}
		finally {
			outside.close();
		}
	}

	@Override
	public void onComplete() {
		end(null);
		ThreadScope outside = this.invocations.attachServiceCall(this.around);
		try {
			this.actual.onComplete();
		}
		finally {
			outside.close();
		}
	}

	@Override
	public void request(long elements) {
		Subscription subscription = this.upstream;
		if (subscription != null) {
			ThreadScope working = (this.made != null) ? this.invocations.attach(this.made) : ThreadScope.NOOP;
			try {
				subscription.request(elements);
			}
			finally {
				working.close();
			}
		}
	}

	@Override
	public void cancel() {
		Subscription subscription = this.upstream;
		if (subscription != null) {
			try {
				subscription.cancel();
			}
			finally {
				end(null);
			}
		}
	}

	@Override
	@SuppressWarnings("rawtypes")
	public @Nullable Object scanUnsafe(Attr key) {
		if (key == Attr.PARENT) {
			return this.upstream;
		}
		if (key == Attr.ACTUAL) {
			return this.actual;
		}
		if (key == Attr.TERMINATED) {
			return this.terminated;
		}
		return (key == Attr.RUN_STYLE) ? Attr.RunStyle.SYNC : null;
	}

}
