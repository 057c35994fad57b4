package io.github.resourcemonitor.web;

import io.github.resourcemonitor.invocation.AsyncEndStrategy;
import io.github.resourcemonitor.invocation.OngoingInvocation;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.http.HttpEntity;

/**
 * Marks invocations as incomplete if they return an entity whose body is a publisher or
 * another reactive type: the work of the body is done when it is subscribed to, after the
 * handler has returned, and is not measured.
 */
public final class EntityBodyEndStrategy implements AsyncEndStrategy {

	private static final String REACTIVE_BODY = "it returned an entity with a reactive body, whose work is done later; declare the handler to return the body itself, or a Mono of the entity with a value as its body";

	@Override
	public boolean follow(OngoingInvocation invocation, Object result) {
		if (result instanceof HttpEntity<?> entity) {
			Object body = entity.getBody();
			if (body != null && ReactiveAdapterRegistry.getSharedInstance().getAdapter(body.getClass()) != null) {
				invocation.incomplete(REACTIVE_BODY);
			}
		}
		return false;
	}

}
