package io.github.resourcemonitor.record;

import java.time.Instant;
import java.util.List;

import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.SampleSeries;
import io.github.resourcemonitor.share.Concurrency;
import io.github.resourcemonitor.share.FairShare;
import org.jspecify.annotations.Nullable;

/**
 * Record of the resources that one invocation used. Immutable. Contains no arguments,
 * payloads or headers.
 *
 * @param sequence the ordinal of the invocation in this instance, from 1, without gaps
 * @param parentId the id of the enclosing invocation; {@code null} if there is none
 * @param handler the name of the handler
 * @param origin where the invocation comes from; {@code null} if that is not known
 * @param function the identity of the function
 * @param trace the trace that the invocation is part of; {@code null} if no tracer was
 * active
 * @param start the start time, by the wall clock
 * @param durationNanos the duration by the monotonic clock, in nanoseconds
 * @param outcome the outcome
 * @param error the class of the exception; {@code null} if there was none
 * @param initNanos the time from the start of the process to the first invocation, in
 * nanoseconds; {@code null} for all other invocations
 * @param concurrency the number of invocations that were active at the same time
 * @param own the usage of the threads that worked for the invocation
 * @param share its fair share of the usage of the process; {@code null} for a nested
 * invocation, which is part of the share of its outer one
 * @param nested the usage of the invocations nested in this one
 * @param process the usage of the whole process during the invocation
 * @param serviceCalls its calls to cloud services, including those of nested invocations
 * @param samples the samples taken during the invocation; {@code null} if there are none,
 * or if they were dropped to save memory
 * @param monitor the cost of the monitor itself
 * @param cost what the invocation costs; {@code null} if that is not known, and for a
 * nested invocation, which is part of the cost of its outer one
 */
public record InvocationRecord(long sequence, @Nullable String parentId, String handler, @Nullable Origin origin,
		FunctionIdentity function, @Nullable TraceContext trace, Instant start, long durationNanos, Outcome outcome,
		@Nullable String error, @Nullable Long initNanos, Concurrency concurrency, OwnUsage own,
		@Nullable FairShare share, NestedUsage nested, ProcessUsage process, List<ServiceCallUsage> serviceCalls,
		@Nullable SampleSeries samples, MonitorCost monitor, @Nullable InvocationCost cost) {

	/**
	 * Create a record without a cost.
	 * @param sequence the ordinal of the invocation in this instance
	 * @param parentId the id of the enclosing invocation
	 * @param handler the name of the handler
	 * @param origin where the invocation comes from
	 * @param function the identity of the function
	 * @param trace the trace that the invocation is part of
	 * @param start the start time
	 * @param durationNanos the duration in nanoseconds
	 * @param outcome the outcome
	 * @param error the class of the exception
	 * @param initNanos the time from the start of the process to the first invocation
	 * @param concurrency the number of invocations that were active at the same time
	 * @param own the usage of the threads that worked for the invocation
	 * @param share its fair share of the usage of the process
	 * @param nested the usage of the invocations nested in this one
	 * @param process the usage of the whole process during the invocation
	 * @param serviceCalls its calls to cloud services
	 * @param samples the samples taken during the invocation
	 * @param monitor the cost of the monitor itself
	 */
	public InvocationRecord(long sequence, @Nullable String parentId, String handler, @Nullable Origin origin,
			FunctionIdentity function, @Nullable TraceContext trace, Instant start, long durationNanos, Outcome outcome,
			@Nullable String error, @Nullable Long initNanos, Concurrency concurrency, OwnUsage own,
			@Nullable FairShare share, NestedUsage nested, ProcessUsage process, List<ServiceCallUsage> serviceCalls,
			@Nullable SampleSeries samples, MonitorCost monitor) {
		this(sequence, parentId, handler, origin, function, trace, start, durationNanos, outcome, error, initNanos,
				concurrency, own, share, nested, process, serviceCalls, samples, monitor, null);
	}

	/**
	 * Return the unique id.
	 * @return the id
	 */
	public String id() {
		return id(this.function, this.sequence);
	}

	public static String id(FunctionIdentity function, long sequence) {
		return function.instance() + "-" + sequence;
	}

	/**
	 * Return what caused the invocation.
	 * @return the trigger, {@code null} if it is not known
	 */
	public @Nullable Trigger trigger() {
		return (this.origin != null) ? this.origin.trigger() : null;
	}

	/**
	 * Return the request that the invocation answered.
	 * @return the request, {@code null} if it did not answer one
	 */
	public @Nullable HandledRequest request() {
		return (this.origin != null) ? this.origin.request() : null;
	}

	/**
	 * Return whether this was the first invocation of the instance.
	 * @return whether it was
	 */
	public boolean coldStart() {
		return this.sequence == 1;
	}

	/**
	 * Return the totals of the service calls.
	 * @return the totals
	 */
	public Transfers transfers() {
		return Transfers.of(this.serviceCalls);
	}

	/**
	 * Return a copy of this record without samples.
	 * @return the copy
	 */
	public InvocationRecord withoutSamples() {
		return new InvocationRecord(this.sequence, this.parentId, this.handler, this.origin, this.function, this.trace,
				this.start, this.durationNanos, this.outcome, this.error, this.initNanos, this.concurrency, this.own,
				this.share, this.nested, this.process, this.serviceCalls, null, this.monitor, this.cost);
	}

}
