package io.github.resourcemonitor.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.resourcemonitor.cardinality.BoundedMap;
import io.github.resourcemonitor.cost.InstanceBill;
import io.github.resourcemonitor.cost.InstanceCosts;
import io.github.resourcemonitor.invocation.InstanceLife;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.share.InstanceTime;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Publishes as meters what handlers and the instance cost. The amounts are computed when
 * the meters are read. The only tags are the currency and the names of handlers, whose
 * number is bounded.
 */
public final class CostMeters implements MeterBinder, InvocationListener {

	private final InstanceLife instance;

	private final InstanceCosts costs;

	private final int maxHandlers;

	private final List<BoundedMap<FunctionCounter>> registered = new CopyOnWriteArrayList<>();

	/**
	 * Create new meters.
	 * @param instance the life of the instance
	 * @param costs what it and its invocations cost
	 * @param maxHandlers the maximum number of handlers that have meters of their own
	 */
	public CostMeters(InstanceLife instance, InstanceCosts costs, int maxHandlers) {
		this.instance = instance;
		this.costs = costs;
		this.maxHandlers = maxHandlers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		String currency = this.costs.model().currency();
		this.registered.add(new BoundedMap<>(this.maxHandlers,
				(name) -> FunctionCounter
					.builder("resourcemonitor.cost.invocations", this.costs, (all) -> all.total(name))
					.description("What the invocations of a handler cost")
					.tag("handler", name)
					.tag("currency", currency)
					.register(registry)));
		FunctionCounter.builder("resourcemonitor.cost.instance", this, CostMeters::total)
			.description("What the instance costs, with start, idle time and rounding")
			.tag("currency", currency)
			.register(registry);
		Gauge.builder("resourcemonitor.idle.share", this, CostMeters::idleShare)
			.description("How much of its life the instance was idle, from 0 to 1")
			.register(registry);
	}

	private double total() {
		InstanceBill bill = this.instance.bill();
		return (bill != null) ? bill.total().doubleValue() : Double.NaN;
	}

	private double idleShare() {
		InstanceTime time = this.instance.time();
		return (double) time.idleNanos() / time.lifeNanos();
	}

	@Override
	public void onEnd(InvocationRecord record) {
		if (record.cost() != null) {
			for (BoundedMap<FunctionCounter> meters : this.registered) {
				meters.get(record.handler());
			}
		}
	}

}
