package io.github.resourcemonitor.benchmarks.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;

/**
 * The total payload in the records of each handler. Thread-safe.
 */
final class RecordedPayloads implements InvocationListener {

	private final Map<String, Payload> payloads = new ConcurrentHashMap<>();

	@Override
	public void onEnd(InvocationRecord record) {
		Payload payload = Payload.NONE;
		for (ServiceCallUsage usage : record.serviceCalls()) {
			Long bytes = usage.bytes();
			payload = payload.plus(new Payload(usage.count(), (bytes != null) ? bytes : 0));
		}
		this.payloads.merge(record.handler(), payload, Payload::plus);
	}

	Payload of(String handler) {
		return this.payloads.getOrDefault(handler, Payload.NONE);
	}

	/**
	 * A transferred payload.
	 *
	 * @param calls the number of calls
	 * @param bytes the payload in bytes
	 */
	record Payload(long calls, long bytes) {

		static final Payload NONE = new Payload(0, 0);

		Payload plus(Payload other) {
			return new Payload(this.calls + other.calls, this.bytes + other.bytes);
		}

	}

}
