package io.github.resourcemonitor.test;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.ServiceCallUsage;
import org.jspecify.annotations.Nullable;

/**
 * Text of records, and of parts of them, for messages of failed assertions.
 */
final class RecordText {

	private RecordText() {
	}

	/**
	 * Return which invocation a record is of.
	 */
	static String name(InvocationRecord record) {
		return "invocation " + record.id() + " of handler '" + record.handler() + "'";
	}

	static String outcome(InvocationRecord record) {
		return record.outcome() + ((record.error() != null) ? " (" + record.error() + ")" : "");
	}

	/**
	 * Return where an invocation comes from.
	 */
	static String origin(InvocationRecord record) {
		HandledRequest request = record.request();
		String trigger = (record.trigger() != null) ? "its trigger is " + record.trigger() : "its trigger is not known";
		return trigger + ((request != null) ? ", and it answered " + request(request) : ", and it answered no request");
	}

	static String request(HandledRequest request) {
		return request.handler() + " with "
				+ ((request.status() != null) ? "status " + request.status() : "an unknown status");
	}

	static String found(List<InvocationRecord> records) {
		return (records.isEmpty() ? "there is none" : "found " + records.size() + ":" + list(records));
	}

	static String list(List<InvocationRecord> records) {
		if (records.isEmpty()) {
			return "none";
		}
		StringBuilder text = new StringBuilder();
		for (InvocationRecord record : records) {
			line(text).append(name(record))
				.append(": ")
				.append(outcome(record))
				.append(", ")
				.append(duration(record.durationNanos()));
			if (record.parentId() != null) {
				text.append(", nested in ").append(record.parentId());
			}
		}
		return text.toString();
	}

	/**
	 * Return the service calls of a record, one in each line.
	 */
	static String calls(List<ServiceCallUsage> calls) {
		if (calls.isEmpty()) {
			return "It called no service.";
		}
		StringBuilder text = new StringBuilder("Its service calls:");
		for (ServiceCallUsage call : calls) {
			line(text).append(call(call));
		}
		return text.toString();
	}

	static String call(ServiceCallUsage call) {
		StringBuilder text = new StringBuilder(call.service()).append(' ').append(call.operation());
		text.append(" (")
			.append(call.direction())
			.append("): ")
			.append(count(call.count(), "call"))
			.append(", ")
			.append(count(call.errors(), "error"))
			.append(", ")
			.append((call.bytes() != null) ? count(call.bytes(), "byte") : "no known size");
		if (call.unmeasured() > 0) {
			text.append(", ").append(call.unmeasured()).append(" of unknown size");
		}
		if (call.open() > 0) {
			text.append(", ").append(call.open()).append(" not ended");
		}
		ServiceCallUsage.Requests requests = call.requests();
		if (requests != null) {
			text.append(", ")
				.append(count(requests.attempts(), "request"))
				.append(" with statuses ")
				.append(requests.statuses());
		}
		return text.toString();
	}

	static String own(OwnUsage own) {
		StringBuilder text = new StringBuilder("its threads (").append(own.threads()).append(") used CPU time ");
		boolean belowResolution = own.cpuNanos() == null && own.resolutionNanos() > 0;
		text.append(belowResolution ? "less than " + duration(own.resolutionNanos()) : duration(own.cpuNanos()));
		if (own.estimate() != null) {
			text.append(", virtual ones an estimated ")
				.append(duration(own.estimate().cpuNanos()))
				.append(" and ")
				.append(count(own.estimate().allocatedBytes(), "byte"));
		}
		text.append("; they allocated ")
			.append((own.allocatedBytes() != null) ? count(own.allocatedBytes(), "byte") : "an unknown amount");
		if (own.incompleteReason() != null) {
			text.append(". This is not complete: ").append(own.incompleteReason());
		}
		return text.toString();
	}

	static String count(long count, String what) {
		return count + " " + what + ((count == 1) ? "" : "s");
	}

	static String duration(Duration duration) {
		try {
			return duration(duration.toNanos());
		}
		catch (ArithmeticException ex) {
			return duration.toString();
		}
	}

	static String duration(@Nullable Long nanos) {
		if (nanos == null) {
			return "unknown";
		}
		if (nanos < 1_000) {
			return nanos + " ns";
		}
		if (nanos < 1_000_000) {
			return number(nanos / 1e3) + " µs";
		}
		return (nanos < 1_000_000_000) ? number(nanos / 1e6) + " ms" : number(nanos / 1e9) + " s";
	}

	private static String number(double value) {
		// Not rounded, so that the value is on the side of the limit where it is.
		String text = String.format(Locale.ROOT, "%.6f", value);
		return text.replaceFirst("\\.?0+$", "");
	}

	private static StringBuilder line(StringBuilder text) {
		return text.append(System.lineSeparator()).append("  ");
	}

}
