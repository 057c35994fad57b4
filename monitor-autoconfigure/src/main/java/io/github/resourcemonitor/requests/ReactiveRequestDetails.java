package io.github.resourcemonitor.requests;

import java.util.Map;

import io.github.resourcemonitor.client.HttpMethods;
import io.github.resourcemonitor.invocation.RequestDetails;
import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.web.ClientDisconnectedException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.resource.ResourceWebHandler;

/**
 * What is known of a request to Spring WebFlux. Its attributes are those of the exchange
 * that Spring makes of it.
 */
final class ReactiveRequestDetails implements RequestDetails {

	private static final int NOT_FOUND = 404;

	private static final int OK = 200;

	private static final int SERVER_ERROR = 500;

	private static final int SWITCHING_PROTOCOLS = 101;

	private final ServerHttpRequest request;

	private final ServerHttpResponse response;

	private final String method;

	private final String prefix;

	private final MonitoredRequests requests;

	private volatile @Nullable Map<String, Object> replaced;

	/**
	 * Create the details of a request.
	 * @param request the request as the server passed it on
	 * @param response its response
	 * @param prefix what stands before the patterns of Spring WebFlux
	 * @param requests all requests
	 */
	ReactiveRequestDetails(ServerHttpRequest request, ServerHttpResponse response, String prefix,
			MonitoredRequests requests) {
		this.request = request;
		this.response = response;
		this.method = HttpMethods.name(request.getMethod().name());
		this.prefix = prefix;
		this.requests = requests;
	}

	String method() {
		return this.method;
	}

	@Override
	public HandledRequest request() {
		Integer status = status();
		return new HandledRequest(this.method, route(status), status);
	}

	@Override
	public @Nullable TraceContext trace() {
		return this.requests.trace(attributes()::get);
	}

	@Override
	public @Nullable Throwable failure() {
		if (!(attributes().get(
				ServerRequestObservationContext.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE) instanceof ServerRequestObservationContext observed)) {
			return null;
		}
		if (observed.isConnectionAborted() || isDisconnected()) {
			// Spring treats the failure to write as the end of the response.
			return new ClientDisconnectedException(observed.getError());
		}
		Integer status = status();
		return (status != null && status >= SERVER_ERROR) ? observed.getError() : null;
	}

	/**
	 * Return whether the connection was closed before the end of a response of unknown
	 * length: Netty cancels the body and completes the response as usual. If the length
	 * is known, the client may close the connection as soon as it has the last byte.
	 */
	private boolean isDisconnected() {
		return this.response.isCommitted() && !isUpgraded() && this.response.getHeaders().getContentLength() < 0
				&& nativeRequest() instanceof Disposable connection && connection.isDisposed();
	}

	private @Nullable Object nativeRequest() {
		try {
			return (this.request instanceof AbstractServerHttpRequest server) ? server.getNativeRequest() : null;
		}
		catch (IllegalStateException ex) {
			// That of a test without a server has none.
			return null;
		}
	}

	/**
	 * Set the attributes, if they are not those of the request.
	 */
	void attributes(Map<String, Object> attributes) {
		this.replaced = attributes;
	}

	private Map<String, Object> attributes() {
		Map<String, Object> known = this.replaced;
		return (known != null) ? known : this.request.getAttributes();
	}

	private @Nullable Integer status() {
		if (!this.response.isCommitted()) {
			return null;
		}
		if (isUpgraded()) {
			return SWITCHING_PROTOCOLS;
		}
		HttpStatusCode status = this.response.getStatusCode();
		return (status != null) ? status.value() : OK;
	}

	/**
	 * Return whether the committed response began a WebSocket: Netty writes its head
	 * itself, so that the response of Spring has neither a status nor a body.
	 */
	private boolean isUpgraded() {
		if (!"websocket".equalsIgnoreCase(this.request.getHeaders().getFirst(HttpHeaders.UPGRADE))) {
			return false;
		}
		HttpStatusCode status = this.response.getStatusCode();
		HttpHeaders headers = this.response.getHeaders();
		return (status == null || status.value() == OK || status.value() == SWITCHING_PROTOCOLS)
				&& headers.getContentLength() < 0 && headers.getFirst(HttpHeaders.CONTENT_TYPE) == null;
	}

	private @Nullable String route(@Nullable Integer status) {
		Map<String, Object> attributes = attributes();
		Object pattern = attributes.get(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		if (pattern == null) {
			pattern = attributes.get(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE);
		}
		boolean noResource = status != null && status == NOT_FOUND
				&& attributes.get(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof ResourceWebHandler;
		return (pattern != null && !noResource)
				? this.requests.routes().of(this.prefix, pattern.toString(), attributes::get) : null;
	}

}
