package io.github.resourcemonitor.record;

import java.time.Instant;
import java.util.List;

import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.SampleSeries;
import io.github.resourcemonitor.share.Concurrency;
import io.github.resourcemonitor.share.FairShare;
import org.jspecify.annotations.Nullable;

/**
 * The resource bill of one invocation. Immutable. Holds no arguments, payloads or
 * headers.
 *
 * @param sequence the ordinal of the invocation in this instance, from 1, without gaps
 * @param parentId the id of the invocation that this one is nested in, if it is
 * @param handler the name of the handler
 * @param function which function the process is an instance of
 * @param trace the trace it is part of, if a tracer was active
 * @param start when it started, by the wall clock
 * @param durationNanos how long it took, by the monotonic clock, in nanoseconds
 * @param outcome how it ended
 * @param error the class of what it threw; {@code null} if it did not throw
 * @param initNanos the time from the start of the process to the first invocation;
 * {@code null} for all others
 * @param concurrency how many invocations were active
 * @param own what its threads used
 * @param share its fair share of what the process used; {@code null} if it is nested,
 * because it is part of the outer one's
 * @param nested what the invocations inside it used
 * @param process what the whole process used meanwhile
 * @param serviceCalls its calls to cloud services, those of nested invocations included
 * @param samples the samples taken meanwhile; {@code null} if none was, or if they were
 * dropped to save memory
 * @param monitor what the monitor used
 */
public record InvocationRecord(long sequence, @Nullable String parentId, String handler, FunctionIdentity function,
		@Nullable TraceContext trace, Instant start, long durationNanos, Outcome outcome, @Nullable String error,
		@Nullable Long initNanos, Concurrency concurrency, OwnUsage own, @Nullable FairShare share, NestedUsage nested,
		ProcessUsage process, List<ServiceCallUsage> serviceCalls, @Nullable SampleSeries samples,
		MonitorCost monitor) {

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
	 * Return this record without its samples.
	 * @return a record
	 */
	public InvocationRecord withoutSamples() {
		return new InvocationRecord(this.sequence, this.parentId, this.handler, this.function, this.trace, this.start,
				this.durationNanos, this.outcome, this.error, this.initNanos, this.concurrency, this.own, this.share,
				this.nested, this.process, this.serviceCalls, null, this.monitor);
	}

}
