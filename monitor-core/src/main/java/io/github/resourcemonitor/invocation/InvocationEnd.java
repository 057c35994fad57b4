package io.github.resourcemonitor.invocation;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.github.resourcemonitor.attribution.CurrentAccount;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.MonitorCost;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.SampleAggregate;
import io.github.resourcemonitor.servicecall.ServiceCallTable;
import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * Step 3 of an invocation: it ends once, and its record is published.
 */
final class InvocationEnd {

	/**
	 * Step that failed if the start of an invocation failed.
	 */
	static final int START_STEP = 1;

	/**
	 * Step that failed if the end of an invocation failed.
	 */
	private static final int END_STEP = 2;

	private static final String UNREADABLE = "the clocks of a thread that worked for it could not be read from another thread, or the thread had ended";

	private final MonitorComponents components;

	private final CurrentAccount current;

	private final ActiveInvocations active;

	private final InvocationLedger ledger;

	private final ProcessReadings readings;

	private final RecordPublisher publisher;

	private final long cpuResolutionNanos;

	private final AtomicLong lost = new AtomicLong();

	private final LongAdder hookNanos = new LongAdder();

	/**
	 * Whether there is an invocation that failed at its start or end and has not been
	 * cleaned up.
	 */
	private volatile boolean anyBroken;

	InvocationEnd(MonitorComponents components, CurrentAccount current, ActiveInvocations active,
			InvocationLedger ledger, ProcessReadings readings, RecordPublisher publisher) {
		this.components = components;
		this.current = current;
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
			return;
		}
		if (reason != null) {
			invocation.failed(reason);
		}
		long left = ThreadClocks.UNKNOWN;
		try {
			left = this.current.leave(invocation);
			if (unknown != null) {
				throw unknown;
			}
			publish(invocation, now);
		}
		catch (Throwable ex) {
			invocation.breakAt(END_STEP);
			broken(invocation, ex);
		}
		this.current.resume(left);
	}

	private void publish(ActiveInvocation invocation, long endNanos) {
		if (!settle(invocation)) {
			invocation.incomplete(UNREADABLE);
		}
		OwnUsage own = invocation.closeAccount(this.cpuResolutionNanos);
		Reading startReading = invocation.startReading();
		Reading endReading = this.readings.readEdge(startReading, endNanos);
		SampleAggregate samples = this.readings.closeWindow(invocation.takeWindow());
		InvocationLedger.Activity activity = Objects.requireNonNull(invocation.leave(this.ledger, endNanos));
		long ownCpu = invocation.chargedCpu();
		remove(invocation, ownCpu);
		ServiceCallTable calls = invocation.closeServiceCalls();
		ActiveInvocation outer = invocation.parent();
		if (outer != null) {
			outer.addNested(own);
		}
		Throwable thrown = invocation.failure();
		long startNanos = invocation.startNanos();
		long samplerCpu = Math.max(0, this.readings.samplerCpuNanos() - invocation.samplerCpuAtStart());
		long hooks = startNanos - invocation.enteredNanos() + hookNanosSince(endNanos, endReading, samples);
		long dropped = ((calls != null) ? calls.dropped() : 0) + ((samples != null) ? samples.lost() : 0);
		this.hookNanos.add(hooks);
		this.publisher.ended(new InvocationRecord(invocation.sequence(), (outer != null) ? outer.id() : null,
				invocation.handler(), this.components.function(), invocation.trace(), invocation.start(),
				endNanos - startNanos, Outcome.of(thrown),
				(thrown != null) ? Outcome.unwrap(thrown).getClass().getName() : null, invocation.initNanos(),
				activity.concurrency(), own, FairShare.of(activity.shares(), ownCpu), invocation.nested(),
				new ProcessUsage(this.components.catalog(), startReading, endReading, samples),
				(calls != null) ? calls.usages() : List.of(), this.readings.series(samples, startNanos),
				new MonitorCost(samplerCpu + hooks + invocation.excludedCpu(), dropped)));
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
	 * Charge what the threads that work for an invocation, or for a nested one, have used
	 * so far.
	 * @return whether the clocks of all of them could be read
	 */
	private boolean settle(ActiveInvocation invocation) {
		boolean all = invocation.settleThreads();
		if (invocation.hasNestedRunning()) {
			for (ActiveInvocation each : this.active.oldest(Integer.MAX_VALUE)) {
				all &= each == invocation || !each.isInside(invocation) || each.settleThreads();
			}
		}
		return all;
	}

	private void remove(ActiveInvocation invocation, long ownCpu) {
		ActiveInvocation outer = invocation.parent();
		if (this.active.remove(invocation, ownCpu) && outer != null) {
			outer.nestedRunning(-1);
		}
	}

	/**
	 * Record that the start or end of an invocation failed. The invocation has no record.
	 * It is cleaned up now or, if stack or memory are exhausted, before the next start.
	 * Does not throw.
	 * @param invocation the invocation, {@code null} if it could not be created
	 * @param ex the failure
	 */
	void broken(@Nullable ActiveInvocation invocation, Throwable ex) {
		this.anyBroken = true;
		try {
			this.lost.incrementAndGet();
			this.components.failures().record("start or end of an invocation", ex);
			if (invocation != null) {
				release(invocation);
			}
			releaseBroken();
		}
		catch (Throwable again) {
			this.components.failures().record("start or end of an invocation", again);
		}
	}

	/**
	 * Clean up invocations that failed before, if there are any.
	 */
	void releaseBroken() {
		if (!this.anyBroken) {
			return;
		}
		this.anyBroken = false;
		try {
			this.active.oldest(Integer.MAX_VALUE).forEach(this::release);
		}
		catch (Throwable ex) {
			this.anyBroken = true;
			throw ex;
		}
	}

	/**
	 * Clean up an invocation that failed at its start or end, so that it no longer counts
	 * as running anywhere.
	 */
	private void release(ActiveInvocation invocation) {
		int step = invocation.takeBrokenStep();
		if (step == 0) {
			return;
		}
		if (!invocation.tryEnd(invocation.enteredNanos()) && step == START_STEP) {
			// Another thread has ended it and does the rest.
			return;
		}
		try {
			invocation.closeAccount(0);
			this.readings.closeWindow(invocation.takeWindow());
			invocation.closeServiceCalls();
			invocation.leave(this.ledger, invocation.endNanos());
			remove(invocation, invocation.chargedCpu());
		}
		catch (Throwable ex) {
			invocation.breakAt(END_STEP);
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
	 * Return the time spent at the start and end of all invocations in nanoseconds,
	 * without publishing their records.
	 */
	long hookNanos() {
		return this.hookNanos.sum();
	}

	Failures failures() {
		return this.components.failures();
	}

}
