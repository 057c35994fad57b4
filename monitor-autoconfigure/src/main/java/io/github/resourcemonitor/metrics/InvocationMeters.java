package io.github.resourcemonitor.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.invocation.InvocationRecord;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.invocation.Outcome;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ProcessUsage;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.servicecall.ServiceCallUsage;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Turns records into meters, named by OpenTelemetry's conventions for functions where
 * these have a name. Tags hold nothing but the names of handlers, services and
 * operations, and each of these is bounded.
 * <p>
 * A nested invocation is metered under its own handler, and what it used is part of the
 * outer one's meters too.
 */
public final class InvocationMeters implements MeterBinder, InvocationListener {

	private final Invocations invocations;

	private final @Nullable ResourceSampler sampler;

	private final BoundedNames handlers;

	private final BoundedNames services;

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	/**
	 * Create new meters.
	 * @param invocations the invocations
	 * @param sampler the sampler; {@code null} if switched off
	 * @param maxNames the number of handlers, and of services with their operations, to
	 * keep apart
	 */
	public InvocationMeters(Invocations invocations, @Nullable ResourceSampler sampler, int maxNames) {
		this.invocations = invocations;
		this.sampler = sampler;
		this.handlers = new BoundedNames(maxNames);
		this.services = new BoundedNames(maxNames);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		FunctionCounter.builder("resourcemonitor.overhead.cpu", this, InvocationMeters::overheadSeconds)
			.description("Time that the monitor itself used, by its hooks and its sampler")
			.baseUnit("seconds")
			.register(registry);
		FunctionCounter.builder("resourcemonitor.records.dropped", this.invocations, Invocations::lost)
			.description("Invocations that have no record")
			.register(registry);
	}

	private double overheadSeconds() {
		long sampling = (this.sampler != null) ? this.sampler.cpuNanos() : 0;
		return (this.invocations.hookNanos() + sampling) / 1e9;
	}

	@Override
	public void onEnd(InvocationRecord record) {
		for (MeterRegistry registry : this.registries) {
			meter(registry, record);
		}
	}

	private void meter(MeterRegistry registry, InvocationRecord record) {
		Tags handler = Tags.of("handler", this.handlers.bound(record.handler()));
		Timer.builder("faas.invoke_duration")
			.description("Duration of invocations")
			.tags(handler.and("outcome", record.outcome().name(), "cold_start", Boolean.toString(record.coldStart())))
			.register(registry)
			.record(record.durationNanos(), TimeUnit.NANOSECONDS);
		Long cpu = record.own().cpuNanos();
		if (cpu != null) {
			Timer.builder("faas.cpu_usage")
				.description("CPU time of the threads that worked for an invocation")
				.tags(handler)
				.register(registry)
				.record(Duration.ofNanos(cpu));
		}
		long resident = record.process().max(Column.MEMORY_RSS);
		if (resident != Column.ABSENT) {
			summary(registry, "faas.mem_usage", "Largest resident memory of the process during an invocation", handler,
					resident);
		}
		network(registry, record.process(), Column.NETWORK_RECEIVED, handler.and("direction", "receive"));
		network(registry, record.process(), Column.NETWORK_SENT, handler.and("direction", "transmit"));
		if (record.coldStart()) {
			registry.counter("faas.coldstarts", handler).increment();
		}
		if (record.outcome() == Outcome.ERROR) {
			registry.counter("faas.errors", handler).increment();
		}
		if (record.parentId() == null) {
			// The outermost invocation has the calls of those inside it as well.
			record.serviceCalls().forEach((usage) -> meter(registry, usage));
		}
	}

	private static void network(MeterRegistry registry, ProcessUsage process, Column column, Tags tags) {
		Long bytes = process.delta(column);
		if (bytes != null) {
			summary(registry, "faas.net_io", "Network traffic of the process during an invocation", tags, bytes);
		}
	}

	private static void summary(MeterRegistry registry, String name, String description, Tags tags, double value) {
		DistributionSummary.builder(name)
			.description(description)
			.baseUnit("bytes")
			.tags(tags)
			.register(registry)
			.record(value);
	}

	private void meter(MeterRegistry registry, ServiceCallUsage usage) {
		String name = this.services.bound(usage.service() + " " + usage.operation());
		boolean known = !name.equals(BoundedNames.OTHER);
		Tags tags = Tags.of("service", known ? usage.service() : name, "operation", known ? usage.operation() : name,
				"direction", usage.direction().name());
		registry.counter("resourcemonitor.service.calls", tags.and("outcome", Outcome.SUCCESS.name()))
			.increment(usage.count() - usage.errors());
		if (usage.errors() > 0) {
			registry.counter("resourcemonitor.service.calls", tags.and("outcome", Outcome.ERROR.name()))
				.increment(usage.errors());
		}
		if (usage.direction() != CallDirection.NONE && usage.bytes() != null) {
			registry.counter("resourcemonitor.service.bytes", tags).increment(usage.bytes());
		}
	}

}
