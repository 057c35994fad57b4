package io.github.resourcemonitor.reactor;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.attribution.EarlyWork;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.invocation.OngoingInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;

/**
 * The subscriptions to one result of a handler. Each starts an invocation; the resource
 * use of assembling the result is attributed to the first one. Safe for use by any
 * thread.
 */
final class InvocationSubscriptions {

	private static final String HOOK = "subscription to a result";

	private final Supplier<@Nullable InvocationScope> starter;

	private final Invocations invocations;

	private final Failures failures;

	private final AtomicReference<@Nullable EarlyWork> assembly;

	/**
	 * Create new subscriptions.
	 * @param starter starts an invocation on the calling thread
	 * @param invocations the invocations of the monitor
	 * @param failures the failures of the monitor itself
	 * @param assembly the work of assembling the result, {@code null} for none
	 */
	InvocationSubscriptions(Supplier<@Nullable InvocationScope> starter, Invocations invocations, Failures failures,
			@Nullable EarlyWork assembly) {
		this.starter = starter;
		this.invocations = invocations;
		this.failures = failures;
		this.assembly = new AtomicReference<>(assembly);
	}

	/**
	 * Subscribe to the result; the calling thread works for the invocation while it
	 * subscribes.
	 * @param source the publisher that the handler returned
	 * @param actual the downstream subscriber
	 * @param single whether there is at most one element
	 */
	<T> void subscribe(Publisher<? extends T> source, CoreSubscriber<? super T> actual, boolean single) {
		ThreadScope outer = enclosing(actual);
		try {
			subscribe(source, actual, single, start());
		}
		finally {
			outer.close();
		}
	}

	/**
	 * Make the invocation of the subscriber current, which may subscribe on a thread that
	 * is not attached to it.
	 */
	private ThreadScope enclosing(CoreSubscriber<?> actual) {
		Object outer = actual.currentContext().getOrDefault(this.invocations, null);
		return (outer instanceof Invocation invocation) ? this.invocations.attach(invocation) : ThreadScope.NOOP;
	}

	private <T> void subscribe(Publisher<? extends T> source, CoreSubscriber<? super T> actual, boolean single,
			@Nullable OngoingInvocation invocation) {
		MonitoredSubscriber<T> subscriber = (invocation != null) ? subscriber(actual, invocation, single) : null;
		if (invocation == null || subscriber == null) {
			source.subscribe(actual);
			return;
		}
		try {
			// Use the method of Publisher, because that is where Reactor applies its
			// hooks.
			source.subscribe((Subscriber<? super T>) subscriber);
		}
		catch (Throwable ex) {
			subscriber.subscribeFailed(ex);
			throw ex;
		}
		finally {
			invocation.detach();
		}
	}

	/**
	 * The handler threw an exception instead of returning a publisher.
	 * @param ex the exception
	 */
	void failed(Throwable ex) {
		OngoingInvocation invocation = start();
		if (invocation != null) {
			invocation.end(ex);
		}
	}

	private @Nullable OngoingInvocation start() {
		InvocationScope scope = null;
		try {
			scope = this.starter.get();
			if (scope == null) {
				return null;
			}
			OngoingInvocation invocation = this.invocations.ongoing(scope);
			if (invocation == null) {
				scope.close();
				return null;
			}
			EarlyWork before = this.assembly.getAndSet(null);
			if (before != null) {
				invocation.chargeEarlyWork(before);
			}
			return invocation;
		}
		catch (Throwable ex) {
			this.failures.record(HOOK, ex);
			if (scope != null) {
				this.failures.guard(HOOK, scope::close);
			}
			return null;
		}
	}

	private <T> @Nullable MonitoredSubscriber<T> subscriber(CoreSubscriber<? super T> actual,
			OngoingInvocation invocation, boolean single) {
		try {
			return new MonitoredSubscriber<>(actual, invocation, this.invocations, single);
		}
		catch (Throwable ex) {
			this.failures.record(HOOK, ex);
			invocation.end(ex);
			return null;
		}
	}

}
