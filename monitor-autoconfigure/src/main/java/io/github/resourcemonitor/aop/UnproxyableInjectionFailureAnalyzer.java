package io.github.resourcemonitor.aop;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/**
 * Failure analyzer for beans that are injected by their class although that cannot have a
 * proxy. It takes precedence over that of Spring Boot, which does not know this reason.
 */
final class UnproxyableInjectionFailureAnalyzer extends AbstractFailureAnalyzer<BeanNotOfRequiredTypeException>
		implements Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanNotOfRequiredTypeException cause) {
		if (!InterfaceProxy.class.isAssignableFrom(cause.getActualType())) {
			return null;
		}
		String type = cause.getRequiredType().getName();
		return new FailureAnalysis("The bean '" + cause.getBeanName()
				+ "' is monitored by Resource Monitor, and could not be injected as a '" + type
				+ "', because it has a proxy of its interfaces: its class is final, sealed or a record, or has final "
				+ "methods that would run on the proxy.",
				"Inject the bean by one of its interfaces (for instance Function or Filter), remove 'final' from the "
						+ "class or its methods, or remove @MonitoredHandler and use the ResourceMonitor bean in it.",
				cause);
	}

}
