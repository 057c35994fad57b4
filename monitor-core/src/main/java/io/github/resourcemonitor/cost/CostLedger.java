package io.github.resourcemonitor.cost;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.resourcemonitor.cardinality.BoundedMap;
import io.github.resourcemonitor.concurrent.Journal;
import io.github.resourcemonitor.record.InvocationCost.Reason;
import io.github.resourcemonitor.record.InvocationRecord;

/**
 * Sums of what invocations cost, by handler and by day. Thread-safe; adding does not wait
 * for other threads. Bounded: further handlers are summed up together, and so are days
 * before the latest ones.
 */
final class CostLedger {

	private static final int MAX_DAYS = 100;

	private static final int MAX_REASONS = 20;

	private final int maxHandlers;

	private final Map<String, UsageSum> handlers = new HashMap<>();

	private final TreeMap<LocalDate, UsageSum> days = new TreeMap<>();

	private final Map<Reason, Long> missing = new HashMap<>();

	private final Set<PriceTable> tables = new LinkedHashSet<>();

	private UsageSum earlier = UsageSum.NONE;

	private final Journal<Ended> journal = new Journal<>(Journal.Order.ANY, this::apply);

	/**
	 * Create an empty ledger.
	 * @param maxHandlers the number of handlers to keep separately
	 */
	CostLedger(int maxHandlers) {
		this.maxHandlers = maxHandlers;
	}

	/**
	 * Add an invocation that has ended.
	 * @param record its record
	 * @param cost its cost
	 */
	void add(InvocationRecord record, RecordCost cost) {
		this.journal.add(new Ended(record.handler(), record.start().atZone(ZoneOffset.UTC).toLocalDate(), cost));
	}

	private void apply(Ended ended) {
		RecordCost cost = ended.cost;
		// All is read before anything changes, because this is repeated if it fails.
		UsageSum usage = new UsageSum(1, cost.wallNanos(), cost.billedNanos(), cost.otherCharges(),
				cost.isRequest() ? 1 : 0);
		List<Reason> reasons = cost.missing();
		Set<PriceTable> used = cost.serviceTables();
		String name = (this.handlers.containsKey(ended.handler) || this.handlers.size() < this.maxHandlers)
				? ended.handler : BoundedMap.OTHER;
		this.handlers.merge(name, usage, UsageSum::plus);
		addDay(ended.day, usage);
		this.tables.addAll(used);
		for (Reason reason : reasons) {
			if (this.missing.containsKey(reason) || this.missing.size() < MAX_REASONS) {
				this.missing.merge(reason, 1L, Long::sum);
			}
		}
	}

	private void addDay(LocalDate day, UsageSum usage) {
		this.days.merge(day, usage, UsageSum::plus);
		if (this.days.size() > MAX_DAYS) {
			this.earlier = this.earlier.plus(this.days.pollFirstEntry().getValue());
		}
	}

	/**
	 * Return the sums so far.
	 * @return a copy
	 */
	Sums sums() {
		return this.journal.read(() -> {
			UsageSum all = UsageSum.NONE;
			for (UsageSum each : this.handlers.values()) {
				all = all.plus(each);
			}
			List<Reason> reasons = new ArrayList<>(this.missing.keySet());
			reasons
				.sort((a, b) -> (a.part() != b.part()) ? a.part().compareTo(b.part()) : a.text().compareTo(b.text()));
			return new Sums(all, new TreeMap<>(this.handlers), new TreeMap<>(this.days), this.earlier, reasons,
					Set.copyOf(this.tables));
		});
	}

	/**
	 * The sums at one moment.
	 *
	 * @param all the sum over all invocations
	 * @param handlers the sums by handler
	 * @param days the sums by the day in UTC on which invocations started
	 * @param earlier the sum of the days before
	 * @param missing why parts of them are unknown
	 * @param tables the tables of the services that had a price
	 */
	record Sums(UsageSum all, Map<String, UsageSum> handlers, Map<LocalDate, UsageSum> days, UsageSum earlier,
			List<Reason> missing, Set<PriceTable> tables) {

		Sums(UsageSum all, Map<String, UsageSum> handlers, Map<LocalDate, UsageSum> days, UsageSum earlier,
				List<Reason> missing) {
			this(all, handlers, days, earlier, missing, Set.of());
		}

		/**
		 * Return the times alone.
		 */
		Sums withoutCharges() {
			return new Sums(new UsageSum(this.all.count(), this.all.wallNanos(), this.all.billedNanos(), Charges.NONE,
					this.all.requests()), Map.of(), Map.of(), UsageSum.NONE, List.of());
		}

	}

	private static final class Ended extends Journal.Entry {

		private final String handler;

		private final LocalDate day;

		private final RecordCost cost;

		Ended(String handler, LocalDate day, RecordCost cost) {
			this.handler = handler;
			this.day = day;
			this.cost = cost;
		}

	}

}
