package io.github.resourcemonitor.requests;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Finds the attributes of an exchange whose request Spring has replaced, because it was
 * forwarded by a proxy: the request that came from the server does not have them.
 */
public final class ForwardedRequestFilter implements WebFilter, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return Mono.deferContextual((context) -> {
			Object details = context.getOrDefault(ReactiveRequestDetails.class, null);
			if (details instanceof ReactiveRequestDetails known) {
				known.attributes(exchange.getAttributes());
			}
			return chain.filter(exchange);
		});
	}

}
