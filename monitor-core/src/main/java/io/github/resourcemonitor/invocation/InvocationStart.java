package io.github.resourcemonitor.invocation;

import java.util.concurrent.atomic.AtomicLong;

import io.github.resourcemonitor.attribution.Account;
import io.github.resourcemonitor.attribution.CurrentAccount;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.share.InvocationLedger;
import org.jspecify.annotations.Nullable;

/**
 * Step 1 of an invocation: it starts on the calling thread and becomes its current
 * invocation.
 */
final class InvocationStart {

	private static final int MAX_DEPTH = 64;

	private static final String NESTED_TOO_DEEPLY = "more than " + MAX_DEPTH
			+ " invocations were nested; the usage of deeper ones is not included";

	private final MonitorComponents components;

	private final CurrentAccount current;

	private final ActiveInvocations active;

	private final InvocationLedger ledger;

	private final ProcessReadings readings;

	private final RecordPublisher publisher;

	private final AsyncCompletion completion;

	private final AnchoredClock wallClock;

	private final AtomicLong sequence = new AtomicLong();

	InvocationStart(MonitorComponents components, CurrentAccount current, ActiveInvocations active,
			InvocationLedger ledger, ProcessReadings readings, RecordPublisher publisher, AsyncCompletion completion) {
		this.components = components;
		this.current = current;
		this.active = active;
		this.ledger = ledger;
		this.readings = readings;
		this.publisher = publisher;
		this.completion = completion;
		this.wallClock = new AnchoredClock(components.wallClock());
	}

	/**
	 * Start an invocation. Does not throw.
	 * @param handler the name of the handler
	 * @return the invocation, or {@code null} if it could not be started
	 */
	@Nullable MonitoredInvocation start(String handler) {
		MonitoredInvocation invocation = null;
		try {
			this.completion.end().releaseBroken();
			long paused = this.current.pause();
			invocation = new MonitoredInvocation(this.components, this.readings, this.wallClock,
					this.sequence.incrementAndGet(), handler, around(), this.completion);
			invocation.open(this.readings, this.ledger);
			if (add(invocation) > this.components.maxActive()) {
				endOldest();
				// Ending the oldest invocation has resumed the current account of the
				// thread.
				paused = this.current.pause();
			}
			ThreadScope scope = this.current.start(invocation);
			this.publisher.started(invocation);
			this.current.begin(scope, paused);
			invocation.begin();
			return invocation;
		}
		catch (Throwable ex) {
			if (invocation != null) {
				invocation.breakAt(InvocationEnd.START_STEP);
			}
			this.completion.end().broken(invocation, ex);
			this.current.resume((invocation != null) ? this.current.leave(invocation) : ThreadClocks.UNKNOWN);
			return null;
		}
	}

	private int add(ActiveInvocation invocation) {
		int running = this.active.add(invocation);
		ActiveInvocation outer = invocation.parent();
		if (outer != null) {
			outer.nestedRunning(1);
		}
		return running;
	}

	/**
	 * End the oldest invocation, so that invocations that never end do not exhaust the
	 * memory of the process.
	 */
	private void endOldest() {
		ActiveInvocation oldest = this.active.oldest();
		if (oldest != null) {
			this.completion.end().end(oldest, new AbandonedInvocationException(this.components.maxActive()));
		}
	}

	/**
	 * Return the invocation that encloses a new one on this thread. The depth is limited,
	 * because scopes that are never closed would accumulate on a pooled thread.
	 */
	private @Nullable ActiveInvocation around() {
		ActiveInvocation invocation = (ActiveInvocation) this.current.get();
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
		for (Account each = invocation; each != null; each = each.parent()) {
			each.incomplete(NESTED_TOO_DEEPLY);
		}
		return null;
	}

	/**
	 * Return the number of invocations that have started.
	 */
	long started() {
		return this.sequence.get();
	}

}
