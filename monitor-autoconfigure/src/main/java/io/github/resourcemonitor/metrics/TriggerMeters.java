package io.github.resourcemonitor.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.sampling.Column;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * The meters of one handler and one trigger in one registry. A meter is registered when
 * its first value is recorded, and then kept: looking it up again would cost more than
 * recording the value.
 * <p>
 * Safe for use by any thread.
 */
final class TriggerMeters {

	private final MeterRegistry registry;

	private final Tags tags;

	/**
	 * For each outcome two timers: without and with a cold start.
	 */
	private final List<Supplier<Timer>> durations = new ArrayList<>();

	private final Supplier<Timer> initialization;

	private final Supplier<Timer> cpu;

	private final Supplier<DistributionSummary> memory;

	private final Supplier<DistributionSummary> received;

	private final Supplier<DistributionSummary> sent;

	private final Supplier<Counter> successes;

	private final Supplier<Counter> coldStarts;

	private final Supplier<Counter> errors;

	TriggerMeters(MeterRegistry registry, Tags tags) {
		this.registry = registry;
		this.tags = tags;
		for (Outcome outcome : Outcome.values()) {
			this.durations.add(duration(outcome, false));
			this.durations.add(duration(outcome, true));
		}
		this.initialization = timer(DurationBuckets.INITIALIZATION,
				"Time from the start of the process, or its restart, to the first invocation", this.tags);
		this.cpu = timer(DurationBuckets.CPU, "CPU time of the threads that worked for an invocation", this.tags);
		this.memory = summary("faas.mem_usage", "Largest resident memory of the process during an invocation",
				this.tags);
		this.received = network("receive");
		this.sent = network("transmit");
		this.successes = counter("faas.invocations", "Successful invocations");
		this.coldStarts = counter("faas.coldstarts", "Cold starts");
		this.errors = counter("faas.errors", "Invocations that failed");
	}

	private Supplier<Timer> duration(Outcome outcome, boolean coldStart) {
		return timer(DurationBuckets.INVOCATION, "Duration of invocations",
				this.tags.and("outcome", outcome.name(), "faas.coldstart", Boolean.toString(coldStart)));
	}

	private Supplier<Timer> timer(String name, String description, Tags tags) {
		return SingletonSupplier
			.of(() -> Timer.builder(name).description(description).tags(tags).register(this.registry));
	}

	private Supplier<Counter> counter(String name, String description) {
		return SingletonSupplier
			.of(() -> Counter.builder(name).description(description).tags(this.tags).register(this.registry));
	}

	private Supplier<DistributionSummary> network(String direction) {
		return summary("faas.net_io", "Network traffic of the process during an invocation",
				this.tags.and("network.io.direction", direction));
	}

	private Supplier<DistributionSummary> summary(String name, String description, Tags tags) {
		return SingletonSupplier.of(() -> DistributionSummary.builder(name)
			.description(description)
			.baseUnit("bytes")
			.tags(tags)
			.register(this.registry));
	}

	void record(InvocationRecord record) {
		this.durations.get(2 * record.outcome().ordinal() + (record.coldStart() ? 1 : 0))
			.get()
			.record(record.durationNanos(), TimeUnit.NANOSECONDS);
		Long cpuNanos = record.own().totalCpuNanos();
		if (cpuNanos != null) {
			this.cpu.get().record(cpuNanos, TimeUnit.NANOSECONDS);
		}
		long resident = record.process().max(Column.MEMORY_RSS);
		if (resident != Column.ABSENT) {
			this.memory.get().record(resident);
		}
		record(this.received, record.process().delta(Column.NETWORK_RECEIVED));
		record(this.sent, record.process().delta(Column.NETWORK_SENT));
		Long initNanos = record.initNanos();
		if (initNanos != null) {
			this.initialization.get().record(initNanos, TimeUnit.NANOSECONDS);
		}
		if (record.coldStart()) {
			this.coldStarts.get().increment();
		}
		if (record.outcome() == Outcome.SUCCESS) {
			this.successes.get().increment();
		}
		else if (record.outcome() == Outcome.ERROR) {
			this.errors.get().increment();
		}
	}

	private static void record(Supplier<DistributionSummary> summary, @Nullable Long bytes) {
		if (bytes != null) {
			summary.get().record(bytes);
		}
	}

}
