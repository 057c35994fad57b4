package io.github.resourcemonitor.aop;

import java.util.List;
import java.util.function.Supplier;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.ColdPublishers;
import io.github.resourcemonitor.servicecall.PayloadSizers;
import org.jspecify.annotations.Nullable;

/**
 * What interceptors need. Looked up at their first call and not before: proxies are made
 * while the application starts, and what they drag along then could not be proxied
 * itself.
 *
 * @param monitor the monitor
 * @param sizers measure payloads
 * @param coldPublishers kinds of results that make invocations when they are used
 * @param failures the failures of the monitor itself
 */
public record MonitorAccess(Supplier<ResourceMonitor> monitor, Supplier<PayloadSizers> sizers,
		Supplier<List<ColdPublishers>> coldPublishers, Failures failures) {

	/**
	 * Find out whether what a handler returns makes the invocations.
	 * @param declared what it is declared to return
	 * @return the kind of its results, {@code null} if the call is the invocation
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
