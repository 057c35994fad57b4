package io.github.resourcemonitor.invocation;

import java.time.Clock;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import io.github.resourcemonitor.servicecall.PayloadSizers;
import org.jspecify.annotations.Nullable;

/**
 * What invocations are measured with.
 *
 * @param function which function this process is an instance of
 * @param nanoTime the monotonic clock
 * @param wallClock the wall clock
 * @param processAgeNanos the time since the process started, in nanoseconds
 * @param threadClocks the clocks of the calling thread
 * @param catalog which columns can be read
 * @param edges reads the process at both edges; {@code null} if switched off
 * @param sampler samples the process meanwhile; {@code null} if switched off
 * @param traces tells the current trace
 * @param sizers measure payloads
 * @param outside the service calls that no record has
 * @param lateWork what was done for invocations after their end
 * @param maxActive the number of invocations that may be running at once
 * @param maxServiceOperations the number of operations that a record keeps apart
 * @param failures the failures of the monitor itself
 */
public record MonitorComponents(FunctionIdentity function, LongSupplier nanoTime, Clock wallClock,
		LongSupplier processAgeNanos, ThreadClocks threadClocks, ColumnCatalog catalog, @Nullable EdgeReader edges,
		@Nullable ResourceSampler sampler, TraceContext.Source traces, PayloadSizers sizers,
		OutsideServiceCalls outside, LateWork lateWork, int maxActive, int maxServiceOperations, Failures failures) {

}
