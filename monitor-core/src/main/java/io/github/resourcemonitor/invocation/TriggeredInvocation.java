package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.Origin;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.record.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * An invocation whose origin is known. If it answers a request, its name is that of the
 * route, which becomes known while it runs.
 * <p>
 * A class of its own, so that invocations of handlers do not become larger.
 */
final class TriggeredInvocation extends MonitoredInvocation {

	private final Trigger trigger;

	/**
	 * {@code null} as soon as the origin is settled, so that an ended invocation does not
	 * keep the request of the server in memory.
	 */
	private volatile @Nullable RequestDetails details;

	private volatile @Nullable Origin settled;

	/**
	 * The trace of the request, once the origin is settled.
	 */
	private volatile @Nullable TraceContext requestTrace;

	TriggeredInvocation(MonitorComponents components, ProcessReadings readings, AnchoredClock wallClock,
			FunctionInstance instance, long sequence, String handler, @Nullable ActiveInvocation parent,
			AsyncCompletion completion, Trigger trigger, @Nullable RequestDetails details) {
		super(components, readings, wallClock, instance, sequence, handler, parent, completion);
		this.trigger = trigger;
		this.details = details;
	}

	@Override
	public String handler() {
		Origin origin = this.settled;
		HandledRequest request = (origin != null) ? origin.request() : describe();
		return (request != null) ? request.handler() : super.handler();
	}

	@Override
	Origin origin() {
		Origin origin = this.settled;
		if (origin == null) {
			origin = new Origin(this.trigger, describe());
			if (isEnded()) {
				this.requestTrace = findTrace();
				this.settled = origin;
				this.details = null;
			}
		}
		return origin;
	}

	/**
	 * Servers start the trace of a request after its invocation, so it is known later.
	 */
	@Override
	@Nullable TraceContext trace() {
		TraceContext current = super.trace();
		return (current != null) ? current : this.requestTrace;
	}

	private @Nullable TraceContext findTrace() {
		RequestDetails known = this.details;
		return (known != null) ? components().failures().attempt("details of a request", known::trace) : null;
	}

	@Override
	@Nullable Throwable failure() {
		Throwable failure = super.failure();
		RequestDetails known = this.details;
		return (failure == null && known != null)
				? components().failures().attempt("details of a request", known::failure) : failure;
	}

	private @Nullable HandledRequest describe() {
		RequestDetails known = this.details;
		return (known != null) ? components().failures().attempt("details of a request", known::request) : null;
	}

}
