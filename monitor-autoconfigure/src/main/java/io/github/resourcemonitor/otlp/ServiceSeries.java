package io.github.resourcemonitor.otlp;

import java.util.List;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.opentelemetry.api.common.Attributes;

/**
 * The series of one operation of a service and one direction. Used by one thread.
 */
final class ServiceSeries {

	private final Attributes attributes;

	private final Sum successes = new Sum();

	private final Sum errors = new Sum();

	private final Sum bytes = new Sum();

	private final Sum retries = new Sum();

	private final Sum sent = new Sum();

	private final Sum received = new Sum();

	/**
	 * Create empty series.
	 * @param service the name of the service
	 * @param operation the name of the operation
	 * @param direction the direction of the payload
	 */
	ServiceSeries(String service, String operation, CallDirection direction) {
		this.attributes = Attributes.of(OtlpAttributes.SERVICE, service, OtlpAttributes.OPERATION, operation,
				OtlpAttributes.DIRECTION, direction.name());
	}

	void add(ServiceCallUsage usage) {
		this.successes.add(usage.count() - usage.errors());
		if (usage.errors() > 0) {
			this.errors.add(usage.errors());
		}
		Long known = usage.bytes();
		if (usage.direction() != CallDirection.NONE && known != null) {
			this.bytes.add(known);
		}
		ServiceCallUsage.Requests requests = usage.requests();
		if (requests != null) {
			this.retries.add(requests.retries());
			this.sent.add(requests.sentBytes());
			this.received.add(requests.receivedBytes());
		}
	}

	void collect(MetricPoints points) {
		points.add(Metric.SERVICE_CALLS, outcome(Outcome.SUCCESS), this.successes);
		points.add(Metric.SERVICE_CALLS, outcome(Outcome.ERROR), this.errors);
		points.add(Metric.SERVICE_BYTES, this.attributes, this.bytes);
		points.add(Metric.SERVICE_RETRIES, this.attributes, this.retries);
		points.add(Metric.SERVICE_WIRE, network("transmit"), this.sent);
		points.add(Metric.SERVICE_WIRE, network("receive"), this.received);
	}

	private Attributes outcome(Outcome outcome) {
		return this.attributes.toBuilder().put(OtlpAttributes.OUTCOME, outcome.name()).build();
	}

	private Attributes network(String direction) {
		return this.attributes.toBuilder().put(OtlpAttributes.NETWORK_DIRECTION, direction).build();
	}

	void clear() {
		for (Sum sum : List.of(this.successes, this.errors, this.bytes, this.retries, this.sent, this.received)) {
			sum.clear();
		}
	}

}
