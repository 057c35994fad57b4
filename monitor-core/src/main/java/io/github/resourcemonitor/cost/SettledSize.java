package io.github.resourcemonitor.cost;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The size of the instance as its control groups say it. Platforms raise the CPU limit
 * during the start and for some seconds after it, so it is read only later; until then
 * the processors are not known. Thread-safe.
 */
public final class SettledSize implements Supplier<InstanceSize> {

	/**
	 * Cloud Run raises the limit until 10 seconds after the start.
	 */
	private static final long SETTLING_NANOS = 15_000_000_000L;

	private static final String CONFIGURE = " (resource-monitor.cost.";

	private final Supplier<InstanceSize> reading;

	private final LongSupplier nanoTime;

	private volatile @Nullable InstanceSize early;

	private volatile @Nullable Long readyNanos;

	private volatile @Nullable InstanceSize settled;

	/**
	 * Create a new instance.
	 * @param reading reads the limits as they are
	 * @param nanoTime the monotonic clock
	 */
	public SettledSize(Supplier<InstanceSize> reading, LongSupplier nanoTime) {
		this.reading = reading;
		this.nanoTime = nanoTime;
	}

	/**
	 * Return a size that was read.
	 * @param cpuThousandths the quota in thousandths, {@code null} if there is none
	 * @param memoryBytes the limit in bytes, {@code null} if there is none
	 * @return the size
	 */
	public static InstanceSize read(@Nullable Long cpuThousandths, @Nullable Long memoryBytes) {
		return new InstanceSize(cpuThousandths,
				(cpuThousandths != null) ? "quota of the control group"
						: "no control group in sight has a CPU quota" + CONFIGURE + "cpu)",
				memoryBytes, (memoryBytes != null) ? "limit of the control group"
						: "no control group in sight has a memory limit" + CONFIGURE + "memory)");
	}

	/**
	 * Called when the instance has started.
	 */
	public void ready() {
		this.readyNanos = this.nanoTime.getAsLong();
	}

	@Override
	public InstanceSize get() {
		InstanceSize known = this.settled;
		if (known != null) {
			return known;
		}
		Long ready = this.readyNanos;
		if (ready != null && this.nanoTime.getAsLong() - ready >= SETTLING_NANOS) {
			known = this.reading.get();
			this.settled = known;
			return known;
		}
		known = this.early;
		if (known == null) {
			InstanceSize present = this.reading.get();
			known = new InstanceSize(null, "the CPU limit may be raised for the start" + CONFIGURE + "cpu)",
					present.memoryBytes(), present.memoryReason());
			this.early = known;
		}
		return known;
	}

}
