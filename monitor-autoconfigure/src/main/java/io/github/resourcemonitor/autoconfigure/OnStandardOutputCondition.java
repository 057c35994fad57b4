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
 * Condition that matches if records are to be written to standard output, or if that is
 * decided when the application runs.
 */
final class OnStandardOutputCondition extends SpringBootCondition {

	private static final String PROPERTY = "resource-monitor.output.stdout";

	/**
	 * Return whether records are written in this process.
	 */
	static boolean isActive(Environment environment) {
		return mode(environment).isActive(FunctionIdentity.detect(environment::getProperty, null));
	}

	private static StandardOutputMode mode(Environment environment) {
		return Binder.get(environment)
			.bind(PROPERTY, StandardOutputMode.class)
			.orElseGet(() -> StandardOutputMode.AUTO);
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		StandardOutputMode mode = mode(environment);
		FunctionIdentity function = FunctionIdentity.detect(environment::getProperty, null);
		boolean undecided = mode == StandardOutputMode.AUTO && AotProcessing.isActive(environment);
		String reason = PROPERTY + " is " + mode + (function.platform() ? " on" : " off") + " a function platform";
		return new ConditionOutcome(undecided || mode.isActive(function),
				ConditionMessage.forCondition("standard output").because(reason));
	}

}
