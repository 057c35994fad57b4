package io.github.resourcemonitor.reactor;

import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * The subscriptions to one result of a method that calls a service. Safe for use by any
 * thread.
 *
 * @param start starts a call
 * @param measured whether the elements are the payload
 * @param invocations supplies the invocations that the calls are made for
 * @param failures the failures of the monitor itself
 */
record ServiceCallSubscriptions(Supplier<ServiceCallScope> start, boolean measured, Supplier<Invocations> invocations,
		Failures failures) {

	/**
	 * Subscribe to the result; requests that the calling thread sends while it subscribes
	 * are part of the call.
	 * @param source the publisher that the method returned
	 * @param actual the downstream subscriber
	 */
	<T> void subscribe(Publisher<? extends T> source, CoreSubscriber<? super T> actual) {
		ServiceCallSubscriber<T> subscriber = this.failures.attempt("subscription to a result",
				() -> subscriber(source, actual));
		if (subscriber == null) {
			source.subscribe(actual);
			return;
		}
		try {
			// Use the method of Publisher, because that is where Reactor applies its
			// hooks.
			source.subscribe((Subscriber<? super T>) subscriber);
		}
		catch (Throwable ex) {
			subscriber.end(ex);
			throw ex;
		}
		finally {
			subscriber.subscribed();
		}
	}

	private <T> ServiceCallSubscriber<T> subscriber(Publisher<? extends T> source, CoreSubscriber<? super T> actual) {
		Invocations invocations = this.invocations.get();
		Invocation around = invocations.capture();
		return new ServiceCallSubscriber<>(actual, around, this.start.get(), this.measured, source instanceof Mono<?>,
				invocations);
	}

}
