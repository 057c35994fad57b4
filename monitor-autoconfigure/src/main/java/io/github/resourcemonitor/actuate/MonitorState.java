package io.github.resourcemonitor.actuate;

import java.util.function.Supplier;

import io.github.resourcemonitor.aop.InterceptionReport;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.oshi.HostFacts;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link ResourcesEndpoint} shows.
 *
 * @param host supplies facts of the machine; slow at its first call
 * @param catalog the columns
 * @param edges reads them; {@code null} if switched off
 * @param sampler samples them; {@code null} if switched off
 * @param invocations the invocations
 * @param outside the service calls that no record has
 * @param interception the annotations that have no effect
 * @param uninstrumented the clients whose calls cannot be counted
 * @param exports the exporters
 * @param failures the failures of the monitor itself
 */
public record MonitorState(Supplier<HostFacts> host, ColumnCatalog catalog, @Nullable EdgeReader edges,
		@Nullable ResourceSampler sampler, Invocations invocations, OutsideServiceCalls outside,
		InterceptionReport interception, UninstrumentedClients uninstrumented, RecordExports exports,
		Failures failures) {

	@Nullable Reading currentReading() {
		return (this.edges != null) ? this.failures.attempt("current reading", this.edges::readAll) : null;
	}

}
