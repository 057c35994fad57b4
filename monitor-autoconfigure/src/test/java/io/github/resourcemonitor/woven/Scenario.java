package io.github.resourcemonitor.woven;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;
import org.jspecify.annotations.Nullable;

/**
 * The records of an application context during a scenario.
 *
 * @param name the name of the scenario
 * @param records the records in the order of their ends
 */
public record Scenario(String name, List<Recorded> records) {

	/**
	 * Return this as a JSON object. Without a JSON library, because the weaver would
	 * process each of its classes; no name needs escaping.
	 */
	String toJson() {
		return "{\"name\":\"" + this.name + "\",\"records\":" + list(this.records, Recorded::toJson) + "}";
	}

	private static <T> String list(List<T> elements, Function<T, String> toJson) {
		return elements.stream().map(toJson).collect(Collectors.joining(",", "[", "]"));
	}

	/**
	 * The relevant parts of a record.
	 *
	 * @param handler the name of the handler
	 * @param nested whether it was inside another invocation
	 * @param outcome how it ended
	 * @param calls its service calls
	 */
	public record Recorded(String handler, boolean nested, String outcome, List<Call> calls) {

		static Recorded of(InvocationRecord record) {
			return new Recorded(record.handler(), record.parentId() != null, record.outcome().name(),
					record.serviceCalls().stream().map(Call::of).toList());
		}

		String toJson() {
			return "{\"handler\":\"" + this.handler + "\",\"nested\":" + this.nested + ",\"outcome\":\"" + this.outcome
					+ "\",\"calls\":" + list(this.calls, Call::toJson) + "}";
		}

	}

	/**
	 * The relevant parts of service calls.
	 *
	 * @param operation the name of the operation
	 * @param count the number of calls
	 * @param errors those that failed
	 * @param bytes their payload
	 */
	public record Call(String operation, long count, long errors, @Nullable Long bytes) {

		static Call of(ServiceCallUsage usage) {
			return new Call(usage.service() + "." + usage.operation(), usage.count(), usage.errors(), usage.bytes());
		}

		String toJson() {
			return "{\"operation\":\"" + this.operation + "\",\"count\":" + this.count + ",\"errors\":" + this.errors
					+ ",\"bytes\":" + this.bytes + "}";
		}

	}

}
