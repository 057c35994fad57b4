package io.github.resourcemonitor.demo;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.ResourceMonitor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Tells under which id the record of the running invocation will be found.
 */
@Component
public class CurrentInvocation {

	private final ObjectProvider<ResourceMonitor> monitor;

	/**
	 * Create a new instance.
	 * @param monitor the monitor, which is not there with
	 * {@code resource-monitor.enabled=false}
	 */
	public CurrentInvocation(ObjectProvider<ResourceMonitor> monitor) {
		this.monitor = monitor;
	}

	/**
	 * Return the id.
	 * @return the id, or {@code null} if there is no monitor
	 */
	public @Nullable String id() {
		ResourceMonitor monitor = this.monitor.getIfAvailable();
		return (monitor != null) ? monitor.current().map(Invocation::id).orElse(null) : null;
	}

}
