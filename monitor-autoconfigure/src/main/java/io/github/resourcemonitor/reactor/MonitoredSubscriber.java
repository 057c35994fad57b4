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
 * One subscription to what a handler returned. What is above works for the invocation: it
 * is entered with what is requested and left with what is passed on. The invocation ends
 * before its end is passed on, once.
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
	 * @param actual the one that subscribed
	 * @param invocation the invocation, which has started on the calling thread
	 * @param key under which the context has the invocation
	 * @param single whether there is one element at most, so that it is the result
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
			ThreadScope elsewhere = this.invocation.leave();
			try {
				this.actual.onSubscribe(this);
			}
			finally {
				elsewhere.close();
			}
		}
	}

	@Override
	public void onNext(T element) {
		if (this.single) {
			// The only element is the result; what others do with it takes them its time.
			end(null);
		}
		else {
			this.invocation.advancedHere();
		}
		ThreadScope elsewhere = this.invocation.leave();
		try {
			this.actual.onNext(element);
		}
		finally {
			elsewhere.close();
		}
	}

	@Override
	public void onError(Throwable ex) {
		end(ex);
		ThreadScope elsewhere = this.invocation.leave();
		try {
			this.actual.onError(ex);
		}
		finally {
			elsewhere.close();
		}
	}

	@Override
	public void onComplete() {
		end(null);
		ThreadScope elsewhere = this.invocation.leave();
		try {
			this.actual.onComplete();
		}
		finally {
			elsewhere.close();
		}
	}

	private void end(@Nullable Throwable failure) {
		if (ENDED.compareAndSet(this, 0, 1)) {
			this.invocation.advancedHere();
			this.invocation.end(failure);
		}
	}

	/**
	 * Subscribing threw something that no subscriber is told.
	 */
	void threw(Throwable ex) {
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
