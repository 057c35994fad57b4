package io.github.resourcemonitor.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.resourcemonitor.cardinality.BoundedMap;
import io.github.resourcemonitor.cost.InstanceBill;
import io.github.resourcemonitor.cost.InstanceCosts;
import io.github.resourcemonitor.invocation.InstanceLife;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.record.InvocationRecord;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Publishes as meters what handlers and the instance cost. The amounts are computed when
 * the meters are read, all of them from one bill, so that they fit together. The only
 * tags are the currency and the names of handlers, whose number is bounded.
 */
public final class CostMeters implements MeterBinder, InvocationListener {

	private final InstanceLife instance;

	private final InstanceCosts costs;

	private final int maxHandlers;

	private final List<BoundedMap<FunctionCounter>> registered = new CopyOnWriteArrayList<>();

	/**
	 * Registries hold what they read weakly.
	 */
	private final List<CostSnapshots> snapshots = new CopyOnWriteArrayList<>();

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
		CostSnapshots snapshots = new CostSnapshots(this.instance::bill, System::nanoTime);
		this.registered.add(new BoundedMap<>(this.maxHandlers, (name) -> {
			// A meter that is read again asks for a new snapshot, so each has its own
			// key.
			Object reader = new Object();
			return FunctionCounter
				.builder("resourcemonitor.cost.invocations", snapshots, (all) -> ofHandler(all.read(reader), name))
				.description("What the invocations of a handler cost")
				.tag("handler", name)
				.tag("currency", currency)
				.register(registry);
		}));
		FunctionCounter.builder("resourcemonitor.cost.instance", snapshots, (all) -> total(all.read("total")))
			.description("What the instance costs, with start, idle time and rounding")
			.tag("currency", currency)
			.register(registry);
		Gauge.builder("resourcemonitor.idle.share", snapshots, (all) -> idleShare(all.read("idle")))
			.description("How much of its life the instance was idle, from 0 to 1")
			.register(registry);
		this.snapshots.add(snapshots);
	}

	private static double ofHandler(@Nullable InstanceBill bill, String name) {
		if (bill == null) {
			return 0;
		}
		for (InstanceBill.HandlerCost handler : bill.handlers()) {
			if (handler.handler().equals(name)) {
				return handler.charges().total().doubleValue();
			}
		}
		return 0;
	}

	private static double total(@Nullable InstanceBill bill) {
		return (bill != null) ? bill.total().doubleValue() : Double.NaN;
	}

	private static double idleShare(@Nullable InstanceBill bill) {
		return (bill != null) ? bill.idleShare() : Double.NaN;
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
