package io.github.resourcemonitor.dashboard;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Adds the {@link DashboardHeaders headers} to the answers of WebFlux below the path of
 * the dashboard, and passes all others by.
 */
public final class DashboardHeadersWebFilter implements WebFilter, Ordered {

	private final String path;

	private final int order;

	/**
	 * Create a new filter.
	 * @param path the path of the dashboard within the application
	 * @param order where it is among the filters
	 */
	public DashboardHeadersWebFilter(String path, int order) {
		this.path = path;
		this.order = order;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String asked = exchange.getRequest().getPath().pathWithinApplication().value();
		if (asked.equals(this.path) || asked.startsWith(this.path + "/")) {
			DashboardHeaders.all().forEach(exchange.getResponse().getHeaders()::set);
		}
		return chain.filter(exchange);
	}

}
