package io.github.resourcemonitor.reactor;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/**
 * A {@link Mono} each subscription to which is a service call.
 *
 * @param <T> the type of the element
 */
final class ServiceCallMono<T> extends MonoOperator<T, T> {

	private final ServiceCallSubscriptions subscriptions;

	ServiceCallMono(Mono<? extends T> source, ServiceCallSubscriptions subscriptions) {
		super(source);
		this.subscriptions = subscriptions;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.subscriptions.subscribe(this.source, actual);
	}

}
