package io.github.resourcemonitor.web;

import io.github.resourcemonitor.invocation.AsyncEndStrategy;
import io.github.resourcemonitor.invocation.OngoingInvocation;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.http.HttpEntity;

/**
 * Says of entities whose body is a publisher or the like that their work is not measured:
 * it is done when the body is subscribed to, after the handler has returned.
 */
public final class EntityBodyEndStrategy implements AsyncEndStrategy {

	private static final String REACTIVE_BODY = "it returned an entity whose body does its work later; declare the handler to return the body itself, or a Mono of the entity with a value for its body";

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
