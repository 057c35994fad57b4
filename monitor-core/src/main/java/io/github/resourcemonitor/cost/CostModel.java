package io.github.resourcemonitor.cost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The prices of all that an invocation uses, on one instance. Thread-safe.
 */
public final class CostModel {

	private static final String PROPERTY = " (resource-monitor.cost.";

	private final PriceTables tables;

	private final CostOptions options;

	private final Supplier<InstanceSize> size;

	private final LongSupplier logLineBytes;

	private final Tariff tariff;

	private final String currency;

	private final LocalDate pricesDate;

	private final Map<String, List<ServicePrices>> services = new HashMap<>();

	private final @Nullable Quote egress;

	private final @Nullable Quote log;

	private final List<String> assumptions;

	private final List<String> assumptionsWithoutRequest;

	/**
	 * The latest rate, because the size of an instance seldom changes.
	 */
	private volatile @Nullable SizedRate rate;

	private CostModel(PriceTables tables, CostOptions options, Supplier<InstanceSize> size, LongSupplier logLineBytes) {
		this.tables = tables;
		this.options = options;
		this.size = size;
		this.logLineBytes = logLineBytes;
		this.tariff = Tariff.of(tables, options);
		PriceTable compute = this.tariff.table();
		List<PriceTable> used = new ArrayList<>();
		if (compute != null) {
			used.add(compute);
		}
		this.currency = (compute != null) ? compute.currency() : anyTable().currency();
		for (PriceTable table : tables.services()) {
			this.services.computeIfAbsent(String.valueOf(table.service()), (name) -> new ArrayList<>())
				.add(new ServicePrices(table));
		}
		VolumePrices volumes = new VolumePrices(tables, this.currency);
		this.egress = volumes.quote(options.egress(), "egress", used);
		this.log = volumes.quote(options.log(), "log", used);
		this.pricesDate = used.stream()
			.filter((table) -> table.currency().equals(this.currency))
			.map(PriceTable::date)
			.min(LocalDate::compareTo)
			.orElse(anyTable().date());
		this.assumptions = Assumptions.of(options, this.tariff, this.egress != null, this.log != null);
		List<String> withoutRequest = new ArrayList<>(this.assumptions);
		if (this.tariff.request().price() != null) {
			withoutRequest.add("a request of its own");
		}
		this.assumptionsWithoutRequest = List.copyOf(withoutRequest);
	}

	/**
	 * Return a table of the platform, for what is said where none applies.
	 */
	private PriceTable anyTable() {
		for (PriceTable table : this.tables.all()) {
			if (table.isOf(this.options.platform())) {
				return table;
			}
		}
		throw new IllegalStateException("The tariff would not be without a table");
	}

	/**
	 * Return a model.
	 * @param tables all prices
	 * @param options what is known of the instance
	 * @param size supplies the size of the instance, as far as it was found out; what is
	 * configured goes before it. Called for each invocation; the same instance means the
	 * same size
	 * @param logLineBytes supplies how long the line of a record is in the log, in bytes;
	 * 0 if that is not known
	 * @return the model
	 * @throws InvalidPricesException if anything that the user names is not known
	 */
	public static CostModel of(PriceTables tables, CostOptions options, Supplier<InstanceSize> size,
			LongSupplier logLineBytes) {
		return new CostModel(tables, options, size, logLineBytes);
	}

	/**
	 * Return a model of an instance whose size is configured.
	 * @param tables all prices
	 * @param options what is known of the instance
	 * @return the model
	 * @throws InvalidPricesException if anything that the user names is not known
	 */
	public static CostModel of(PriceTables tables, CostOptions options) {
		InstanceSize unknown = new InstanceSize(null, "the vCPUs of the instance are not known" + PROPERTY + "cpu)",
				null, "the memory of the instance is not known" + PROPERTY + "memory)");
		return of(tables, options, () -> unknown, () -> 0);
	}

	/**
	 * Return the same instance in another billing mode.
	 * @param mode the mode
	 */
	CostModel in(BillingMode mode) {
		CostOptions.Builder other = CostOptions.on(this.options.platform())
			.foundRegion(this.options.region())
			.mode(mode.label())
			.architecture(this.options.architecture())
			.memory(this.options.memoryBytes())
			.minimumInstance(this.options.minimumInstance())
			.commitment(this.options.commitment())
			.egress(this.options.egress())
			.log(this.options.log());
		Long thousandths = this.options.cpuThousandths();
		if (thousandths != null) {
			other.cpu(BigDecimal.valueOf(thousandths, 3));
		}
		return of(this.tables, other.build(), this.size, this.logLineBytes);
	}

