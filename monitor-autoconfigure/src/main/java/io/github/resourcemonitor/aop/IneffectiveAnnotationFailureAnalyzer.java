package io.github.resourcemonitor.aop;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link IneffectiveAnnotationException}.
 */
final class IneffectiveAnnotationFailureAnalyzer extends AbstractFailureAnalyzer<IneffectiveAnnotationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, IneffectiveAnnotationException cause) {
		String description = cause.getProblems()
			.stream()
			.map((problem) -> "    - " + problem)
			.collect(Collectors.joining("\n",
					"Annotations of Resource Monitor can have no effect where they stand:\n\n", "\n"));
		return new FailureAnalysis(description,
				"Follow the cures named above, or set 'resource-monitor.verification' to 'warn' to start all the same.",
				cause);
	}

}
