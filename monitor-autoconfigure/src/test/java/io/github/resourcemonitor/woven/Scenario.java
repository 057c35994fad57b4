package io.github.resourcemonitor.woven;

import java.util.List;

import io.github.resourcemonitor.invocation.InvocationRecord;
import io.github.resourcemonitor.servicecall.ServiceCallUsage;
import org.jspecify.annotations.Nullable;

/**
 * What an application context recorded while the application did something.
 *
 * @param name what it did
 * @param records the records, the earliest end first
 */
public record Scenario(String name, List<Recorded> records) {

	/**
	 * What matters here of a record.
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

	}

	/**
	 * What matters here of service calls.
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

	}

}
