package io.github.resourcemonitor.reactor;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * A {@link Flux} each subscription to which is an invocation. It takes part in no fusion:
 * the work has to be told from that of others.
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
