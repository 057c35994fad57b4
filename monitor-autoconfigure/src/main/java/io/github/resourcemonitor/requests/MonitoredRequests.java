package io.github.resourcemonitor.requests;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.invocation.OngoingInvocation;
import io.github.resourcemonitor.invocation.RequestDetails;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.record.Trigger;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;

/**
 * Decides which requests are invocations, and starts them. The server needs it before the
 * monitor exists, so that all is looked up at the first request. Thread-safe.
 */
public final class MonitoredRequests {

	private final Supplier<Invocations> invocations;

	private final Supplier<List<RequestExclusion>> exclusions;

	private final Routes routes;

	private final Supplier<List<RequestTraceResolver>> traces;

	private final BooleanSupplier enabled;

	private final @Nullable String responseHeader;

	private final Failures failures;

	/**
	 * Create new requests.
	 * @param invocations the invocations of the monitor
	 * @param exclusions which requests are no invocations
	 * @param routes the templates of their routes
	 * @param traces know their traces
	 * @param enabled whether any are; asked at each request
	 * @param responseHeader the header of responses that is to have the id of the
	 * invocation; {@code null} for none
	 * @param failures the failures of the monitor itself
	 */
	public MonitoredRequests(Supplier<Invocations> invocations, Supplier<List<RequestExclusion>> exclusions,
			Routes routes, Supplier<List<RequestTraceResolver>> traces, BooleanSupplier enabled,
			@Nullable String responseHeader, Failures failures) {
		this.invocations = invocations;
		this.exclusions = exclusions;
		this.routes = routes;
		this.traces = traces;
		this.enabled = enabled;
		this.responseHeader = responseHeader;
		this.failures = failures;
	}

	/**
	 * Return whether a request is an invocation.
	 * @param method its method
	 * @param path the path within the application, still encoded
	 */
	boolean includes(String method, String path) {
		if (!this.enabled.getAsBoolean()) {
			return false;
		}
		PathContainer parsed = new RequestedPath(path);
		List<RequestExclusion> exclusions = this.exclusions.get();
		// Without an iterator, because this is done for each request.
		for (int i = 0; i < exclusions.size(); i++) {
			if (exclusions.get(i).excludes(method, parsed)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Start an invocation on the calling thread.
	 * @return the invocation, {@code null} if it could not be started
	 */
	@Nullable InvocationScope start(String method, Trigger trigger, RequestDetails details) {
		return this.invocations.get().start(method, trigger, details);
	}

	@Nullable OngoingInvocation ongoing(InvocationScope scope) {
		return this.invocations.get().ongoing(scope);
	}

	/**
	 * Return the trace that a request was part of.
	 * @param attributes returns an attribute of the request, {@code null} if it has none
	 */
	@Nullable TraceContext trace(Function<String, @Nullable Object> attributes) {
		for (RequestTraceResolver resolver : this.traces.get()) {
			TraceContext trace = resolver.trace(attributes);
			if (trace != null) {
				return trace;
			}
		}
		return null;
	}

	Routes routes() {
		return this.routes;
	}

	@Nullable String responseHeader() {
		return this.responseHeader;
	}

	Failures failures() {
		return this.failures;
	}

}
