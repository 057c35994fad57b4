package io.github.resourcemonitor.invocation;

import java.util.function.LongSupplier;

import io.github.resourcemonitor.attribution.Account;
import io.github.resourcemonitor.concurrent.Counter;
import io.github.resourcemonitor.invocation.ContextFrame.Kind;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.Trigger;
import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * Step 1 of an invocation: it starts on the calling thread and becomes its current
 * invocation.
 */
final class InvocationStart {

	private static final int MAX_DEPTH = 64;

	private static final String UNNAMED = "(unnamed)";

	private static final String NESTED_TOO_DEEPLY = "more than " + MAX_DEPTH
			+ " invocations were nested; the usage of deeper ones is not included";

	private final MonitorComponents components;

	private final MonitoredThreads threads;

	private final ActiveInvocations active;

	private final InvocationLedger ledger;

	private final ProcessReadings readings;

	private final RecordPublisher publisher;

	private final InvocationEnd end;

	private final AsyncCompletion completion;

	private final AnchoredClock wallClock;

	private final Counter sequence = new Counter();

	private volatile FunctionInstance instance;

	InvocationStart(MonitorComponents components, MonitoredThreads threads, ActiveInvocations active,
			InvocationLedger ledger, ProcessReadings readings, RecordPublisher publisher, AsyncCompletion completion) {
		this.components = components;
		this.threads = threads;
		this.end = completion.end();
		this.active = active;
		this.ledger = ledger;
		this.readings = readings;
		this.publisher = publisher;
		this.completion = completion;
		this.wallClock = new AnchoredClock(components.wallClock());
		this.instance = new FunctionInstance(components.function(), 0, components.processAgeNanos(), null);
	}

	/**
	 * Start an invocation. Does not throw.
	 * @param handler the name of the handler
	 * @param trigger what caused it, {@code null} if that is not known
	 * @param details knows the request that it answers; {@code null} if there is none
	 * @return the invocation, or {@code null} if it could not be started
	 */
	@Nullable MonitoredInvocation start(String handler, @Nullable Trigger trigger, @Nullable RequestDetails details) {
		MonitoredInvocation invocation = null;
		MonitoredThread thread = null;
		Account before = null;
		try {
			this.end.releaseLost();
			long sequence = this.sequence.increment();
			if (this.active.isFull(sequence, this.components.maxActive())) {
				endOldest();
			}
			thread = this.threads.current();
			ActiveInvocation outer = around(thread.invocation());
			before = thread.meter().account();
			thread.meter().switchTo((before != null) ? before.monitor() : null);
			String name = named(handler);
			FunctionInstance current = this.instance.of(sequence);
			invocation = (trigger != null)
					? new TriggeredInvocation(this.components, this.readings, this.wallClock, current, sequence, name,
							outer, this.completion, trigger, details)
					: new MonitoredInvocation(this.components, this.readings, this.wallClock, current, sequence, name,
							outer, this.completion);
			invocation.open(this.readings, this.ledger);
			this.active.add(invocation);
			thread.push(Kind.STARTED, invocation, null, before);
			this.publisher.started(invocation);
			thread.meter().switchTo(invocation);
			invocation.begin();
			return invocation;
		}
		catch (Throwable ex) {
			this.end.lost(invocation, ex);
			if (thread != null) {
				leave(thread, invocation, before);
			}
			return null;
		}
	}

	private String named(@Nullable String handler) {
		if (handler != null) {
			return handler;
		}
		this.components.failures()
			.record("name of a handler", new IllegalArgumentException("An invocation was started with null as the name "
					+ "of its handler. Pass the name under which its records are to be found"));
		return UNNAMED;
	}

	private void leave(MonitoredThread thread, @Nullable ActiveInvocation invocation, @Nullable Account next) {
		this.components.failures().guard("leaving a thread", () -> {
			thread.leave((invocation != null) ? thread.startOf(invocation) : null, next);
		});
	}

	/**
	 * End the oldest invocation, so that invocations that never end do not exhaust the
	 * memory of the process.
	 */
	private void endOldest() {
		ActiveInvocation oldest = this.active.oldest();
		if (oldest != null) {
			this.end.end(oldest, new AbandonedInvocationException(this.components.maxActive()));
		}
	}

	/**
	 * Return the invocation that encloses a new one on this thread. The depth is limited,
	 * because scopes that are never closed would accumulate on a pooled thread.
	 */
	private @Nullable ActiveInvocation around(@Nullable ActiveInvocation invocation) {
		if (invocation == null || invocation.isEnded()) {
			return null;
		}
		if (invocation.depth() < MAX_DEPTH) {
			return invocation;
		}
		this.components.failures()
			.record("nesting of invocations",
					new IllegalStateException("More than " + MAX_DEPTH + " invocations are open on thread '"
							+ Thread.currentThread().getName()
							+ "'. Close each InvocationScope that is started, best with try-with-resources"));
		for (ActiveInvocation each = invocation; each != null; each = each.parent()) {
			each.incomplete(NESTED_TOO_DEEPLY);
		}
		return null;
	}

	/**
	 * Continue as another instance of the function.
	 */
	synchronized void renew(FunctionIdentity identity) {
		LongSupplier nanoTime = this.components.nanoTime();
		long renewed = nanoTime.getAsLong();
		this.wallClock.reset();
		this.instance = this.instance.next(identity, this.sequence.get(), () -> nanoTime.getAsLong() - renewed);
	}

	/**
	 * Return the identity of the present instance.
	 */
	FunctionIdentity function() {
		return this.instance.identity();
	}

	/**
	 * Return the number of invocations that have started.
	 */
	long started() {
		return this.sequence.get();
	}

}
