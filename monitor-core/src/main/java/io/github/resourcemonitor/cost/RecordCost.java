package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

	private final boolean answersRequest;

	private final boolean isRequest;

	private volatile @Nullable Result result;

	/**
	 * Create the cost of an invocation.
	 * @param model the prices
	 * @param share its fair share
	 * @param calls its calls of services
	 * @param answersRequest whether it answers a request that was observed
	 * @param isRequest whether it is counted as a request
	 */
	RecordCost(CostModel model, FairShare share, List<ServiceCallUsage> calls, boolean answersRequest,
			boolean isRequest) {
		this.model = model;
		this.rate = model.rate();
		this.share = share;
		this.calls = calls;
		this.logBytes = model.logLineBytes();
		this.answersRequest = answersRequest;
		this.isRequest = isRequest;
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
		Set<Reason> missing = new LinkedHashSet<>(this.rate.missing());
		Set<PriceTable> tables = new LinkedHashSet<>();
		long nanos = this.model.billedNanos(this.share.wallNanos());
		Charges other = Charges.NONE.with(Part.REQUEST, request(missing))
			.with(Part.SERVICES, services(missing, tables))
			.with(Part.EGRESS, egress(missing))
			.with(Part.LOG, log(missing));
		return new Result(nanos, other, this.rate.times(nanos).plus(other), List.copyOf(missing), Set.copyOf(tables));
	}

	private @Nullable Amount request(Set<Reason> missing) {
		if (!this.isRequest) {
			return null;
		}
		Quote quote = this.model.tariff().request();
		if (quote.reason() != null) {
			missing.add(new Reason(Part.REQUEST, quote.reason()));
		}
		return (quote.price() != null) ? quote.price().each(1) : null;
	}

	private @Nullable Amount services(Set<Reason> missing, Set<PriceTable> tables) {
		Amount sum = null;
		for (ServiceCallUsage usage : this.calls) {
			ServicePrices prices = prices(usage);
			Price price = (prices != null) ? prices.price(usage.operation()) : null;
			String unusable = (prices != null) ? this.model.unusable(prices) : withoutPrice(usage);
			if (prices == null || price == null || unusable != null) {
				missing.add(new Reason(Part.SERVICES, String.valueOf(unusable)));
			}
			else {
				Amount amount = price.each(ServicePrices.charged(usage));
				sum = amount.plusIfKnown(sum);
				tables.add(prices.table());
			}
		}
		return sum;
	}

	/**
	 * Return the first prices that have the operation, {@code null} if none has.
	 */
	private @Nullable ServicePrices prices(ServiceCallUsage usage) {
		for (ServicePrices prices : this.model.services(usage.service())) {
			if (prices.price(usage.operation()) != null) {
				return prices;
			}
		}
		return null;
	}

	private String withoutPrice(ServiceCallUsage usage) {
		// The names of operations may be without end, so they are given only where a
		// table could have them.
		return this.model.services(usage.service()).isEmpty()
				? "there is no table of prices of the service " + usage.service()
				: "there is no price of the operation " + usage.operation() + " of " + usage.service();
	}

	private @Nullable Amount egress(Set<Reason> missing) {
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

	private @Nullable Amount log(Set<Reason> missing) {
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
	 * Return whether it is counted as a request.
	 */
	boolean isRequest() {
		return this.isRequest;
	}

	/**
	 * Return the tables of the services that had a price.
	 */
	Set<PriceTable> serviceTables() {
		return result().tables;
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
		return this.model.pricesDate(serviceTables());
	}

	@Override
	public List<String> assumptions() {
		return this.model.assumptions(this.answersRequest || !this.isRequest, serviceTables());
	}

	private record Result(long billedNanos, Charges other, Charges all, List<Reason> missing, Set<PriceTable> tables) {

	}

}
