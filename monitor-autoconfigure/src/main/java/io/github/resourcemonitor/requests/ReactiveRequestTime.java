package io.github.resourcemonitor.requests;

import java.util.function.Supplier;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.InstanceLife;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.adapter.HttpWebHandlerAdapter;

/**
 * Tells the life of the instance when there is a request to Spring WebFlux, whatever
 * answers it.
 */
public final class ReactiveRequestTime implements HttpHandlerDecoratorFactory, Ordered {

	private static final String HOOK = "time of a request";

	private final Supplier<InstanceLife> instance;

	private final ApplicationContext context;

	private final Failures failures;

	/**
	 * Create a new factory.
	 * @param instance supplies the life of the instance
	 * @param context the context whose requests count
	 * @param failures the failures of the monitor itself
	 */
	public ReactiveRequestTime(Supplier<InstanceLife> instance, ApplicationContext context, Failures failures) {
		this.instance = instance;
		this.context = context;
		this.failures = failures;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public HttpHandler apply(HttpHandler handler) {
		// A server of a child context looks for decorators in its parent as well.
		if (handler instanceof HttpWebHandlerAdapter adapter && adapter.getApplicationContext() != null
				&& adapter.getApplicationContext() != this.context) {
			return handler;
		}
		return (request, response) -> Mono.defer(() -> {
			InstanceLife life = this.failures.attempt(HOOK, this::begin);
			return (life != null) ? untilEnd(handler, request, response, life) : handler.handle(request, response);
		});
	}

	private InstanceLife begin() {
		InstanceLife life = this.instance.get();
		life.requestBegins();
		return life;
	}

	private Mono<Void> untilEnd(HttpHandler handler, ServerHttpRequest request, ServerHttpResponse response,
			InstanceLife life) {
		Mono<Void> handled;
		try {
			handled = handler.handle(request, response);
		}
		catch (Throwable ex) {
			// Reactor does not make signals of all errors.
			end(life);
			throw ex;
		}
		return handled.doFinally((signal) -> end(life));
	}

	private void end(InstanceLife life) {
		this.failures.guard(HOOK, life::requestEnds);
	}

}
