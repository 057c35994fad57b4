package io.github.resourcemonitor.reactor;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

/**
 * A {@link Mono} each subscription to which is an invocation. It takes part in no fusion:
 * the work has to be told from that of others.
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
