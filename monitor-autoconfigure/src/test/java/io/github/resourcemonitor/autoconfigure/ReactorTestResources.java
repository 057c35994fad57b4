package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;

import org.springframework.http.client.ReactorResourceFactory;

/**
 * Event loops and connections for a test context.
 */
public final class ReactorTestResources {

	private ReactorTestResources() {
	}

	/**
	 * Return resources of the context's own. Closing a context would end the global ones
	 * all at once, and wait for ever for a pooled connection whose event loop has ended
	 * before.
	 * @return the resources
	 */
	public static ReactorResourceFactory create() {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		resources.setShutdownQuietPeriod(Duration.ZERO);
		return resources;
	}

}
