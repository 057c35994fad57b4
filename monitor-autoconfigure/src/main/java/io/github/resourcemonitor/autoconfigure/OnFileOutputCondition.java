package io.github.resourcemonitor.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Condition that matches if records are to be written to files.
 */
final class OnFileOutputCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String folder = Binder.get(context.getEnvironment()).bind(CheckedFileOutput.FOLDER, String.class).orElse("");
		boolean set = StringUtils.hasText(folder);
		return new ConditionOutcome(set, ConditionMessage.forCondition("file output")
			.because(CheckedFileOutput.FOLDER + (set ? " is set" : " is not set")));
	}

}
