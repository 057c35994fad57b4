package io.github.resourcemonitor.invocation;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.github.resourcemonitor.attribution.Account;
import io.github.resourcemonitor.cost.InstanceCosts;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InvocationCost;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.MonitorCost;
import io.github.resourcemonitor.record.Origin;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.SampleAggregate;
import io.github.resourcemonitor.servicecall.ServiceCallTable;
import io.github.resourcemonitor.share.Concurrency;
import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * Step 3 of an invocation: it ends once, and its record is published.
 */
final class InvocationEnd {

	private static final String COST_HOOK = "cost of an invocation";

	private final MonitorComponents components;

	private final MonitoredThreads threads;

	private final ActiveInvocations active;

	private final InvocationLedger ledger;

	private final ProcessReadings readings;

	private final RecordPublisher publisher;

	private final long cpuResolutionNanos;

	private final AtomicLong lost = new AtomicLong();

	private final LongAdder hookNanos = new LongAdder();

	private final LongAdder monitorCpuNanos = new LongAdder();

	/**
	 * Whether there is a lost invocation that has not been released.
	 */
	private volatile boolean anyLost;

	InvocationEnd(MonitorComponents components, MonitoredThreads threads, ActiveInvocations active,
			InvocationLedger ledger, ProcessReadings readings, RecordPublisher publisher) {
		this.components = components;
		this.threads = threads;
		this.active = active;
		this.ledger = ledger;
		this.readings = readings;
		this.publisher = publisher;
		Long resolution = components.failures()
			.attempt("resolution of the thread clocks", components.threadClocks()::resolutionNanos);
		this.cpuResolutionNanos = (resolution != null) ? Math.max(0, resolution) : 0;
	}

	/**
	 * End an invocation now, unless it has already ended. Does not throw.
	 * @param invocation the invocation
	 * @param reason the reason if the monitor itself ends it, {@code null} otherwise
	 */
	void end(ActiveInvocation invocation, @Nullable Throwable reason) {
		if (invocation.isEnded()) {
			leave(invocation);
			return;
		}
		long now = invocation.startNanos();
		Throwable unknown = null;
		try {
			now = this.components.nanoTime().getAsLong();
		}
		catch (Throwable ex) {
			unknown = ex;
		}
		if (!invocation.tryEnd(now)) {
			leave(invocation);
			return;
		}
		if (reason != null) {
			invocation.failed(reason);
		}
		MonitoredThread thread = null;
		Account next = null;
		try {
			thread = this.threads.current();
			ContextFrame frame = thread.startOf(invocation);
			next = (frame != null) ? frame.accountBefore : thread.meter().account();
			thread.leave(frame, (next != null) ? next.monitor() : null);
			if (unknown != null) {
				throw unknown;
			}
			publish(invocation, now);
		}
		catch (Throwable ex) {
			lost(invocation, ex);
		}
		if (thread != null) {
			resume(thread, next);
		}
	}

	/**
	 * Leave an invocation that another thread has ended, for instance because the
	 * application stops, if the calling thread has started it.
	 */
	private void leave(ActiveInvocation invocation) {
		this.components.failures().guard("leaving a thread", () -> {
			MonitoredThread thread = this.threads.current();
			ContextFrame frame = thread.startOf(invocation);
			if (frame != null) {
				thread.pop(frame, true);
			}
		});
	}

	/**
	 * End all running invocations, because the application stops. Their work may go on,
	 * as late work. Does not throw.
	 */
	void interruptAll() {
		try {
			List<ActiveInvocation> running = this.active.oldest(Integer.MAX_VALUE);
			// Nested ones first, because they are part of the outer ones.
			for (int i = running.size() - 1; i >= 0; i--) {
				end(running.get(i), new StoppedInvocationException());
			}
		}
		catch (Throwable ex) {
			this.components.failures().record("stop of the monitor", ex);
		}
	}

	private void resume(MonitoredThread thread, @Nullable Account next) {
		try {
			thread.meter().switchTo(next);
		}
		catch (Throwable ex) {
			this.components.failures().record("leaving a thread", ex);
		}
	}

	private void publish(ActiveInvocation invocation, long endNanos) {
		if (!this.threads.settle(invocation)) {
			invocation.incomplete(MonitoredThreads.UNREADABLE);
		}
		OwnUsage own = invocation.closeAccount(this.cpuResolutionNanos);
		Reading startReading = invocation.startReading();
		Reading endReading = this.readings.readEdge(startReading, endNanos);
		SampleAggregate samples = this.readings.closeWindow(invocation.takeWindow());
		InvocationLedger.Activity activity = Objects.requireNonNull(invocation.leave(this.ledger, endNanos));
		long ownCpu = invocation.closedCpu();
		this.active.remove(invocation);
		ServiceCallTable calls = invocation.closeServiceCalls();
		ActiveInvocation outer = invocation.parent();
		if (outer != null) {
			outer.addNested(own);
		}
		Throwable thrown = invocation.failure();
		Origin origin = invocation.origin();
		long startNanos = invocation.startNanos();
		long hooks = startNanos - invocation.enteredNanos() + hookNanosSince(endNanos, endReading, samples);
		long dropped = ((calls != null) ? calls.dropped() : 0) + ((samples != null) ? samples.lost() : 0)
				+ this.publisher.takeDropped();
		this.hookNanos.add(hooks);
		FunctionInstance instance = invocation.instance();
		if (outer == null && invocation.excludedCpu() > 0) {
			this.monitorCpuNanos.add(invocation.excludedCpu());
		}
		FairShare share = activity.hasShares() ? new FairShare(activity, ownCpu, this.readings.cpuResolutionNanos())
				: null;
		List<ServiceCallUsage> usages = (calls != null) ? calls.usages() : List.of();
		InvocationRecord record = new InvocationRecord(instance.ordinal(invocation.sequence()),
				(outer != null) ? outer.id() : null, invocation.handler(), origin, instance.identity(),
				invocation.trace(), invocation.start(), endNanos - startNanos, outcome(thrown, origin),
				error(thrown, origin), invocation.initNanos(), new Concurrency(activity::concurrency), own, share,
				invocation.nested(), new ProcessUsage(this.components.catalog(), startReading, endReading, samples),
				usages, this.readings.series(samples, startNanos), monitorCost(invocation, hooks, dropped),
				cost(share, usages, origin));
		bill(record);
		this.publisher.ended(record);
	}

