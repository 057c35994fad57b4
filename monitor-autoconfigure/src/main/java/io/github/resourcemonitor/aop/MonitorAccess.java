package io.github.resourcemonitor.aop;

import java.util.List;
import java.util.function.Supplier;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.ColdPublishers;
import io.github.resourcemonitor.servicecall.PayloadSizers;
import org.jspecify.annotations.Nullable;

/**
 * Access to the monitor for interceptors. Looked up only at their first call: proxies are
 * created during startup, and beans that they depended on then could not be proxied
 * themselves.
 *
 * @param monitor the monitor
 * @param sizers measure payloads
 * @param coldPublishers the kinds of results that start invocations when they are
 * subscribed to
 * @param failures the failures of the monitor itself
 */
public record MonitorAccess(Supplier<ResourceMonitor> monitor, Supplier<PayloadSizers> sizers,
		Supplier<List<ColdPublishers>> coldPublishers, Failures failures) {

	/**
	 * Return whether the results of a handler start the invocations.
	 * @param declared the declared result type
	 * @return the kind of its results, {@code null} if the call itself is the invocation
	 */
	@Nullable ColdPublishers coldPublishers(Class<?> declared) {
		for (ColdPublishers each : this.coldPublishers.get()) {
			if (each.supports(declared)) {
				return each;
			}
		}
		return null;
	}

}
