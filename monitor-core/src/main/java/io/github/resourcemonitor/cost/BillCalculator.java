package io.github.resourcemonitor.cost;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.resourcemonitor.cost.InstanceBill.DayCost;
import io.github.resourcemonitor.cost.InstanceBill.HandlerCost;
import io.github.resourcemonitor.cost.InstanceBill.Line;
import io.github.resourcemonitor.record.InvocationCost.Part;
import io.github.resourcemonitor.record.InvocationCost.Reason;
import io.github.resourcemonitor.share.InstanceTime;
import org.jspecify.annotations.Nullable;

/**
 * Calculates the bill of an instance. All times are whole nanoseconds, and a rate times
 * their sum is the sum of the rate times each: so the lines add up exactly.
 */
final class BillCalculator {

	private final CostModel model;

	private final Tariff tariff;

	private final Rate rate;

	private final CostLedger.Sums sums;

	private final InstanceTime time;

	private final List<Line> lines = new ArrayList<>();

	BillCalculator(CostModel model, CostLedger.Sums sums, InstanceTime time) {
		this.model = model;
		this.tariff = model.tariff();
		this.rate = model.rate();
		this.sums = sums;
		this.time = time;
	}

	InstanceBill bill() {
		lines();
		Charges all = total();
		long upper = upperNanos();
		Set<Reason> missing = new LinkedHashSet<>(this.rate.missing());
		Quote fee = this.tariff.request();
		if (fee.reason() != null) {
			missing.add(new Reason(Part.REQUEST, fee.reason()));
		}
		if (isIdleBilledApart()) {
			missing.addAll(this.model.idleRate().missing());
		}
		missing.addAll(this.sums.missing());
		Amount total = all.total();
		return new InstanceBill(this.model.currency(), this.model.pricesDate(this.sums.tables()), this.model.mode(),
				this.model.size(), List.copyOf(this.lines), this.time, total,
				total.plus(this.rate.times(upper).total()), handlers(), days(),
				FreeTier.of(this.tariff, this.model.size(), activeNanos(), requests()), alternatives(),
				List.copyOf(missing), assumptions());
	}

	private List<String> assumptions() {
		// Where requests are observed, invocations are not counted in place of them.
		return this.model.assumptions(this.time.requests() > 0, this.sums.tables());
	}

	private void lines() {
		InstanceTime life = this.time;
		UsageSum all = this.sums.all();
		boolean wholeLife = this.tariff.mode().isWholeLife();
		line(Line.START_UP, startUpNanos(), Charges.NONE);
		line(Line.INVOCATIONS, all.billedNanos(), all.other());
		line(Line.RUNNING, life.invocationsNanos() - all.wallNanos(), Charges.NONE);
		line(Line.OUTSIDE, life.outsideNanos(), fees(requests() - all.requests()));
		if (isIdleBilledApart()) {
			this.lines.add(new Line(Line.IDLE, life.idleNanos(), this.model.idleRate().times(life.idleNanos())));
		}
		else {
			line(Line.IDLE, wholeLife ? life.idleNanos() : 0, Charges.NONE);
		}
		line(Line.SHUTDOWN, this.tariff.isShutdownBilled() ? life.shutdownNanos() : 0, Charges.NONE);
		line(Line.ROUNDING, roundingNanos(), Charges.NONE);
	}

	private void line(String name, long nanos, Charges other) {
		this.lines.add(new Line(name, nanos, this.rate.times(nanos).plus(other)));
	}

	private Charges total() {
		Charges total = Charges.NONE;
		for (Line line : this.lines) {
			total = total.plus(line.charges());
		}
		return total;
	}

	private long startUpNanos() {
		if (!this.tariff.isStartUpBilled()) {
			return 0;
		}
		long nanos = this.time.startUpNanos();
		return (this.tariff.mode() == BillingMode.INVOCATION_BASED) ? this.tariff.rounded(nanos) : nanos;
	}

	/**
	 * Return whether idle time has a price of its own: that of a minimum instance.
	 */
	private boolean isIdleBilledApart() {
		return this.model.isMinimumInstance() && !this.tariff.mode().isWholeLife();
	}

