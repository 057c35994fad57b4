package io.github.resourcemonitor.aop;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Failure analyzer for {@link IneffectiveAnnotationException}.
 */
final class IneffectiveAnnotationFailureAnalyzer extends AbstractFailureAnalyzer<IneffectiveAnnotationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, IneffectiveAnnotationException cause) {
		String description = cause.getProblems()
			.stream()
			.map((problem) -> "    - " + problem)
			.collect(
					Collectors.joining("\n", "Resource Monitor annotations have no effect in these places:\n\n", "\n"));
		return new FailureAnalysis(description,
				"Apply the changes suggested above, or set 'resource-monitor.verification' to 'warn' to start anyway.",
				cause);
	}

}
