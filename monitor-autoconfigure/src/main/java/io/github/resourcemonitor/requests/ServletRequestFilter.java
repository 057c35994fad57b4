package io.github.resourcemonitor.requests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.invocation.OngoingInvocation;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.RequestPath;
import org.springframework.web.util.UriUtils;

/**
 * Makes each request to a servlet an invocation. It has to be the outermost filter, for
 * dispatches of the types {@code REQUEST}, {@code FORWARD}, {@code ASYNC} and
 * {@code ERROR}. The request and the response are passed on as they are.
 */
public final class ServletRequestFilter implements Filter {

	private static final String HOOK = "invocation of a request";

	private static final String HEADER_HOOK = "header of a response";

	private final MonitoredRequests requests;

	/**
	 * Create a new filter.
	 * @param requests decides which requests are invocations
	 */
	public ServletRequestFilter(MonitoredRequests requests) {
		this.requests = requests;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		DispatcherType dispatch = request.getDispatcherType();
		if (dispatch == DispatcherType.FORWARD) {
			// Part of another dispatch.
			this.requests.failures().guard(HOOK, () -> forwarded(request));
			chain.doFilter(request, response);
			return;
		}
		boolean known = request.getAttribute(ServletRequestInvocation.ATTRIBUTE) != null;
		if (dispatch == DispatcherType.REQUEST && known) {
			// Registered twice: the outer one follows the request.
			chain.doFilter(request, response);
			return;
		}
		ServletRequestInvocation invocation = this.requests.failures().attempt(HOOK, () -> find(request, response));
		if (invocation == null) {
			chain.doFilter(request, response);
			return;
		}
		ThreadScope scope = known ? invocation.resume() : ThreadScope.NOOP;
		Throwable thrown = null;
		try {
			chain.doFilter(request, response);
		}
		catch (Throwable ex) {
			thrown = ex;
			throw ex;
		}
		finally {
			returned(invocation, request, thrown);
			scope.close();
		}
	}

	private static void forwarded(ServletRequest request) {
		if (request.getAttribute(ServletRequestInvocation.ATTRIBUTE) instanceof ServletRequestInvocation known) {
			known.forwarded();
		}
	}

	private void returned(ServletRequestInvocation invocation, ServletRequest request, @Nullable Throwable thrown) {
		this.requests.failures()
			.guard(HOOK, () -> invocation.returned(request.getDispatcherType(), thrown,
					request.getAttribute(ServletRequestEnd.FOLLOWED) != null));
	}

	private @Nullable ServletRequestInvocation find(ServletRequest request, ServletResponse response) {
		if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
			return null;
		}
		if (request.getAttribute(ServletRequestInvocation.ATTRIBUTE) instanceof ServletRequestInvocation known) {
			// The server removes the headers before it writes the page for an error.
			mark(answer, known);
			return known;
		}
		return (request.getDispatcherType() == DispatcherType.REQUEST) ? start(http, answer) : null;
	}

	private @Nullable ServletRequestInvocation start(HttpServletRequest request, HttpServletResponse response) {
		if (!this.requests.includes(request.getMethod(), path(request))) {
			return null;
		}
		String servlet = request.getServletPath();
		String context = request.getServletContext().getContextPath();
		boolean prefixed = request.getHttpServletMapping().getMappingMatch() == MappingMatch.PATH;
		ServletRequestInvocation result = new ServletRequestInvocation(request, response, new ServletRequestRoute(
				request, response, prefixed ? context + servlet : context, this.requests.routes()), this.requests);
		InvocationScope scope = this.requests.start(result.method(), RequestTriggers.of(request::getHeader), result);
		if (scope == null) {
			return null;
		}
		OngoingInvocation ongoing = this.requests.ongoing(scope);
		if (ongoing == null) {
			scope.close();
			return null;
		}
		result.started(ongoing);
		request.setAttribute(ServletRequestInvocation.ATTRIBUTE, result);
		mark(response, result);
		return result;
	}

	/**
	 * Return the path within the application, with that of the servlet.
	 */
	private static String path(HttpServletRequest request) {
		String uri = request.getRequestURI();
		String context = request.getContextPath();
		if (uri.indexOf('%') < 0 && uri.startsWith(context) && uri.startsWith("/", context.length())) {
			return uri.substring(context.length());
		}
		try {
			return RequestPath.parse(uri, context).pathWithinApplication().value();
		}
		catch (IllegalArgumentException ex) {
			// The server understands the URI in another way, such as a context path that
			// is written with escapes.
			String below = request.getPathInfo();
			String servlet = request.getServletPath();
			return UriUtils.encodePath((below != null) ? servlet + below : servlet, StandardCharsets.UTF_8);
		}
	}

	private void mark(HttpServletResponse response, ServletRequestInvocation invocation) {
		String header = this.requests.responseHeader();
		if (header != null && !response.isCommitted()) {
			this.requests.failures().guard(HEADER_HOOK, () -> response.setHeader(header, invocation.id()));
		}
	}

}
