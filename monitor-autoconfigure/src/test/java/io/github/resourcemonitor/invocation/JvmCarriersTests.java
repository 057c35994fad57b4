package io.github.resourcemonitor.invocation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;

import static java.lang.management.ManagementFactory.getThreadMXBean;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests of {@link JvmCarriers} with {@link CarrierClocks} on real virtual threads.
 */
class JvmCarriersTests {

	private static final long MILLISECOND = 1_000_000;

	private static volatile Object kept;

	private final CarrierClocks clocks = new CarrierClocks(new JvmCarriers());

	@Test
	@EnabledOnJre(JRE.JAVA_17)
	void isUnknownWithoutVirtualThreads() {
		assertThat(this.clocks.cpuNanos()).isEqualTo(CarrierClocks.UNKNOWN);
		assertThat(this.clocks.allocatedBytes()).isEqualTo(CarrierClocks.UNKNOWN);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void tellsTheCpuTimeOfAVirtualThread() throws Exception {
		long[] used = new long[2];
		startVirtual(() -> {
			long before = this.clocks.cpuNanos();
			// It does not block, so what its carrier uses is its own.
			long own = carrierCpu();
			while (carrierCpu() - own < 50 * MILLISECOND) {
				Thread.onSpinWait();
			}
			used[1] = carrierCpu() - own;
			used[0] = this.clocks.cpuNanos() - before;
		}).join();
		assertThat(used[0]).isGreaterThanOrEqualTo(used[1]).isCloseTo(used[1], within(5 * MILLISECOND));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void tellsToTheBlockWhatAVirtualThreadAllocates() throws Exception {
		long[] used = new long[1];
		startVirtual(() -> {
			this.clocks.allocatedBytes();
			long before = this.clocks.allocatedBytes();
			for (int i = 0; i < 100; i++) {
				kept = new byte[100_000];
			}
			used[0] = this.clocks.allocatedBytes() - before;
		}).join();
		assertThat(used[0]).isBetween(10_000_000L, 10_100_000L);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void countsManyVirtualThreadsTogether() throws Exception {
		startVirtual(() -> {
		}).join();
		long cpu = this.clocks.cpuNanos();
		long allocated = this.clocks.allocatedBytes();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			threads.add(startVirtual(() -> {
				long own = carrierCpu();
				while (carrierCpu() - own < MILLISECOND) {
					kept = new byte[10_000];
				}
			}));
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.clocks.cpuNanos() - cpu).isGreaterThanOrEqualTo(100 * MILLISECOND);
		assertThat(this.clocks.allocatedBytes() - allocated).isGreaterThanOrEqualTo(100 * 10_000);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void isReadByVirtualThreadsToo() throws Exception {
		long[] read = new long[1];
		startVirtual(() -> read[0] = new CarrierClocks(new JvmCarriers()).cpuNanos()).join();
		assertThat(read[0]).isPositive();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void leavesOutThreadsThatCarryNothing() throws Exception {
		// On JDK 25 this starts the timer of the pool, in the group of the carriers.
		startVirtual(() -> LockSupport.parkNanos(1)).join();
		JvmCarriers carriers = new JvmCarriers();
		assertThat(carriers.count()).isEqualTo(-1);
		long[] ids = carriers.ids();
		assertThat(ids).isNotEmpty();
		assertThat(carriers.count()).isPositive();
		for (long id : ids) {
			assertThat(getThreadMXBean().getThreadInfo(id).getThreadName()).contains("worker");
		}
	}

	private static long carrierCpu() {
		String name = Thread.currentThread().toString();
		String carrier = name.substring(name.lastIndexOf('@') + 1);
		ThreadMXBean threads = (ThreadMXBean) getThreadMXBean();
		for (long id : new JvmCarriers().ids()) {
			if (threads.getThreadInfo(id).getThreadName().equals(carrier)) {
				return threads.getThreadCpuTime(id);
			}
		}
		throw new IllegalStateException("No carrier of " + name);
	}

	private static Thread startVirtual(Runnable task) throws ReflectiveOperationException {
		return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
	}

}
