package io.github.resourcemonitor.actuate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.cost.Amount;
import io.github.resourcemonitor.cost.BillingMode;
import io.github.resourcemonitor.cost.Charges;
import io.github.resourcemonitor.cost.CostModel;
import io.github.resourcemonitor.cost.FreeTier;
import io.github.resourcemonitor.cost.InstanceBill;
import io.github.resourcemonitor.cost.UsageSum;
import io.github.resourcemonitor.invocation.InstanceLife;
import io.github.resourcemonitor.record.InvocationCost.Part;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} to read what the instance has cost so far. Amounts are exact
 * to 15 decimals; lines are rounded so that they add up to the total as it is shown.
 */
@Endpoint(id = "costs", defaultAccess = Access.READ_ONLY)
public class CostsEndpoint {

	private static final int DECIMALS = 15;

	private final InstanceLife instance;

	private final CostModel model;

	/**
	 * Create a new endpoint.
	 * @param instance the life of the instance
	 * @param model the prices
	 */
	public CostsEndpoint(InstanceLife instance, CostModel model) {
		this.instance = instance;
		this.model = model;
	}

	/**
	 * Return the bill.
	 * @return maps, lists, strings and numbers; empty if the cost is not known
	 */
	@ReadOperation
	public Map<String, Object> costs() {
		Map<String, Object> result = new LinkedHashMap<>();
		InstanceBill bill = this.instance.bill();
		if (bill == null) {
			return result;
		}
		result.put("currency", bill.currency());
		result.put("platform", this.model.platform().label());
		Sections.put(result, "region", this.model.region());
		result.put("billing", bill.mode().label());
		Map<String, Object> size = Sections.section(result, "instance");
		Long cpu = bill.size().cpuThousandths();
		Sections.put(size, "cpu", (cpu != null) ? BigDecimal.valueOf(cpu, 3) : null);
		Sections.put(size, "memoryBytes", bill.size().memoryBytes());
		if (bill.lines().stream().anyMatch((line) -> !line.charges().isEmpty())) {
			result.put("total", shown(bill.total()));
			result.put("upperBound", shown(bill.upperBound()));
		}
		lines(bill, Sections.section(result, "lines"));
		Sections.put(result, "idleShare", (bill.time().lifeNanos() > 0) ? bill.idleShare() : null);
		List<Map<String, Object>> handlers = new ArrayList<>();
		for (InstanceBill.HandlerCost handler : bill.handlers()) {
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("handler", handler.handler());
			usage(entry, handler.usage(), handler.charges());
			Sections.put(entry, "amountPerThousand", handler.charges().isEmpty() ? null : handler.perThousand());
			handlers.add(entry);
		}
		result.put("handlers", handlers);
		List<Map<String, Object>> days = new ArrayList<>();
		for (InstanceBill.DayCost day : bill.days()) {
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("day", (day.day() != null) ? day.day().toString() : "(earlier)");
			usage(entry, day.usage(), day.charges());
			days.add(entry);
		}
		result.put("days", days);
		alternatives(bill, result);
		freeTier(bill.freeTier(), Sections.section(result, "freeTierOfTheAccountPerMonth"));
		result.put("missing", bill.missing().stream().map((reason) -> {
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("part", reason.part().label());
			entry.put("reason", reason.text());
			return entry;
		}).toList());
		result.put("pricesDate", bill.pricesDate().toString());
		result.put("assumptions", bill.assumptions());
		return result;
	}

	private static BigDecimal shown(Amount amount) {
		return amount.rounded(DECIMALS);
	}

	private static void lines(InstanceBill bill, Map<String, Object> target) {
		Amount sum = Amount.ZERO;
		for (InstanceBill.Line line : bill.lines()) {
			BigDecimal before = shown(sum);
			sum = sum.plus(line.total());
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("nanos", line.nanos());
			charges(entry, line.charges());
			Sections.put(entry, "amount", line.charges().isEmpty() ? null : shown(sum).subtract(before));
			target.put(line.name(), entry);
		}
	}

	private static void usage(Map<String, Object> target, UsageSum usage, Charges charges) {
		target.put("count", usage.count());
		target.put("nanos", usage.billedNanos());
		charges(target, charges);
		Sections.put(target, "amount", charges.isEmpty() ? null : shown(charges.total()));
	}

	private static void charges(Map<String, Object> target, Charges charges) {
		for (Part part : Part.values()) {
			Amount amount = charges.amount(part);
			Sections.put(target, part.label(), (amount != null) ? shown(amount) : null);
		}
	}

	private static void alternatives(InstanceBill bill, Map<String, Object> result) {
		if (bill.alternatives().isEmpty()) {
			return;
		}
		Map<String, Object> target = Sections.section(result, "timeAndRequestsByBilling");
		for (Map.Entry<BillingMode, @Nullable Amount> entry : bill.alternatives().entrySet()) {
			Amount amount = entry.getValue();
			Sections.put(target, entry.getKey().label(), (amount != null) ? shown(amount) : null);
		}
		BillingMode cheapest = bill.cheapest();
		Sections.put(target, "cheapest", (cheapest != null) ? cheapest.label() : null);
	}

	private static void freeTier(FreeTier tier, Map<String, Object> target) {
		Sections.put(target, "cpuSeconds", tier.cpuSeconds());
		Sections.put(target, "memoryGibSeconds", tier.memoryGibSeconds());
		Sections.put(target, "requests", tier.requests());
		Sections.put(target, "value", tier.value().isEmpty() ? null : shown(tier.value().total()));
		Map<String, Object> used = Sections.section(target, "usedByThisInstance");
		Sections.put(used, "cpuSeconds", tier.usedCpuSeconds());
		Sections.put(used, "memoryGibSeconds", tier.usedMemoryGibSeconds());
		used.put("requests", tier.usedRequests());
	}

}
