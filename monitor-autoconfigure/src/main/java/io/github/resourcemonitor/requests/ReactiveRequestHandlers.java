package io.github.resourcemonitor.requests;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.reactor.ReactorResults;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.adapter.HttpWebHandlerAdapter;

/**
 * Makes each request to Spring WebFlux an invocation, outside of all filters and of the
 * handling of errors. The request and the response are passed on as they are.
 */
public final class ReactiveRequestHandlers implements HttpHandlerDecoratorFactory, Ordered {

	private final MonitoredRequests requests;

	private final Supplier<ReactorResults> results;

	private final ApplicationContext context;

	private final String basePath;

	private final BooleanSupplier forwarded;

	/**
	 * Create a new factory.
	 * @param requests decides which requests are invocations
	 * @param results follow the handling of requests
	 * @param context the context whose requests are invocations
	 * @param basePath the path that all requests are below, as it is configured: that of
	 * a request may have a prefix that its client chose, by a header
	 * @param forwarded whether a {@link ForwardedRequestFilter} needs the details of
	 * requests
	 */
	public ReactiveRequestHandlers(MonitoredRequests requests, Supplier<ReactorResults> results,
			ApplicationContext context, String basePath, BooleanSupplier forwarded) {
		this.basePath = root(basePath);
		this.forwarded = forwarded;
		this.requests = requests;
		this.results = results;
		this.context = context;
	}

	/**
	 * Return the path as Spring Boot understands the property.
	 */
	private static String root(String basePath) {
		String path = basePath.strip();
		if (!path.isEmpty() && !path.startsWith("/")) {
			path = "/" + path;
		}
		return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public HttpHandler apply(HttpHandler handler) {
		// A server of a child context, such as that of the management port, looks for
		// decorators in its parent as well.
		if (handler instanceof HttpWebHandlerAdapter adapter && adapter.getApplicationContext() != null
				&& adapter.getApplicationContext() != this.context) {
			return handler;
		}
		return (request, response) -> handle(handler, request, response);
	}

	private Mono<Void> handle(HttpHandler handler, ServerHttpRequest request, ServerHttpResponse response) {
		Mono<Void> monitored = this.requests.failures()
			.attempt("invocation of a request", () -> monitor(handler, request, response));
		return (monitored != null) ? monitored : handler.handle(request, response);
	}

	private @Nullable Mono<Void> monitor(HttpHandler handler, ServerHttpRequest request, ServerHttpResponse response) {
		RequestPath path = request.getPath();
		if (!this.requests.includes(request.getMethod().name(), path.pathWithinApplication().value())) {
			return null;
		}
		ReactiveRequestDetails details = new ReactiveRequestDetails(request, response, this.basePath, this.requests);
		Mono<Void> handled = Mono.defer(() -> handler.handle(request, response));
		return this.results.get()
			.monitor(this.forwarded.getAsBoolean()
					? handled.contextWrite((context) -> context.put(ReactiveRequestDetails.class, details)) : handled,
					() -> start(request, response, details));
	}

	private @Nullable InvocationScope start(ServerHttpRequest request, ServerHttpResponse response,
			ReactiveRequestDetails details) {
		HttpHeaders headers = request.getHeaders();
		InvocationScope scope = this.requests.start(details.method(), RequestTriggers.of(headers::getFirst), details);
		String header = this.requests.responseHeader();
		if (scope != null && header != null) {
			this.requests.failures().guard("header of a response", () -> response.getHeaders().set(header, scope.id()));
		}
		return scope;
	}

}
