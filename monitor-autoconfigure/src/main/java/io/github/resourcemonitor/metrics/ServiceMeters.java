package io.github.resourcemonitor.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * The meters of one operation of a service in one registry, registered in the same way as
 * those of {@link HandlerMeters}.
 * <p>
 * Safe for use by any thread.
 */
final class ServiceMeters {

	private static final char SEPARATOR = '\0';

	// By direction.

	private final List<Supplier<Counter>> calls = new ArrayList<>();

	private final List<Supplier<Counter>> errors = new ArrayList<>();

	private final List<Supplier<Counter>> bytes = new ArrayList<>();

	private final List<Supplier<Counter>> retries = new ArrayList<>();

	private final List<Supplier<Counter>> sent = new ArrayList<>();

	private final List<Supplier<Counter>> received = new ArrayList<>();

	/**
	 * Create new meters.
	 * @param registry the registry
	 * @param name a value of {@link #name}, or one word that is used for both service and
	 * operation
	 */
	ServiceMeters(MeterRegistry registry, String name) {
		int separator = name.indexOf(SEPARATOR);
		Tags tags = Tags.of("service", (separator >= 0) ? name.substring(0, separator) : name, "operation",
				name.substring(separator + 1));
		for (CallDirection direction : CallDirection.values()) {
			Tags directed = tags.and("direction", direction.name());
			this.calls.add(calls(registry, directed, Outcome.SUCCESS));
			this.errors.add(calls(registry, directed, Outcome.ERROR));
			this.bytes.add(counter(registry, "resourcemonitor.service.bytes", "bytes",
					"Payload of the calls of cloud services", directed));
			this.retries.add(counter(registry, "resourcemonitor.service.retries", null,
					"Requests that followed a failed one of the same call", directed));
			this.sent.add(wire(registry, directed, "transmit"));
			this.received.add(wire(registry, directed, "receive"));
		}
	}

	private static Supplier<Counter> calls(MeterRegistry registry, Tags tags, Outcome outcome) {
		return counter(registry, "resourcemonitor.service.calls", null, "Calls of cloud services that ended",
				tags.and("outcome", outcome.name()));
	}

	private static Supplier<Counter> wire(MeterRegistry registry, Tags tags, String direction) {
		return counter(registry, "resourcemonitor.service.wire", "bytes",
				"Bodies of requests and responses as they crossed the connection",
				tags.and("network.io.direction", direction));
	}

	private static Supplier<Counter> counter(MeterRegistry registry, String name, @Nullable String unit,
			String description, Tags tags) {
		return SingletonSupplier
			.of(() -> Counter.builder(name).baseUnit(unit).description(description).tags(tags).register(registry));
	}

	static String name(ServiceCallUsage usage) {
		return usage.service() + SEPARATOR + usage.operation();
	}

	void record(ServiceCallUsage usage) {
		int direction = usage.direction().ordinal();
		this.calls.get(direction).get().increment(usage.count() - usage.errors());
		if (usage.errors() > 0) {
			this.errors.get(direction).get().increment(usage.errors());
		}
		if (usage.direction() != CallDirection.NONE && usage.bytes() != null) {
			this.bytes.get(direction).get().increment(usage.bytes());
		}
		ServiceCallUsage.Requests requests = usage.requests();
		if (requests != null) {
			this.retries.get(direction).get().increment(requests.retries());
			this.sent.get(direction).get().increment(requests.sentBytes());
			this.received.get(direction).get().increment(requests.receivedBytes());
		}
	}

}
