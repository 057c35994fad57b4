package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.cost.InstanceBill;
import io.github.resourcemonitor.cost.InstanceCosts;
import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.InstanceTime;
import io.github.resourcemonitor.share.InvocationLedger;
import io.github.resourcemonitor.share.Occupancy;
import org.jspecify.annotations.Nullable;

/**
 * What an instance is occupied with apart from its invocations, as far as it is told, and
 * what it costs. It begins with the start of the process. Thread-safe; does nothing if
 * the cost of the instance is not known.
 */
public final class InstanceLife {

	private final MonitorComponents components;

	private final InvocationLedger ledger;

	private final @Nullable InstanceCosts costs;

	InstanceLife(MonitorComponents components, InvocationLedger ledger) {
		this.components = components;
		this.ledger = ledger;
		this.costs = components.costs();
		if (this.costs != null) {
			ledger.begin(Occupancy.START_UP, now() - components.processAgeNanos().getAsLong());
		}
	}

	/**
	 * Return the ledger of invocations that a bill needs.
	 */
	static InvocationLedger ledger(@Nullable InstanceCosts costs) {
		int counters = FairShare.FIRST_COLUMN + FairShare.columns().size();
		return (costs != null) ? new InvocationLedger(counters, costs.model().roundingNanos())
				: new InvocationLedger(counters);
	}

	private long now() {
		return this.components.nanoTime().getAsLong();
	}

	/**
	 * Called when the instance has started.
	 */
	public void ready() {
		if (this.costs != null) {
			this.ledger.end(Occupancy.START_UP, now());
		}
	}

	/**
	 * Called when the instance is asked to end.
	 */
	public void shutDown() {
		if (this.costs != null) {
			this.ledger.begin(Occupancy.SHUTDOWN, now());
		}
	}

	/**
	 * Called when a request arrives, whether or not there will be an invocation in it.
	 */
	public void requestBegins() {
		if (this.costs != null) {
			this.ledger.begin(Occupancy.REQUEST, now());
		}
	}

	/**
	 * Called when a request that has begun is answered.
	 */
	public void requestEnds() {
		if (this.costs != null) {
			this.ledger.end(Occupancy.REQUEST, now());
		}
	}

	/**
	 * Return what the instance was occupied with until now.
	 * @return the time
	 */
	public InstanceTime time() {
		return this.ledger.instanceTime(now());
	}

	/**
	 * Return the bill of the instance until now.
	 * @return the bill, {@code null} if its cost is not known
	 */
	public @Nullable InstanceBill bill() {
		return (this.costs != null) ? this.costs.bill(this::time) : null;
	}

}
