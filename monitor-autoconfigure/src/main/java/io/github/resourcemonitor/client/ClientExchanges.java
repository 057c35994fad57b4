package io.github.resourcemonitor.client;

import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.github.resourcemonitor.servicecall.ServiceRequest;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import org.jspecify.annotations.Nullable;

/**
 * The way from the instrumentation of a client to the monitor. It starts a
 * {@link ServiceRequest} for each request of the client, to which the instrumentation
 * reports what becomes of it, and guards the other work of the instrumentation. Safe for
 * use by any thread.
 */
public final class ClientExchanges {

	private final String hook;

	private final Supplier<ServiceRequests> requests;

	private final Supplier<Invocations> invocations;

	private final Failures failures;

	/**
	 * Create new exchanges.
	 * @param hook the constant name under which failures are recorded
	 * @param requests supplies what starts requests; called for the first request
	 * @param invocations supplies the invocations
	 * @param failures the failures of the monitor itself
	 */
	public ClientExchanges(String hook, Supplier<ServiceRequests> requests, Supplier<Invocations> invocations,
			Failures failures) {
		this.hook = hook;
		this.requests = requests;
		this.invocations = invocations;
		this.failures = failures;
	}

	/**
	 * Start a request.
	 * @param operation what is called
	 * @param context the captured context of the request, {@code null} for that of the
	 * calling thread
	 * @param keys what attempts of the same call have in common
	 * @return the request
	 */
	public ServiceRequest start(ServiceOperation operation, @Nullable Invocation context, String... keys) {
		return this.requests.get().start(operation, context, keys);
	}

	/**
	 * Return the invocations.
	 * @return the invocations
	 */
	public Invocations invocations() {
		return this.invocations.get();
	}

	/**
	 * Run work of the instrumentation; anything that it throws is recorded and swallowed.
	 * @param work the work
	 */
	public void guard(Runnable work) {
		this.failures.guard(this.hook, work);
	}

	/**
	 * Run work of the instrumentation that has a result; anything that it throws is
	 * recorded and swallowed.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return the result, {@code null} if the work failed
	 */
	public <T> @Nullable T attempt(Supplier<? extends @Nullable T> work) {
		return this.failures.attempt(this.hook, work);
	}

}