	/**
	 * Return the rate of the instance at present, without idle time.
	 */
	Rate rate() {
		InstanceSize found = this.size.get();
		SizedRate latest = this.rate;
		if (latest == null || latest.found != found) {
			latest = new SizedRate(found, Rate.of(this.tariff.cpu(), this.tariff.memory(), billed(found)));
			this.rate = latest;
		}
		return latest.rate;
	}

	/**
	 * Return the rate of the instance while it is idle, if that is paid for.
	 */
	Rate idleRate() {
		return Rate.of(this.tariff.idleCpu(), this.tariff.idleMemory(), size());
	}

	/**
	 * Return the size that is paid for.
	 */
	InstanceSize size() {
		return billed(this.size.get());
	}

	private InstanceSize billed(InstanceSize found) {
		return this.tariff.billed(found.configured(this.options.cpuThousandths(), this.options.memoryBytes()));
	}

	/**
	 * Return how long the line of a record is in the log, in bytes; 0 if that is not
	 * known, or of no matter.
	 */
	long logLineBytes() {
		return (this.log != null) ? this.logLineBytes.getAsLong() : 0;
	}

	/**
	 * Return the time of an invocation that is paid for.
	 * @param wallNanos its share of wall time in nanoseconds
	 * @return the time in nanoseconds
	 */
	long billedNanos(long wallNanos) {
		return (this.tariff.mode() == BillingMode.INVOCATION_BASED)
				? this.tariff.rounded(Math.max(wallNanos, this.tariff.minimumNanos())) : wallNanos;
	}

	Tariff tariff() {
		return this.tariff;
	}

	/**
	 * Return the prices of the operations of a service, those of the user first.
	 */
	List<ServicePrices> services(String service) {
		return this.services.getOrDefault(service, List.of());
	}

	/**
	 * Return why prices of a service are of no use, {@code null} if they are.
	 */
	@Nullable String unusable(ServicePrices prices) {
		return prices.table().currency().equals(this.currency) ? null : prices.table().notIn(this.currency);
	}

	@Nullable Quote egress() {
		return this.egress;
	}

	@Nullable Quote log() {
		return this.log;
	}

	/**
	 * Return the platform.
	 * @return the platform
	 */
	public Platform platform() {
		return this.options.platform();
	}

	/**
	 * Return the region.
	 * @return the region, {@code null} if it is not known
	 */
	public @Nullable String region() {
		return this.options.region();
	}

	/**
	 * Return the billing mode.
	 * @return the mode
	 */
	public BillingMode mode() {
		return this.tariff.mode();
	}

	/**
	 * Return whether the instance is paid for while it is idle, as a minimum instance.
	 */
	boolean isMinimumInstance() {
		return Boolean.TRUE.equals(this.options.minimumInstance());
	}

	/**
	 * Return in one line what is known of the instance and what is assumed.
	 * @return the description
	 */
	public String description() {
		String region = region();
		StringBuilder text = new StringBuilder(platform().label());
		text.append((region != null) ? " in " + region : ", whose region is not known")
			.append(", ")
			.append(mode().label())
			.append(" billing, by prices of ")
			.append(pricesDate());
		if (!this.assumptions.isEmpty()) {
			text.append("; assumed: ").append(String.join(", ", this.assumptions));
		}
		return text.toString();
	}

	/**
	 * Return the currency of all amounts.
	 * @return its ISO code
	 */
	public String currency() {
		return this.currency;
	}

	/**
	 * Return as of which day the prices are: of the oldest table, those of services
	 * aside.
	 * @return the day
	 */
	public LocalDate pricesDate() {
		return this.pricesDate;
	}

	/**
	 * Return as of which day prices are, with those of services.
	 * @param services the tables of services that had a price
	 */
	LocalDate pricesDate(Collection<PriceTable> services) {
		LocalDate oldest = this.pricesDate;
		for (PriceTable table : services) {
			oldest = table.date().isBefore(oldest) ? table.date() : oldest;
		}
		return oldest;
	}

	/**
	 * Return what is assumed of the instance.
	 * @return the assumptions
	 */
	public List<String> assumptions() {
		return this.assumptions;
	}

	/**
	 * Return what is assumed of an invocation.
	 * @param isRequest whether it answers a request that was observed, or none
	 * @param services the tables of services that had a price
	 */
	List<String> assumptions(boolean isRequest, Collection<PriceTable> services) {
		List<String> known = isRequest ? this.assumptions : this.assumptionsWithoutRequest;
		if (services.isEmpty()) {
			return known;
		}
		List<String> all = new ArrayList<>(known);
		services.stream().map(PriceTable::assumption).filter(Objects::nonNull).sorted().forEach(all::add);
		return List.copyOf(all);
	}

	/**
	 * Return to multiples of which billed time is rounded up.
	 * @return the time in nanoseconds
	 */
	public long roundingNanos() {
		return this.tariff.roundingNanos();
	}

	private record SizedRate(InstanceSize found, Rate rate) {

	}

}
