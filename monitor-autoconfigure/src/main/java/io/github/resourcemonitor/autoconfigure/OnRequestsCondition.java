package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.requests.RequestsMode;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition that matches unless requests are never to be invocations. Whether they are
 * with {@code auto} is known only when all beans are.
 */
final class OnRequestsCondition extends SpringBootCondition {

	private static final String PROPERTY = "resource-monitor.requests";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		RequestsMode mode = Binder.get(context.getEnvironment())
			.bind(PROPERTY, RequestsMode.class)
			.orElseGet(() -> RequestsMode.AUTO);
		return new ConditionOutcome(mode != RequestsMode.OFF,
				ConditionMessage.forCondition("requests").because(PROPERTY + " is " + mode));
	}

}
