package io.github.resourcemonitor.invocation;

import java.time.Instant;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.attribution.InvocationAccount;
import io.github.resourcemonitor.attribution.LateWork;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an invocation as soon as it starts. An invocation extends this class
 * instead of holding an instance, which saves an object per invocation.
 */
abstract class InvocationIdentity extends InvocationAccount implements Invocation {

	private final MonitorComponents components;

	private final FunctionInstance instance;

	private final long sequence;

	private final String handler;

	private final long entered;

	private final Instant start;

	private final @Nullable Long initNanos;

	private final @Nullable TraceContext trace;

	/**
	 * Built when it is first asked for, then for each thread whose log lines have it. Two
	 * threads may build the same.
	 */
	private @Nullable String id;

	InvocationIdentity(MonitorComponents components, AnchoredClock wallClock, FunctionInstance instance, long sequence,
			String handler) {
		this.components = components;
		this.entered = components.nanoTime().getAsLong();
		this.instance = instance;
		this.sequence = sequence;
		this.handler = handler;
		this.start = wallClock.at(this.entered);
		this.initNanos = (instance.ordinal(sequence) == 1) ? instance.ageNanos().getAsLong() : null;
		this.trace = currentTrace(components);
	}

	private static @Nullable TraceContext currentTrace(MonitorComponents components) {
		try {
			return components.traces().current();
		}
		catch (Throwable ex) {
			components.failures().record("trace context", ex);
			return null;
		}
	}

	@Override
	public final String id() {
		String known = this.id;
		if (known == null) {
			known = InvocationRecord.id(this.instance.identity(), this.instance.ordinal(this.sequence));
			this.id = known;
		}
		return known;
	}

	@Override
	public String handler() {
		return this.handler;
	}

	@Override
	public final Instant start() {
		return this.start;
	}

	final long sequence() {
		return this.sequence;
	}

	final FunctionInstance instance() {
		return this.instance;
	}

	@Nullable TraceContext trace() {
		return this.trace;
	}

	final @Nullable Long initNanos() {
		return this.initNanos;
	}

	/**
	 * Return the time at which the monitor began to start this invocation, by the
	 * monotonic clock.
	 */
	final long enteredNanos() {
		return this.entered;
	}

	final MonitorComponents components() {
		return this.components;
	}

	final boolean belongsTo(MonitorComponents components) {
		return this.components == components;
	}

	@Override
	protected final LateWork lateWork() {
		return this.components.lateWork();
	}

}
