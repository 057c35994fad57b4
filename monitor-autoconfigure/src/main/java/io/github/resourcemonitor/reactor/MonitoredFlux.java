package io.github.resourcemonitor.reactor;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * A {@link Flux} each subscription to which is an invocation. It does not support
 * operator fusion, because the work upstream has to be separated from the work
 * downstream.
 *
 * @param <T> the type of the elements
 */
final class MonitoredFlux<T> extends FluxOperator<T, T> {

	private final InvocationSubscriptions subscriptions;

	MonitoredFlux(Flux<? extends T> source, InvocationSubscriptions subscriptions) {
		super(source);
		this.subscriptions = subscriptions;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.subscriptions.subscribe(this.source, actual, false);
	}

}
