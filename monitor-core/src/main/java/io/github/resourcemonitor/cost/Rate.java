package io.github.resourcemonitor.cost;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.record.InvocationCost.Part;
import io.github.resourcemonitor.record.InvocationCost.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What a nanosecond of an instance costs. Immutable.
 *
 * @param cpu the amount for its processors; {@code null} if it is unknown, or not charged
 * apart
 * @param memory the amount for its memory, likewise
 * @param missing why they are unknown
 */
record Rate(@Nullable Amount cpu, @Nullable Amount memory, List<Reason> missing) {

	/**
	 * Return the rate of an instance.
	 * @param cpu the price of a second of a vCPU
	 * @param memory the price of a second of a GiB
	 * @param size the size that is paid for
	 * @return the rate
	 */
	static Rate of(Quote cpu, Quote memory, InstanceSize size) {
		List<Reason> missing = new ArrayList<>();
		Amount cpuAmount = null;
		if (cpu.reason() != null) {
			missing.add(new Reason(Part.CPU, cpu.reason()));
		}
		else if (cpu.price() != null && size.cpuThousandths() == null) {
			missing.add(new Reason(Part.CPU, size.cpuReason()));
		}
		else if (cpu.price() != null && size.cpuThousandths() != null) {
			cpuAmount = cpu.price().perNano(size.cpuThousandths());
		}
		Amount memoryAmount = null;
		if (memory.reason() != null) {
			missing.add(new Reason(Part.MEMORY, memory.reason()));
		}
		else if (memory.price() != null && size.memoryBytes() == null) {
			missing.add(new Reason(Part.MEMORY, size.memoryReason()));
		}
		else if (memory.price() != null && size.memoryBytes() != null) {
			memoryAmount = memory.price().memoryPerNano(size.memoryBytes());
		}
		return new Rate(cpuAmount, memoryAmount, List.copyOf(missing));
	}

	/**
	 * Return the charges for time.
	 * @param nanos the time in nanoseconds
	 * @return the charges
	 */
	Charges times(long nanos) {
		return Charges.NONE.with(Part.CPU, (this.cpu != null) ? this.cpu.times(nanos) : null)
			.with(Part.MEMORY, (this.memory != null) ? this.memory.times(nanos) : null);
	}

}
