package io.github.resourcemonitor.aop;

import java.util.function.Supplier;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.servicecall.PayloadSizers;

/**
 * What interceptors need. Looked up at their first call and not before: proxies are made
 * while the application starts, and what they drag along then could not be proxied
 * itself.
 *
 * @param monitor the monitor
 * @param sizers measure payloads
 * @param failures the failures of the monitor itself
 */
public record MonitorAccess(Supplier<ResourceMonitor> monitor, Supplier<PayloadSizers> sizers, Failures failures) {

}
