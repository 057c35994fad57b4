package io.github.resourcemonitor.reactor;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.invocation.OngoingInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One subscription to the result of a handler. The upstream works for the invocation: a
 * thread enters the invocation when it requests elements and leaves it when it passes a
 * signal downstream. The invocation ends once, before the terminal signal is passed on.
 *
 * @param <T> the type of the elements
 */
final class MonitoredSubscriber<T> implements CoreSubscriber<T>, Subscription, Scannable {

	@SuppressWarnings("rawtypes")
	private static final AtomicIntegerFieldUpdater<MonitoredSubscriber> ENDED = AtomicIntegerFieldUpdater
		.newUpdater(MonitoredSubscriber.class, "ended");

	private final CoreSubscriber<? super T> actual;

	private final OngoingInvocation invocation;

	private final Context context;

	private final boolean single;

	private @Nullable Subscription upstream;

	private volatile int ended;

	/**
	 * Create a new subscriber.
	 * @param actual the downstream subscriber
	 * @param invocation the invocation, which has started on the calling thread
	 * @param key the key of the invocation in the subscriber context
	 * @param single whether there is at most one element, which then is the result
	 */
	MonitoredSubscriber(CoreSubscriber<? super T> actual, OngoingInvocation invocation, Object key, boolean single) {
		this.actual = actual;
		this.invocation = invocation;
		this.context = actual.currentContext().put(key, invocation.invocation());
		this.single = single;
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (Operators.validate(this.upstream, subscription)) {
			this.upstream = subscription;
			ThreadScope outside = this.invocation.leave();
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
		if (this.single) {
			// The only element is the result. The time that the downstream takes to
			// process it is not part of the invocation.
			end(null);
		}
		else {
			this.invocation.checkCompletingThread();
		}
		ThreadScope outside = this.invocation.leave();
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
		ThreadScope outside = this.invocation.leave();
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
		ThreadScope outside = this.invocation.leave();
		try {
			this.actual.onComplete();
		}
		finally {
			outside.close();
		}
	}

	private void end(@Nullable Throwable failure) {
		if (ENDED.compareAndSet(this, 0, 1)) {
			this.invocation.checkCompletingThread();
			this.invocation.end(failure);
		}
	}

	/**
	 * Subscribing threw an exception that is not signalled to the subscriber.
	 */
	void subscribeFailed(Throwable ex) {
		if (ENDED.compareAndSet(this, 0, 1)) {
			this.invocation.end(ex);
		}
	}

	@Override
	public void request(long elements) {
		Subscription subscription = this.upstream;
		if (subscription != null) {
			ThreadScope working = this.invocation.enter();
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
		if (subscription == null) {
			return;
		}
		boolean first = ENDED.compareAndSet(this, 0, 1);
		ThreadScope working = first ? this.invocation.enter() : ThreadScope.NOOP;
		try {
			subscription.cancel();
		}
		finally {
			working.close();
			if (first) {
				this.invocation.end(new CancellationException("The subscription was cancelled"));
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
			return this.ended != 0;
		}
		return (key == Attr.RUN_STYLE) ? Attr.RunStyle.SYNC : null;
	}

}
