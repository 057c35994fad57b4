package io.github.resourcemonitor.web;

import java.util.function.Predicate;

import io.github.resourcemonitor.invocation.AsyncEndStrategy;
import io.github.resourcemonitor.invocation.OngoingInvocation;

import org.springframework.http.HttpEntity;

/**
 * Marks invocations as incomplete if they return an entity whose body is a publisher or
 * another reactive type: the work of the body is done when it is subscribed to, after the
 * handler has returned, and is not measured.
 */
public final class EntityBodyEndStrategy implements AsyncEndStrategy {

	private static final String REACTIVE_BODY = "it returned an entity with a reactive body, whose work is done later; declare the handler to return the body itself, or a Mono of the entity with a value as its body";

	private final Predicate<Class<?>> reactive;

	/**
	 * Create a new strategy.
	 * @param reactive whether a class is a reactive type
	 */
	public EntityBodyEndStrategy(Predicate<Class<?>> reactive) {
		this.reactive = reactive;
	}

	@Override
	public boolean follow(OngoingInvocation invocation, Object result) {
		if (result instanceof HttpEntity<?> entity) {
			Object body = entity.getBody();
			if (body != null && this.reactive.test(body.getClass())) {
				invocation.incomplete(REACTIVE_BODY);
			}
		}
		return false;
	}

}
