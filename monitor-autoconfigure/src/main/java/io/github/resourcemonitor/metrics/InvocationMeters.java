package io.github.resourcemonitor.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.resourcemonitor.cardinality.BoundedMap;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
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

	private final int maxNames;

	private final List<RegistryMeters> registered = new CopyOnWriteArrayList<>();

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
		this.maxNames = maxNames;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registered.add(new RegistryMeters(registry, this.maxNames));
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
		for (RegistryMeters meters : this.registered) {
			meters.handlers.get(record.handler()).meter(record);
			if (record.parentId() == null) {
				// The outermost invocation has the calls of those inside it as well.
				for (ServiceCallUsage usage : record.serviceCalls()) {
					meters.services.get(ServiceMeters.name(usage)).meter(usage);
				}
			}
		}
	}

	/**
	 * The meters in one registry.
	 */
	private static final class RegistryMeters {

		private final BoundedMap<HandlerMeters> handlers;

		private final BoundedMap<ServiceMeters> services;

		RegistryMeters(MeterRegistry registry, int maxNames) {
			this.handlers = new BoundedMap<>(maxNames, (name) -> new HandlerMeters(registry, name));
			this.services = new BoundedMap<>(maxNames, (name) -> new ServiceMeters(registry, name));
		}

	}

}
