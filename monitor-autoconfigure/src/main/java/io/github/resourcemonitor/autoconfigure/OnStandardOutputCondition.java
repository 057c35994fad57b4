package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.outlet.StandardOutputMode;
import io.github.resourcemonitor.record.FunctionIdentity;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition that matches if records are to be written to standard output.
 */
final class OnStandardOutputCondition extends SpringBootCondition {

	private static final String PROPERTY = "resource-monitor.output.stdout";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		StandardOutputMode mode = Binder.get(environment)
			.bind(PROPERTY, StandardOutputMode.class)
			.orElseGet(() -> StandardOutputMode.AUTO);
		FunctionIdentity function = FunctionIdentity.detect(environment::getProperty, null);
		String reason = PROPERTY + " is " + mode + (function.platform() ? " on" : " off") + " a function platform";
		return new ConditionOutcome(mode.isActive(function),
				ConditionMessage.forCondition("standard output").because(reason));
	}

}
