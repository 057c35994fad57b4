package io.github.resourcemonitor.reactor;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * A {@link Flux} each subscription to which is a service call.
 *
 * @param <T> the type of the elements
 */
final class ServiceCallFlux<T> extends FluxOperator<T, T> {

	private final ServiceCallSubscriptions subscriptions;

	ServiceCallFlux(Flux<? extends T> source, ServiceCallSubscriptions subscriptions) {
		super(source);
		this.subscriptions = subscriptions;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.subscriptions.subscribe(this.source, actual);
	}

}
