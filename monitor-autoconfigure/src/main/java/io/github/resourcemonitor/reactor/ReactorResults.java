package io.github.resourcemonitor.reactor;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.attribution.EarlyWork;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.AsyncEndStrategy;
import io.github.resourcemonitor.invocation.ColdPublishers;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.invocation.OngoingInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Results of methods that are declared to return a {@link Mono}, a {@link Flux} or a
 * {@link Publisher}: each subscription to the result of a handler is an invocation, and
 * each subscription to the result of a service call is a call. Safe for use by any
 * thread.
 */
public final class ReactorResults implements ColdPublishers, AsyncEndStrategy {

	private static final String UNDECLARED = "it returned a Publisher, whose work is done later; declare the handler to return Mono, Flux or Publisher";

	private static final String ADAPTED = "it returned a reactive type, whose work is done when it is subscribed to; declare the handler to return Mono, Flux or Publisher";

	private final ReactiveTypes types = new ReactiveTypes();

	private final Supplier<Invocations> invocations;

	private final Runnable beforeFirst;

	private final Failures failures;

	private volatile boolean called;

	/**
	 * Create new results. Interceptors need them before the monitor exists, so its
	 * invocations are looked up at the first call.
	 * @param invocations the invocations of the monitor
	 * @param beforeFirst runs before the first call; more than once if several first
	 * calls are concurrent
	 * @param failures the failures of the monitor itself
	 */
	public ReactorResults(Supplier<Invocations> invocations, Runnable beforeFirst, Failures failures) {
		this.invocations = invocations;
		this.beforeFirst = beforeFirst;
		this.failures = failures;
	}

	@Override
	public boolean supports(Class<?> declared) {
		return declared == Mono.class || declared == Flux.class || (Publisher.class.isAssignableFrom(declared)
				&& declared.isAssignableFrom(MonitoredMono.class) && declared.isAssignableFrom(MonitoredFlux.class));
	}

	@Override
	public @Nullable Object call(Function<Invocations, @Nullable InvocationScope> start, Call call) throws Throwable {
		EarlyWork before = this.failures.attempt("assembly of a result", this::prepare);
		Object result;
		try {
			result = call.proceed();
		}
		catch (Throwable ex) {
			this.failures.guard("assembly of a result",
					() -> subscriptions(start, this.invocations.get().endEarlyWork(before)).failed(ex));
			throw ex;
		}
		if (!(result instanceof Publisher<?> publisher)) {
			return result;
		}
		Object monitored = this.failures.attempt("assembly of a result",
				() -> monitor(publisher, subscriptions(start, this.invocations.get().endEarlyWork(before))));
		return (monitored != null) ? monitored : result;
	}

	@Override
	public @Nullable Object serviceCall(Supplier<ServiceCallScope> start, boolean measured, Call call)
			throws Throwable {
		this.failures.guard("assembly of a result", this::prepareOnce);
		Object result;
		try {
			result = call.proceed();
		}
		catch (Throwable ex) {
			this.failures.guard("assembly of a result", () -> {
				ServiceCallScope scope = start.get();
				scope.failed(ex);
				scope.close();
			});
			throw ex;
		}
		if (!(result instanceof Publisher<?> publisher)) {
			return result;
		}
		ServiceCallSubscriptions subscriptions = new ServiceCallSubscriptions(start, measured, this.invocations,
				this.failures);
		return (publisher instanceof Mono<?> mono) ? new ServiceCallMono<>(mono, subscriptions)
				: new ServiceCallFlux<>(Flux.from(publisher), subscriptions);
	}

	private void prepareOnce() {
		if (!this.called) {
			this.beforeFirst.run();
			this.called = true;
		}
	}

	private @Nullable EarlyWork prepare() {
		prepareOnce();
		return this.invocations.get().beginEarlyWork();
	}

	private InvocationSubscriptions subscriptions(Function<Invocations, @Nullable InvocationScope> start,
			@Nullable EarlyWork assembly) {
		Invocations invocations = this.invocations.get();
		return new InvocationSubscriptions(() -> start.apply(invocations), invocations, this.failures, assembly);
	}

	/**
	 * Make each subscription to a result an invocation.
	 * @param <T> the type of the element
	 * @param result the result
	 * @param starter starts the invocation on the thread that subscribes
	 * @return the result to subscribe to instead
	 */
	public <T> Mono<T> monitor(Mono<T> result, Supplier<@Nullable InvocationScope> starter) {
		prepareOnce();
		return new MonitoredMono<>(result,
				new InvocationSubscriptions(starter, this.invocations.get(), this.failures, null));
	}

	private static <T> Publisher<T> monitor(Publisher<T> publisher, InvocationSubscriptions subscriptions) {
		return (publisher instanceof Mono<T> mono) ? new MonitoredMono<>(mono, subscriptions)
				: new MonitoredFlux<>(Flux.from(publisher), subscriptions);
	}

	@Override
	public boolean follow(OngoingInvocation invocation, Object result) {
		if (result instanceof Publisher) {
			invocation.incomplete(UNDECLARED);
		}
		else if (!(result instanceof CompletionStage) && this.types.test(result.getClass())) {
			invocation.incomplete(ADAPTED);
		}
		return false;
	}

}
