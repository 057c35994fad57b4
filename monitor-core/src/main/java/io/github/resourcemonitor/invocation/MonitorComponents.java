package io.github.resourcemonitor.invocation;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.cost.InstanceCosts;
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
 * Collaborators of the invocations of one monitor.
 *
 * @param function the identity of the function
 * @param nanoTime the monotonic clock
 * @param wallClock the wall clock
 * @param processAgeNanos the time since the process started, in nanoseconds
 * @param threadClocks the clocks of threads
 * @param catalog the availability of the columns
 * @param edges reads the process at the start and end of invocations; {@code null} if
 * disabled
 * @param sampler samples the process during invocations; {@code null} if disabled
 * @param traces provides the current trace context
 * @param sizers measure payloads
 * @param outside the service calls that are not part of any record
 * @param lateWork the work for invocations after their end
 * @param maxActive the maximum number of running invocations
 * @param maxServiceOperations the maximum number of operations that a record keeps
 * separately
 * @param failures the failures of the monitor itself
 * @param correlation where other libraries find the id of the invocation of a thread;
 * {@code null} if it is not made available
 * @param costs what the instance and its invocations cost; {@code null} if that is not
 * known
 */
public record MonitorComponents(FunctionIdentity function, LongSupplier nanoTime, Clock wallClock,
		LongSupplier processAgeNanos, ThreadClocks threadClocks, ColumnCatalog catalog, @Nullable EdgeReader edges,
		@Nullable ResourceSampler sampler, TraceContext.Source traces, PayloadSizers sizers,
		OutsideServiceCalls outside, LateWork lateWork, int maxActive, int maxServiceOperations, Failures failures,
		@Nullable CorrelationContext correlation, @Nullable InstanceCosts costs) {

	/**
	 * Create the collaborators of invocations whose cost is not known.
	 * @param function the identity of the function
	 * @param nanoTime the monotonic clock
	 * @param wallClock the wall clock
	 * @param processAgeNanos the time since the process started, in nanoseconds
	 * @param threadClocks the clocks of threads
	 * @param catalog the availability of the columns
	 * @param edges reads the process at the start and end of invocations
	 * @param sampler samples the process during invocations
	 * @param traces provides the current trace context
	 * @param sizers measure payloads
	 * @param outside the service calls that are not part of any record
	 * @param lateWork the work for invocations after their end
	 * @param maxActive the maximum number of running invocations
	 * @param maxServiceOperations the maximum number of operations that a record keeps
	 * @param failures the failures of the monitor itself
	 * @param correlation where other libraries find the id of the invocation of a thread
	 */
	public MonitorComponents(FunctionIdentity function, LongSupplier nanoTime, Clock wallClock,
			LongSupplier processAgeNanos, ThreadClocks threadClocks, ColumnCatalog catalog, @Nullable EdgeReader edges,
			@Nullable ResourceSampler sampler, TraceContext.Source traces, PayloadSizers sizers,
			OutsideServiceCalls outside, LateWork lateWork, int maxActive, int maxServiceOperations, Failures failures,
			@Nullable CorrelationContext correlation) {
		this(function, nanoTime, wallClock, processAgeNanos, threadClocks, catalog, edges, sampler, traces, sizers,
				outside, lateWork, maxActive, maxServiceOperations, failures, correlation, null);
	}

	/**
	 * Return the age of this process, by the start that the JVM reports.
	 * @return supplies the time since then in nanoseconds
	 */
	public static LongSupplier ageOfThisProcess() {
		long started = ManagementFactory.getRuntimeMXBean().getStartTime();
		return () -> Math.max(0, System.currentTimeMillis() - started) * 1_000_000;
	}

}
