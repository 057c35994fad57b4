package io.github.resourcemonitor.reactor;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/**
 * A {@link Mono} each subscription to which is an invocation. It does not support
 * operator fusion, because the work upstream has to be separated from the work
 * downstream.
 *
 * @param <T> the type of the element
 */
final class MonitoredMono<T> extends MonoOperator<T, T> {

	private final InvocationSubscriptions subscriptions;

	MonitoredMono(Mono<? extends T> source, InvocationSubscriptions subscriptions) {
		super(source);
		this.subscriptions = subscriptions;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.subscriptions.subscribe(this.source, actual, true);
	}

}
