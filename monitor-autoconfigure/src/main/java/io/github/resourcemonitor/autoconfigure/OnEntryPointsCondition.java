package io.github.resourcemonitor.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition that matches if methods that frameworks call are to be invocations.
 */
final class OnEntryPointsCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean wanted = CheckedEntryPoints.areWanted(context.getEnvironment());
		return new ConditionOutcome(wanted, ConditionMessage.forCondition("entry points")
			.because(CheckedEntryPoints.PROPERTY + (wanted ? " is set" : " is off")));
	}

}
