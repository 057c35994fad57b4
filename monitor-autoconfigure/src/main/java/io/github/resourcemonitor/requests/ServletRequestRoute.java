package io.github.resourcemonitor.requests;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * The route of a request to a servlet. If the request is forwarded or dispatched again,
 * it is the one that matched first, which is what the client asked for.
 * <p>
 * The server calls the methods one after the other, though on different threads; any
 * thread may ask for the route in the meantime.
 */
final class ServletRequestRoute {

	private static final int NOT_FOUND = 404;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private final String prefix;

	/**
	 * The one of the application: that of the request may have a prefix that its client
	 * chose, by a header.
	 */
	private final String contextPath;

	private final Routes routes;

	private volatile @Nullable String route;

	/**
	 * Whether the first dispatch is over. Before that, the attributes of the request are
	 * those of its route.
	 */
	private volatile boolean settled;

	/**
	 * Create a route that is not yet known.
	 * @param request the request as the server passed it on
	 * @param response its response
	 * @param prefix what stands before the patterns of Spring MVC
	 * @param routes the templates of routes
	 */
	ServletRequestRoute(HttpServletRequest request, HttpServletResponse response, String prefix, Routes routes) {
		this.request = request;
		this.response = response;
		this.prefix = prefix;
		this.contextPath = request.getServletContext().getContextPath();
		this.routes = routes;
	}

	/**
	 * Return what is known of the route so far.
	 * @return its template, {@code null} if it is not known or none matched
	 */
	@Nullable String get() {
		String known = this.route;
		if (known != null || this.settled) {
			return known;
		}
		String current;
		try {
			current = matched();
		}
		catch (RuntimeException ex) {
			// The server has taken the request back in the meantime.
			return this.route;
		}
		// After the first dispatch, the server may use the request for another one.
		return this.settled ? this.route : current;
	}

	/**
	 * The current dispatch forwards the request.
	 */
	void forwarded() {
		if (!this.settled && this.route == null) {
			this.route = matched();
		}
	}

	/**
	 * A dispatch has returned.
	 * @param dispatch its type
	 */
	void returned(DispatcherType dispatch) {
		if (this.route == null && dispatch != DispatcherType.ERROR) {
			this.route = find();
		}
		this.settled = true;
	}

	private @Nullable String find() {
		String matched = matched();
		if (matched == null) {
			return ofServlet();
		}
		boolean noResource = this.response.getStatus() == NOT_FOUND && this.request
			.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof ResourceHttpRequestHandler;
		return noResource ? null : matched;
	}

	private @Nullable String matched() {
		Object pattern = this.request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		if (pattern == null) {
			pattern = this.request.getAttribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE);
		}
		return (pattern != null) ? this.routes.of(this.prefix, pattern.toString(), this.request::getAttribute) : null;
	}

	/**
	 * Return the mapping of a servlet that is not one of Spring MVC's, such as the
	 * console of a database.
	 */
	private @Nullable String ofServlet() {
		HttpServletMapping mapping = this.request.getHttpServletMapping();
		MappingMatch match = mapping.getMappingMatch();
		if (match == null || match == MappingMatch.DEFAULT || match == MappingMatch.CONTEXT_ROOT
				|| isDispatcher(mapping.getServletName())) {
			return null;
		}
		return Routes.join(this.contextPath, mapping.getPattern());
	}

	private boolean isDispatcher(String servlet) {
		if (this.request.getAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE) != null) {
			return true;
		}
		ServletRegistration registration = this.request.getServletContext().getServletRegistration(servlet);
		return registration == null || DispatcherServlet.class.getName().equals(registration.getClassName());
	}

}
