package io.github.resourcemonitor.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports an {@link InvalidOtlpPropertyException}.
 */
final class InvalidOtlpPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidOtlpPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidOtlpPropertyException cause) {
		return new FailureAnalysis(cause.description(), cause.cure(), cause);
	}

}
