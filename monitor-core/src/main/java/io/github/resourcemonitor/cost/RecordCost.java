package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.record.InvocationCost;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.share.FairShare;
import org.jspecify.annotations.Nullable;

/**
 * Cost of an invocation, by the prices and the size of the instance at its end. Computed
 * when it is first read, because its share is known only then. Thread-safe.
 */
final class RecordCost implements InvocationCost {

	private final CostModel model;

	private final Rate rate;

	private final FairShare share;

	private final List<ServiceCallUsage> calls;

	private final long logBytes;

	private final List<String> assumptions;

	private volatile @Nullable Result result;

	/**
	 * Create the cost of an invocation.
	 * @param model the prices
	 * @param share its fair share
	 * @param calls its calls of services
	 * @param isRequest whether it answers a request that was observed
	 */
	RecordCost(CostModel model, FairShare share, List<ServiceCallUsage> calls, boolean isRequest) {
		this.model = model;
		this.rate = model.rate();
		this.share = share;
		this.calls = calls;
		this.logBytes = model.logLineBytes();
		this.assumptions = model.assumptions(isRequest);
	}

	private Result result() {
		Result known = this.result;
		if (known == null) {
			known = compute();
			this.result = known;
		}
		return known;
	}

	private Result compute() {
		List<Reason> missing = new ArrayList<>(this.rate.missing());
		long nanos = this.model.billedNanos(this.share.wallNanos());
		Charges other = Charges.NONE.with(Part.REQUEST, request(missing))
			.with(Part.SERVICES, services(missing))
			.with(Part.EGRESS, egress(missing))
			.with(Part.LOG, log(missing));
		return new Result(nanos, other, this.rate.times(nanos).plus(other), List.copyOf(missing));
	}

	private @Nullable Amount request(List<Reason> missing) {
		Quote quote = this.model.tariff().request();
		if (quote.reason() != null) {
			missing.add(new Reason(Part.REQUEST, quote.reason()));
		}
		return (quote.price() != null) ? quote.price().each(1) : null;
	}

	private @Nullable Amount services(List<Reason> missing) {
		Amount sum = null;
		for (ServiceCallUsage usage : this.calls) {
			Price price = null;
			String unusable = null;
			for (ServicePrices prices : this.model.services(usage.service())) {
				price = prices.price(usage.operation());
				unusable = (price != null) ? this.model.unusable(prices) : unusable;
				if (price != null) {
					break;
				}
			}
			if (price == null || unusable != null) {
				missing.add(new Reason(Part.SERVICES, (unusable != null) ? unusable
						: "there is no price of the operation " + usage.operation() + " of " + usage.service()));
			}
			else {
				Amount amount = price.each(ServicePrices.charged(usage));
				sum = amount.plusIfKnown(sum);
			}
		}
		return sum;
	}

	private @Nullable Amount egress(List<Reason> missing) {
		Quote quote = this.model.egress();
		if (quote == null) {
			return null;
		}
		Long sent = this.share.value(Column.NETWORK_SENT);
		if (quote.price() == null || sent == null) {
			missing.add(new Reason(Part.EGRESS,
					(quote.reason() != null) ? quote.reason() : "the bytes sent were not read in the invocation"));
			return null;
		}
		return quote.price().volume(sent);
	}

	private @Nullable Amount log(List<Reason> missing) {
		Quote quote = this.model.log();
		if (quote == null) {
			return null;
		}
		if (quote.price() == null || this.logBytes <= 0) {
			missing.add(new Reason(Part.LOG, (quote.reason() != null) ? quote.reason() : "no line was written before"));
			return null;
		}
		return quote.price().volume(this.logBytes);
	}

	/**
	 * Return whether the cost is by the prices of a model.
	 */
	boolean isOf(CostModel other) {
		return this.model == other;
	}

	/**
	 * Return the share of wall time in nanoseconds.
	 */
	long wallNanos() {
		return this.share.wallNanos();
	}

	/**
	 * Return the time that is paid for in nanoseconds.
	 */
	long billedNanos() {
		return result().billedNanos;
	}

	/**
	 * Return the charges that do not depend on time.
	 */
	Charges otherCharges() {
		return result().other;
	}

	/**
	 * Return all charges.
	 */
	Charges charges() {
		return result().all;
	}

	@Override
	public String currency() {
		return this.model.currency();
	}

	@Override
	public @Nullable BigDecimal amount() {
		Charges all = result().all;
		return all.isEmpty() ? null : all.total().value();
	}

	@Override
	public @Nullable BigDecimal amount(Part part) {
		Amount amount = result().all.amount(part);
		return (amount != null) ? amount.value() : null;
	}

	@Override
	public double rounded() {
		Charges all = result().all;
		return all.isEmpty() ? Double.NaN : all.total().doubleValue();
	}

	@Override
	public double rounded(Part part) {
		Amount amount = result().all.amount(part);
		return (amount != null) ? amount.doubleValue() : Double.NaN;
	}

	@Override
	public List<Reason> missing() {
		return result().missing;
	}

	@Override
	public LocalDate pricesDate() {
		return this.model.pricesDate();
	}

	@Override
	public List<String> assumptions() {
		return this.assumptions;
	}

	private record Result(long billedNanos, Charges other, Charges all, List<Reason> missing) {

	}

}
