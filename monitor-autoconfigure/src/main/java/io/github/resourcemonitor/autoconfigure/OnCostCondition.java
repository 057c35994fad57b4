package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.cost.Platform;
import io.github.resourcemonitor.cost.PlatformDetection;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition that matches if it is known, or configured, where the function runs.
 */
final class OnCostCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		String platform = environment.getProperty(CheckedCost.PLATFORM, CheckedCost.AUTO);
		if (!CheckedCost.isAuto(platform)) {
			return new ConditionOutcome(!CheckedCost.isOff(platform),
					message(CheckedCost.PLATFORM + " is " + platform));
		}
		Platform found = new PlatformDetection(environment::getProperty).platform();
		return new ConditionOutcome(found != null,
				message((found != null) ? "the platform is " + found.label() : "the platform is not known"));
	}

	private static ConditionMessage message(String reason) {
		return ConditionMessage.forCondition("costs").because(reason);
	}

}
