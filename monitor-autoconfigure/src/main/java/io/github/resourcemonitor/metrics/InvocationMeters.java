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
 * Publishes the values of records as meters, named after OpenTelemetry's semantic
 * conventions for functions where these define a name. Tag values are fixed values and
 * the names of handlers, services and operations, whose numbers are bounded.
 * <p>
 * A nested invocation is recorded under its own handler, and its usage is also part of
 * the meters of the outer one.
 */
public final class InvocationMeters implements MeterBinder, InvocationListener {

	private final Invocations invocations;

	private final @Nullable ResourceSampler sampler;

	private final int maxNames;

	private final RecordScopes scopes;

	private final List<RegistryMeters> registered = new CopyOnWriteArrayList<>();

	/**
	 * Create new meters.
	 * @param invocations the invocations
	 * @param sampler the sampler; {@code null} if switched off
	 * @param maxNames the maximum number of handlers, and of operations of services, that
	 * have meters of their own
	 */
	public InvocationMeters(Invocations invocations, @Nullable ResourceSampler sampler, int maxNames) {
		this(invocations, sampler, maxNames, RecordScopes.NONE);
	}

	/**
	 * Create new meters.
	 * @param invocations the invocations
	 * @param sampler the sampler; {@code null} if switched off
	 * @param maxNames the maximum number of handlers, and of operations of services, that
	 * have meters of their own
	 * @param scopes makes the trace of a record current while its values are recorded
	 */
	public InvocationMeters(Invocations invocations, @Nullable ResourceSampler sampler, int maxNames,
			RecordScopes scopes) {
		this.invocations = invocations;
		this.sampler = sampler;
		this.maxNames = maxNames;
		this.scopes = scopes;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registered.add(new RegistryMeters(registry, this.maxNames));
		FunctionCounter.builder("resourcemonitor.overhead.cpu", this, InvocationMeters::overheadSeconds)
			.description(
					"CPU time that the monitor itself is known to have used: of its sampler, and for nested invocations")
			.baseUnit("seconds")
			.register(registry);
		FunctionCounter.builder("resourcemonitor.records.dropped", this.invocations, Invocations::lost)
			.description("Invocations without a record")
			.register(registry);
	}

	private double overheadSeconds() {
		// If the CPU clock is coarse, the sampler measures its cost as elapsed time.
		boolean known = this.sampler != null && this.invocations.cpuResolutionNanos() == 0;
		long sampling = (known && this.sampler != null) ? this.sampler.cpuNanos() : 0;
		return (this.invocations.monitorCpuNanos() + sampling) / 1e9;
	}

	@Override
	public void onEnd(InvocationRecord record) {
		if (!this.registered.isEmpty()) {
			try (RecordScopes.Scope scope = this.scopes.open(record)) {
				meter(record);
			}
		}
	}

	private void meter(InvocationRecord record) {
		for (RegistryMeters meters : this.registered) {
			meters.handlers.get(record.handler()).record(record);
			if (record.parentId() == null) {
				// The record of the outermost invocation includes the calls of nested
				// ones.
				for (ServiceCallUsage usage : record.serviceCalls()) {
					meters.services.get(ServiceMeters.name(usage)).record(usage);
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
