package io.github.resourcemonitor.metrics;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.resourcemonitor.cost.InstanceBill;
import org.jspecify.annotations.Nullable;

/**
 * The bill that the meters of a registry are read from. A registry reads each of its
 * meters once and then begins anew, so a meter that has read a bill gets another one, and
 * so does one that is read long after the others. Thread-safe.
 */
final class CostSnapshots {

	private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Supplier<@Nullable InstanceBill> bills;

	private final LongSupplier nanoTime;

	// Guarded by this, as are the others.
	private final Set<Object> readers = new HashSet<>();

	private @Nullable InstanceBill bill;

	private long takenNanos;

	CostSnapshots(Supplier<@Nullable InstanceBill> bills, LongSupplier nanoTime) {
		this.bills = bills;
		this.nanoTime = nanoTime;
	}

	/**
	 * Return the bill.
	 * @param reader the meter that is read
	 * @return the bill, {@code null} if the cost is not known
	 */
	synchronized @Nullable InstanceBill read(Object reader) {
		long now = this.nanoTime.getAsLong();
		if (this.readers.isEmpty() || this.readers.contains(reader) || now - this.takenNanos > MAX_AGE_NANOS) {
			this.bill = this.bills.get();
			this.takenNanos = now;
			this.readers.clear();
		}
		this.readers.add(reader);
		return this.bill;
	}

}
