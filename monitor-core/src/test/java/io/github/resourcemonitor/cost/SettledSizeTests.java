package io.github.resourcemonitor.cost;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SettledSize}.
 */
class SettledSizeTests {

	private static final long SECOND = 1_000_000_000;

	private final AtomicLong clock = new AtomicLong(-5 * SECOND);

	private final AtomicInteger readings = new AtomicInteger();

	private final AtomicLong quota = new AtomicLong(2000);

	private final SettledSize size = new SettledSize(() -> {
		this.readings.incrementAndGet();
		return SettledSize.read(this.quota.get(), 1024L);
	}, this.clock::get);

	@Test
	void theQuotaOfTheStartIsNotTaken() {
		InstanceSize starting = this.size.get();
		assertThat(starting.cpuThousandths()).isNull();
		assertThat(starting.cpuReason()).contains("may be raised", "resource-monitor.cost.cpu");
		assertThat(starting.memoryBytes()).isEqualTo(1024);
		this.clock.addAndGet(100 * SECOND);
		assertThat(this.size.get()).isSameAs(starting);
		this.size.ready();
		this.clock.addAndGet(15 * SECOND - 1);
		assertThat(this.size.get()).isSameAs(starting);
	}

	@Test
	void afterwardsTheQuotaIsReadOnce() {
		this.size.ready();
		this.clock.addAndGet(15 * SECOND);
		this.quota.set(1000);
		InstanceSize settled = this.size.get();
		assertThat(settled.cpuThousandths()).isEqualTo(1000);
		this.quota.set(500);
		assertThat(this.size.get()).isSameAs(settled);
		assertThat(this.readings).hasValue(1);
	}

	@Test
	void whatIsNotInSightHasAReason() {
		InstanceSize none = SettledSize.read(null, null);
		assertThat(none.cpuReason()).contains("no control group in sight has a CPU quota");
		assertThat(none.memoryReason()).contains("no control group in sight has a memory limit");
	}

}