	private @Nullable InvocationCost cost(@Nullable FairShare share, List<ServiceCallUsage> usages,
			@Nullable Origin origin) {
		InstanceCosts costs = this.components.costs();
		if (costs == null || share == null) {
			return null;
		}
		try {
			return costs.cost(share, usages, origin);
		}
		catch (Throwable ex) {
			this.components.failures().record(COST_HOOK, ex);
			return null;
		}
	}

	private void bill(InvocationRecord record) {
		InstanceCosts costs = this.components.costs();
		if (costs == null) {
			return;
		}
		try {
			costs.add(record);
		}
		catch (Throwable ex) {
			this.components.failures().record(COST_HOOK, ex);
		}
	}

	private static Outcome outcome(@Nullable Throwable thrown, @Nullable Origin origin) {
		if (thrown instanceof StoppedInvocationException) {
			return Outcome.INTERRUPTED;
		}
		return (thrown == null && failedRequest(origin) != null) ? Outcome.ERROR : Outcome.of(thrown);
	}

	private static @Nullable String error(@Nullable Throwable thrown, @Nullable Origin origin) {
		if (thrown == null) {
			HandledRequest failed = failedRequest(origin);
			return (failed != null) ? String.valueOf(failed.status()) : null;
		}
		return (thrown instanceof StoppedInvocationException) ? null : Outcome.unwrap(thrown).getClass().getName();
	}

	private static @Nullable HandledRequest failedRequest(@Nullable Origin origin) {
		HandledRequest request = (origin != null) ? origin.request() : null;
		return (request != null && request.isServerError()) ? request : null;
	}

	private MonitorCost monitorCost(ActiveInvocation invocation, long hooks, long dropped) {
		long sampler = Math.max(0, this.readings.samplerCpuNanos() - invocation.samplerCpuAtStart());
		// If the CPU clock is coarse, the sampler measures its cost as elapsed time.
		boolean elapsed = this.cpuResolutionNanos > 0;
		return new MonitorCost((elapsed ? 0 : sampler) + invocation.excludedCpu(), hooks + (elapsed ? sampler : 0),
				dropped);
	}

	/**
	 * Return the time that the end took, or 0 if the end did so little that reading the
	 * clock is not worthwhile.
	 */
	private long hookNanosSince(long endNanos, @Nullable Reading reading, @Nullable SampleAggregate samples) {
		boolean read = reading != null && reading.nanoTime() - endNanos >= 0;
		return (read || samples != null) ? this.components.nanoTime().getAsLong() - endNanos : 0;
	}

	/**
	 * Record that the start or end of an invocation failed. The invocation has no record.
	 * What it holds is released now or, if stack or memory are exhausted, before the next
	 * start. Does not throw.
	 * @param invocation the invocation, {@code null} if it could not be created
	 * @param ex the failure
	 */
	void lost(@Nullable ActiveInvocation invocation, Throwable ex) {
		if (invocation != null) {
			invocation.lose();
			this.anyLost = true;
		}
		this.lost.incrementAndGet();
		this.components.failures().record("start or end of an invocation", ex);
		try {
			if (invocation != null) {
				release(invocation);
			}
			releaseLost();
		}
		catch (Throwable again) {
			this.components.failures().record("start or end of an invocation", again);
		}
	}

	private void release(ActiveInvocation invocation) {
		invocation.release(this.readings, this.ledger);
		this.active.remove(invocation);
	}

	/**
	 * Release what lost invocations hold, if there are any.
	 */
	void releaseLost() {
		if (!this.anyLost) {
			return;
		}
		this.anyLost = false;
		try {
			for (ActiveInvocation each : this.active.oldest(Integer.MAX_VALUE)) {
				if (each.isLost()) {
					release(each);
				}
			}
		}
		catch (Throwable ex) {
			this.anyLost = true;
			throw ex;
		}
	}

	/**
	 * Return the resolution of the CPU clock of threads in nanoseconds; 0 if finer than 1
	 * ms.
	 */
	long cpuResolutionNanos() {
		return this.cpuResolutionNanos;
	}

	long lost() {
		return this.lost.get();
	}

	/**
	 * Return the elapsed time of the hooks at the start and end of all invocations in
	 * nanoseconds, without publishing their records.
	 */
	long hookNanos() {
		return this.hookNanos.sum();
	}

	/**
	 * Return the CPU time of the monitor's work for nested invocations, which is read on
	 * the threads of the enclosing ones, in nanoseconds.
	 */
	long monitorCpuNanos() {
		return this.monitorCpuNanos.sum();
	}

	Failures failures() {
		return this.components.failures();
	}

}