	/**
	 * Return the time that is paid for at the rate of an active instance, as far as the
	 * lines so far have it.
	 */
	private long activeNanos() {
		long nanos = 0;
		for (Line line : this.lines) {
			if (!line.name().equals(Line.IDLE) || !isIdleBilledApart()) {
				nanos += line.nanos();
			}
		}
		return nanos;
	}

	private long roundingNanos() {
		if (this.tariff.mode() == BillingMode.INVOCATION_BASED) {
			// Each invocation is rounded by itself.
			return 0;
		}
		long nanos = activeNanos();
		return this.tariff.rounded(Math.max(nanos, this.tariff.minimumNanos())) - nanos;
	}

	/**
	 * Return how much more time it can be, because it is not known what is rounded up.
	 */
	private long upperNanos() {
		if (this.tariff.mode().isWholeLife()) {
			return 0;
		}
		if (this.tariff.mode() == BillingMode.INVOCATION_BASED) {
			// Each time outside may be a request, of which only a part was observed.
			return (this.time.outsideNanos() > 0) ? this.time.stretches() * this.tariff.roundingNanos() : 0;
		}
		long stretches = this.time.roundedNanos() - this.time.occupiedNanos();
		return Math.max(0, stretches - this.lines.get(this.lines.size() - 1).nanos());
	}

	/**
	 * Return the number of requests: of those that were observed where they arrive, else
	 * of the invocations that are counted as one. Several invocations may be in one
	 * request.
	 */
	private long requests() {
		return (this.time.requests() > 0) ? this.time.requests() : this.sums.all().requests();
	}

	private Charges fees(long requests) {
		Quote fee = this.tariff.request();
		return Charges.NONE.with(Part.REQUEST, (fee.price() != null) ? fee.price().each(requests) : null);
	}

	private List<HandlerCost> handlers() {
		List<HandlerCost> result = new ArrayList<>();
		this.sums.handlers().forEach((name, usage) -> {
			Charges charges = charges(usage);
			result.add(new HandlerCost(name, usage, charges, usage.perThousand(charges.total())));
		});
		return List.copyOf(result);
	}

	private List<DayCost> days() {
		List<DayCost> result = new ArrayList<>();
		if (this.sums.earlier().count() > 0) {
			result.add(day(null, this.sums.earlier()));
		}
		this.sums.days().forEach((day, usage) -> result.add(day(day, usage)));
		return List.copyOf(result);
	}

	private DayCost day(@Nullable LocalDate day, UsageSum usage) {
		return new DayCost(day, usage, charges(usage));
	}

	private Charges charges(UsageSum usage) {
		return this.rate.times(usage.billedNanos()).plus(usage.other());
	}

	private Map<BillingMode, @Nullable Amount> alternatives() {
		Map<BillingMode, @Nullable Amount> result = new EnumMap<>(BillingMode.class);
		for (BillingMode mode : this.model.platform().modes()) {
			if (mode != BillingMode.INVOCATION_BASED && this.model.mode() != BillingMode.INVOCATION_BASED) {
				result.put(mode, inMode(mode));
			}
		}
		return Collections.unmodifiableMap(result);
	}

	/**
	 * Return the total for time and requests in a mode, {@code null} if it is unknown.
	 */
	private @Nullable Amount inMode(BillingMode mode) {
		CostModel other;
		try {
			other = (mode == this.model.mode()) ? this.model : this.model.in(mode);
		}
		catch (InvalidPricesException ex) {
			// The commitment is one of the present mode.
			return null;
		}
		BillCalculator calculator = new BillCalculator(other, this.sums.withoutCharges(), this.time);
		if (!calculator.rate.missing().isEmpty() || other.tariff().request().reason() != null) {
			return null;
		}
		if (calculator.isIdleBilledApart() && !other.idleRate().missing().isEmpty()) {
			return null;
		}
		calculator.lines();
		return calculator.total().plus(calculator.fees(this.sums.all().requests())).total();
	}

}
