package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.attribution.JvmThreadClocks;
import io.github.resourcemonitor.attribution.ThreadClocks;
import io.github.resourcemonitor.record.NestedUsage;
import io.github.resourcemonitor.record.OwnUsage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OwnUsageTests {

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	@Test
	void isTheUsageOfTheThreadBetweenStartAndEnd() {
		this.test.threadClocks.use(1_000, 2_000);
		this.monitor.run("handler", () -> this.test.threadClocks.use(30, 400));
		this.test.threadClocks.use(1_000, 2_000);
		assertThat(this.test.record().own()).isEqualTo(new OwnUsage(30L, 400L, 1, null, 0));
	}

	@Test
	void excludesTheUsageOfOtherThreads() throws Exception {
		this.monitor.call("handler", () -> {
			Thread thread = new Thread(() -> this.test.threadClocks.use(1_000, 2_000));
			thread.start();
			thread.join();
			return null;
		});
		assertThat(this.test.record().own()).isEqualTo(new OwnUsage(0L, 0L, 1, null, 0));
	}

	@Test
	void isAbsentBelowTheResolution() {
		this.test.threadClocks.resolution(10_000_000);
		DefaultResourceMonitor monitor = this.test.build();
		monitor.run("below", () -> this.test.threadClocks.use(9_999_999, 400));
		monitor.run("none", () -> {
		});
		monitor.run("at", () -> this.test.threadClocks.use(10_000_000, 400));
		assertThat(this.test.record("below").own()).isEqualTo(new OwnUsage(null, 400L, 1, null, 10_000_000));
		assertThat(this.test.record("none").own().cpuNanos()).isNull();
		assertThat(this.test.record("at").own()).isEqualTo(new OwnUsage(10_000_000L, 400L, 1, null, 10_000_000));
	}

	@Test
	void isUnknownWithoutClocks() {
		this.test.threadClocks.unknown();
		this.test.threadClocks.resolution(10_000_000);
		this.monitor.run("handler", () -> this.test.threadClocks.use(30, 400));
		assertThat(this.test.record().own()).isEqualTo(new OwnUsage(null, null, 1, "its thread has no CPU clock", 0));
		assertThat(this.test.record().own().isComplete()).isFalse();
	}

	@Test
	void isUnknownIfTheClocksDisappear() {
		this.monitor.run("handler", this.test.threadClocks::unknown);
		assertThat(this.test.record().own()).isEqualTo(new OwnUsage(null, null, 1, "its thread has no CPU clock", 0));
	}

	@Test
	void addsUpNestedInvocations() {
		NestedUsage nested = NestedUsage.NONE.plus(new OwnUsage(5L, 7L, 1, null, 0))
			.plus(new OwnUsage(10L, 0L, 1, null, 0));
		assertThat(nested).isEqualTo(new NestedUsage(2, 15L, 7L));
	}

	@Test
	void sumOfNestedInvocationsIsUnknownIfOneIs() {
		NestedUsage nested = NestedUsage.NONE.plus(new OwnUsage(5L, 7L, 1, null, 0))
			.plus(new OwnUsage(null, 1L, 1, "unknown", 0))
			.plus(new OwnUsage(10L, 2L, 1, null, 0));
		assertThat(nested).isEqualTo(new NestedUsage(3, null, 10L));
	}

	@Test
	void comesFromTheClocksOfTheJvm() {
		ThreadClocks clocks = JvmThreadClocks.detect(123);
		assertThat(clocks.resolutionNanos()).isEqualTo(123);
		long cpu = clocks.cpuNanos();
		long allocated = clocks.allocatedBytes();
		assertThat(cpu).isPositive();
		byte[][] arrays = new byte[8][];
		for (int i = 0; i < arrays.length; i++) {
			arrays[i] = new byte[1024 * 1024];
		}
		double busy = 0;
		for (int i = 1; i < 2_000_000; i++) {
			busy += Math.sqrt(i);
		}
		assertThat(busy).isPositive();
		assertThat(clocks.cpuNanos() - cpu).isPositive();
		assertThat(clocks.allocatedBytes() - allocated).isBetween(8L * 1024 * 1024, 9L * 1024 * 1024);
		assertThat(arrays).hasDimensions(8, 1024 * 1024);
	}

}
