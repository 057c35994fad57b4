package io.github.resourcemonitor.metrics;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CostSnapshots}.
 */
class CostSnapshotsTests {

	private final AtomicInteger taken = new AtomicInteger();

	private final AtomicLong now = new AtomicLong();

	private final CostSnapshots snapshots = new CostSnapshots(() -> {
		this.taken.incrementAndGet();
		return null;
	}, this.now::get);

	@Test
	void allMetersOfAReadingHaveOneBill() {
		this.snapshots.read("total");
		this.snapshots.read("idle");
		assertThat(this.taken).hasValue(1);
		this.snapshots.read("total");
		this.snapshots.read("idle");
		assertThat(this.taken).hasValue(2);
	}

	@Test
	void anOldBillIsNotUsed() {
		this.snapshots.read("total");
		this.now.addAndGet(1_000_000_001);
		this.snapshots.read("idle");
		assertThat(this.taken).hasValue(2);
	}

}
