package io.github.resourcemonitor.cost;

import java.util.List;
import java.util.function.Supplier;

import io.github.resourcemonitor.record.InvocationCost;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Origin;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.Trigger;
import io.github.resourcemonitor.share.FairShare;
import io.github.resourcemonitor.share.InstanceTime;
import org.jspecify.annotations.Nullable;

/**
 * What an instance and its invocations cost. Thread-safe.
 */
public final class InstanceCosts {

	private final CostModel model;

	private final CostLedger ledger;

	/**
	 * Create new costs without any invocation.
	 * @param model the prices
	 * @param maxHandlers the number of handlers to keep separately
	 */
	public InstanceCosts(CostModel model, int maxHandlers) {
		this.model = model;
		this.ledger = new CostLedger(maxHandlers);
	}

	/**
	 * Return the prices.
	 * @return the model
	 */
	public CostModel model() {
		return this.model;
	}

	/**
	 * Return the cost of an invocation that has ended. It is computed when it is read.
	 * @param share its fair share
	 * @param calls its calls of services
	 * @param isRequest whether it answers a request that was observed
	 * @return the cost
	 */
	public InvocationCost cost(FairShare share, List<ServiceCallUsage> calls, boolean isRequest) {
		return new RecordCost(this.model, share, calls, isRequest, true);
	}

	/**
	 * Return the cost of an invocation that has ended. It is computed when it is read.
	 * @param share its fair share
	 * @param calls its calls of services
	 * @param origin where it comes from, {@code null} if that is not known
	 * @return the cost
	 */
	public InvocationCost cost(FairShare share, List<ServiceCallUsage> calls, @Nullable Origin origin) {
		boolean answers = origin != null && origin.request() != null;
		// What begins in the instance itself, by a schedule or a message that it has
		// pulled, has no request; platforms that bill each invocation do not ask why.
		boolean begunInside = !answers && origin != null
				&& (origin.trigger() == Trigger.TIMER || origin.trigger() == Trigger.PUBSUB);
		return new RecordCost(this.model, share, calls, answers,
				!begunInside || this.model.mode() == BillingMode.INVOCATION_BASED);
	}

	/**
	 * Add an invocation to the bill, if its cost is by these prices.
	 * @param record the record of the invocation
	 */
	public void add(InvocationRecord record) {
		if (record.cost() instanceof RecordCost cost && cost.isOf(this.model)) {
			this.ledger.add(record, cost);
		}
	}

	/**
	 * Return what the invocations of a handler have cost so far, rounded to 15 decimals.
	 * @param handler the name of the handler
	 * @return the sum of all amounts that are known, 0 if there was no invocation
	 */
	public double total(String handler) {
		UsageSum usage = this.ledger.sums().handlers().get(handler);
		return (usage != null) ? this.model.rate().times(usage.billedNanos()).plus(usage.other()).total().doubleValue()
				: 0;
	}

	/**
	 * Return the bill so far.
	 * @param time supplies the life of the instance until now
	 * @return the bill
	 */
	public InstanceBill bill(Supplier<InstanceTime> time) {
		// The sums first: what ends in between is part of the life then, as running.
		CostLedger.Sums sums = this.ledger.sums();
		return new BillCalculator(this.model, sums, time.get()).bill();
	}

}
