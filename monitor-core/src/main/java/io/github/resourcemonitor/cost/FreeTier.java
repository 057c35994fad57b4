package io.github.resourcemonitor.cost;

import java.math.BigDecimal;

import io.github.resourcemonitor.record.InvocationCost.Part;
import org.jspecify.annotations.Nullable;

/**
 * What is free each month for all instances of a billing account together, so that how
 * much of it an instance gets cannot be known. Immutable.
 *
 * @param cpuSeconds seconds of a vCPU; {@code null}, as below, if none are named as free
 * @param memoryGibSeconds seconds of a GiB of memory
 * @param requests requests
 * @param value what they cost otherwise
 * @param usedCpuSeconds the seconds of a vCPU that this instance used; {@code null} if
 * its size is not known
 * @param usedMemoryGibSeconds the seconds of a GiB that this instance used, likewise
 * @param usedRequests the requests of this instance
 */
public record FreeTier(@Nullable Long cpuSeconds, @Nullable Long memoryGibSeconds, @Nullable Long requests,
		Charges value, @Nullable BigDecimal usedCpuSeconds, @Nullable BigDecimal usedMemoryGibSeconds,
		long usedRequests) {

	private static final BigDecimal GIBI = BigDecimal.valueOf(1L << 30);

	/**
	 * Return the free tier of a tariff.
	 * @param tariff the tariff
	 * @param size the size of the instance
	 * @param nanos the time of the instance that is paid for, in nanoseconds
	 * @param requests the number of its requests
	 * @return the free tier
	 */
	static FreeTier of(Tariff tariff, InstanceSize size, long nanos, long requests) {
		Long cpu = tariff.find(TableKeys.FREE_CPU);
		Long memory = tariff.find(TableKeys.FREE_MEMORY);
		Long free = tariff.find(TableKeys.FREE_REQUESTS);
		Charges value = Charges.NONE.with(Part.CPU, value(tariff.quote(TableKeys.CPU), cpu))
			.with(Part.MEMORY, value(tariff.quote(TableKeys.MEMORY), memory))
			.with(Part.REQUEST, value(tariff.quote(TableKeys.REQUEST), free));
		BigDecimal byteSeconds = seconds(size.memoryBytes(), nanos, 0);
		return new FreeTier(cpu, memory, free, value, seconds(size.cpuThousandths(), nanos, 3),
				(byteSeconds != null) ? byteSeconds.divide(GIBI) : null, requests);
	}

	/**
	 * What is free is worth its price without discount.
	 */
	private static @Nullable Amount value(Quote quote, @Nullable Long units) {
		return (quote.price() != null && units != null) ? quote.price().each(units) : null;
	}

	private static @Nullable BigDecimal seconds(@Nullable Long size, long nanos, int scale) {
		return (size != null) ? BigDecimal.valueOf(size, scale).multiply(BigDecimal.valueOf(nanos, 9)) : null;
	}

	/**
	 * Return how much less charges are, if all of the free tier were for them.
	 * @param charges the charges of a month
	 * @return the most that is free
	 */
	public Charges deduction(Charges charges) {
		Charges deduction = Charges.NONE;
		for (Part part : Part.values()) {
			Amount free = this.value.amount(part);
			Amount charged = charges.amount(part);
			if (free != null && charged != null) {
				deduction = deduction.with(part, (free.compareTo(charged) < 0) ? free : charged);
			}
		}
		return deduction;
	}

}
