package io.github.resourcemonitor.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Transfers;
import io.github.resourcemonitor.sampling.Column;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the figures of an invocation on a span of the application as attributes. No span
 * is created.
 * <p>
 * It is the span that is current when the invocation ends. If it ends on another thread
 * than it started on, or in another trace, that span may be of other work; it is then the
 * span that was current at the start, if that is still open, and else none.
 */
public final class SpanAttributes implements InvocationListener {

	/**
	 * The implementation of spans that tell whether they have ended. To write to an ended
	 * span of others would create a new one, or change one that is being sent.
	 */
	private static final String KNOWS_ITS_END = "io.micrometer.tracing.otel.bridge";

	private final Tracer tracer;

	private final int capacity;

	private final Map<String, Start> starts = new ConcurrentHashMap<>();

	/**
	 * Create a new listener.
	 * @param tracer the tracer
	 * @param capacity the number of invocations whose start is remembered; if more have
	 * started and not ended, all are forgotten
	 */
	public SpanAttributes(Tracer tracer, int capacity) {
		this.tracer = tracer;
		this.capacity = capacity;
	}

	@Override
	public void onStart(Invocation invocation) {
		if (this.tracer == Tracer.NOOP) {
			return;
		}
		if (this.starts.size() >= this.capacity) {
			// Of invocations that were lost, the end is never seen.
			this.starts.clear();
		}
		this.starts.put(invocation.id(), new Start(Thread.currentThread().getId(), current()));
	}

	@Override
	public void onEnd(InvocationRecord record) {
		if (this.tracer == Tracer.NOOP) {
			return;
		}
		Start start = this.starts.remove(record.id());
		if (start != null) {
			Span span = span(start, current());
			if (span != null) {
				write(record, span);
			}
		}
	}

	private @Nullable Span current() {
		Span span = this.tracer.currentSpan();
		return (span != null && !span.isNoop()) ? span : null;
	}

	private static @Nullable Span span(Start start, @Nullable Span current) {
		if (current != null && start.includes(current)) {
			return current;
		}
		Span first = start.span();
		return (first != null && isOpen(first)) ? first : null;
	}

	private static boolean isOpen(Span span) {
		return span.getClass().getPackageName().equals(KNOWS_ITS_END) && !span.isNoop();
	}

	private static void write(InvocationRecord record, Span span) {
		span.tag("faas.invocation_id", record.id());
		span.tag("faas.coldstart", record.coldStart());
		span.tag("resource_monitor.handler", record.handler());
		write(span, "resource_monitor.cpu_nanos", record.own().totalCpuNanos());
		write(span, "resource_monitor.allocated_bytes", record.own().allocatedBytes());
		long resident = record.process().max(Column.MEMORY_RSS);
		write(span, "resource_monitor.peak_memory_bytes", (resident != Column.ABSENT) ? resident : null);
		span.tag("resource_monitor.concurrency", (long) record.concurrency().max());
		Transfers transfers = record.transfers();
		span.tag("resource_monitor.service_calls", transfers.calls());
		write(span, "resource_monitor.download_bytes", transfers.downloadBytes());
		write(span, "resource_monitor.upload_bytes", transfers.uploadBytes());
	}

	private static void write(Span span, String key, @Nullable Long value) {
		if (value != null) {
			span.tag(key, value.longValue());
		}
	}

	/**
	 * Where an invocation started.
	 *
	 * @param threadId the id of the thread
	 * @param span the span that was current; {@code null} if there was none
	 */
	private record Start(long threadId, @Nullable Span span) {

		/**
		 * Return whether a span that is current at the end belongs to the invocation.
		 */
		boolean includes(Span current) {
			if (this.threadId != Thread.currentThread().getId()) {
				return this.span != null && current.context().spanId().equals(this.span.context().spanId());
			}
			return this.span == null || current.context().traceId().equals(this.span.context().traceId());
		}

	}

}
