package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;

import io.github.resourcemonitor.cost.MetadataServer;
import io.github.resourcemonitor.cost.Platform;
import io.github.resourcemonitor.cost.PlatformDetection;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition that matches if it is known, or configured, where the function runs, or if
 * that is found out when the application runs.
 */
final class OnCostCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(1);

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		// Evaluated once, because it may ask the metadata server.
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		if (isAuto(environment) && AotProcessing.isActive(environment)) {
			return ConditionOutcome.match(message("the platform is found out when the application runs"));
		}
		return outcome(environment);
	}

	private static boolean isAuto(Environment environment) {
		return CheckedCost.isAuto(environment.getProperty(CheckedCost.PLATFORM, CheckedCost.AUTO));
	}

	/**
	 * Return whether costs are calculated in this process.
	 */
	static ConditionOutcome outcome(Environment environment) {
		if (!isAuto(environment)) {
			String platform = environment.getRequiredProperty(CheckedCost.PLATFORM);
			return new ConditionOutcome(!CheckedCost.isOff(platform),
					message(CheckedCost.PLATFORM + " is " + platform));
		}
		PlatformDetection detection = new PlatformDetection(environment::getProperty);
		Platform found = detection.platform(metadata(environment)::isPresent);
		if (found != null) {
			return ConditionOutcome.match(message("the platform is " + found.label()));
		}
		Platform named = detection.platform();
		return ConditionOutcome.noMatch(message((named != null)
				? "the variables are those of " + named.label() + ", but the metadata server of Google Cloud does not "
						+ "answer; set " + CheckedCost.PLATFORM + " if it is that platform"
				: "the platform is not known"));
	}

	/**
	 * Return the metadata server of Google Cloud, which is to be asked there alone.
	 */
	static MetadataServer metadata(Environment environment) {
		return new MetadataServer(environment.getProperty("GCE_METADATA_HOST"), METADATA_TIMEOUT);
	}

	private static ConditionMessage message(String reason) {
		return ConditionMessage.forCondition("costs").because(reason);
	}

}
