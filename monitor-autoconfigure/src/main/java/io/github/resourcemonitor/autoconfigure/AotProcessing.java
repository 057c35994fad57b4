package io.github.resourcemonitor.autoconfigure;

import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;

/**
 * Tells conditions that an application is being built ahead of time. What depends on
 * where it runs is then undecided, so that its beans have to be there.
 */
final class AotProcessing {

	private AotProcessing() {
	}

	/**
	 * Return whether the application is being built, and does not run.
	 */
	static boolean isActive(Environment environment) {
		return environment.getProperty(AbstractAotProcessor.AOT_PROCESSING, Boolean.class, false);
	}

}
