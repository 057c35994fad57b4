package io.github.resourcemonitor.attribution;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.share.LedgerStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link VirtualThreadEstimator}, with fake carriers and with virtual threads
 * of the JVM.
 */
class VirtualThreadEstimatorTests {

	private static volatile Object kept;

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	private final FakeCarriers carriers = new FakeCarriers();

	private final VirtualThreadEstimator usage = new VirtualThreadEstimator(this.carriers);

	private final List<InvocationScope> invocations = new ArrayList<>();

	private EstimatedWork work() {
		InvocationScope invocation = this.monitor.start("handler-" + this.invocations.size());
		this.test.invocations().detach(invocation);
		this.invocations.add(invocation);
		return ((InvocationAccount) invocation)::chargeEstimate;
	}

	/**
	 * Return the estimated usage of the invocations, in the order of their work.
	 */
	private List<Long> estimates() {
		this.invocations.forEach(InvocationScope::close);
		return this.test.records().stream().map((record) -> record.own().estimatedCpuNanos()).toList();
	}

	@Test
	void assignsAllUsageOfTheCarrierToASingleThread() {
		this.carriers.mount(1);
		this.carriers.use(1, 1_000);
		EstimatedWork work = work();
		LedgerStart mark = this.usage.begin(work);
		this.carriers.use(1, 50);
		this.usage.observe(work);
		this.carriers.use(1, 7);
		this.usage.end(work, mark);
		this.carriers.use(1, 1_000);
		assertThat(estimates()).containsExactly(57L);
		assertThat(this.test.record().own().estimatedAllocatedBytes()).isEqualTo(570);
	}

	@Test
	void excludesUsageOfItsCarrierBeforeItsBegin() {
		this.carriers.mount(1);
		EstimatedWork first = work();
		LedgerStart firstMark = this.usage.begin(first);
		this.carriers.use(1, 50);
		this.usage.end(first, firstMark);
		this.carriers.use(1, 1_000);
		EstimatedWork second = work();
		LedgerStart secondMark = this.usage.begin(second);
		this.carriers.use(1, 7);
		this.usage.end(second, secondMark);
		assertThat(estimates()).containsExactly(50L, 7L);
	}

	@Test
	void excludesUsageOfAnotherCarrierBeforeItsBegin() {
		for (long carrier : new long[] { 1, 2 }) {
			this.carriers.mount(carrier);
			EstimatedWork work = work();
			this.usage.end(work, this.usage.begin(work));
		}
		this.carriers.use(2, 1_000);
		EstimatedWork first = work();
		EstimatedWork second = work();
		this.carriers.mount(1);
		LedgerStart firstMark = this.usage.begin(first);
		this.carriers.use(1, 10);
		this.carriers.mount(2);
		LedgerStart secondMark = this.usage.begin(second);
		this.carriers.use(2, 7);
		this.usage.end(second, secondMark);
		this.carriers.mount(1);
		this.usage.end(first, firstMark);
		assertThat(estimates()).containsExactly(0L, 0L, 10L, 7L);
	}

	@Test
	void assignsUsageBetweenTwoObservationsOnTheSameCarrier() {
		EstimatedWork first = work();
		EstimatedWork second = work();
		this.carriers.mount(1);
		LedgerStart firstMark = this.usage.begin(first);
		this.carriers.use(1, 10);
		this.usage.observe(first);
		this.carriers.mount(2);
		LedgerStart secondMark = this.usage.begin(second);
		this.carriers.use(2, 300);
		this.usage.end(second, secondMark);
		this.carriers.mount(1);
		this.carriers.use(1, 5);
		this.usage.end(first, firstMark);
		assertThat(estimates()).containsExactly(15L, 300L);
	}

	@Test
	void assignsUsageBeforeTheNextBeginToTheLastObserved() {
		EstimatedWork first = work();
		EstimatedWork second = work();
		this.carriers.mount(1);
		LedgerStart firstMark = this.usage.begin(first);
		this.carriers.use(1, 40);
		LedgerStart secondMark = this.usage.begin(second);
		this.carriers.use(1, 6);
		this.usage.end(second, secondMark);
		this.usage.end(first, firstMark);
		assertThat(estimates()).containsExactly(40L, 6L);
	}

	@Test
	void halvesUsageBetweenTwoObservedThreads() {
		EstimatedWork first = work();
		EstimatedWork second = work();
		this.carriers.mount(2);
		LedgerStart secondMark = this.usage.begin(second);
		this.carriers.mount(1);
		LedgerStart firstMark = this.usage.begin(first);
		this.carriers.use(1, 40);
		this.usage.observe(second);
		this.usage.end(second, secondMark);
		this.usage.end(first, firstMark);
		assertThat(estimates()).containsExactly(20L, 20L);
	}

	@Test
	void splitsUnassignedUsageOverAllOpenWork() {
		EstimatedWork first = work();
		EstimatedWork second = work();
		this.carriers.mount(1);
		LedgerStart firstMark = this.usage.begin(first);
		this.carriers.mount(2);
		LedgerStart secondMark = this.usage.begin(second);
		EstimatedWork third = work();
		LedgerStart thirdMark = this.usage.begin(third);
		this.usage.end(third, thirdMark);
		this.carriers.use(2, 60);
		// Other work that begins does not get usage that could not be assigned before.
		EstimatedWork fourth = work();
		LedgerStart fourthMark = this.usage.begin(fourth);
		this.usage.end(fourth, fourthMark);
		this.usage.end(second, secondMark);
		this.carriers.mount(1);
		this.usage.end(first, firstMark);
		assertThat(estimates()).containsExactly(30L, 30L, 0L, 0L);
	}

	@Test
	void estimatesNothingIfTheCarrierIsUnknown() {
		assertThat(this.usage.begin(work())).isNull();
		assertThat(estimates()).containsOnlyNulls();
	}

	@Test
	void isNotPartOfTheSplitAfterAFailedReadingAtItsEnd() {
		EstimatedWork first = work();
		EstimatedWork second = work();
		this.carriers.mount(1);
		LedgerStart firstMark = this.usage.begin(first);
		this.carriers.failWith(new IllegalStateException("on purpose"));
		assertThatIllegalStateException().isThrownBy(() -> this.usage.end(first, firstMark));
		this.carriers.failWith(null);
		this.carriers.mount(1);
		LedgerStart secondMark = this.usage.begin(second);
		this.usage.end(second, secondMark);
		LedgerStart againMark = this.usage.begin(second);
		this.carriers.mount(2);
		this.usage.end(second, againMark);
		// No work was observed on the first carrier in the meantime.
		LedgerStart lastMark = this.usage.begin(second);
		this.carriers.mount(1);
		this.carriers.use(1, 60);
		this.usage.observe(second);
		this.usage.end(second, lastMark);
		assertThat(estimates()).containsExactly(0L, 60L);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void estimatesAVirtualThreadOfTheJvm() throws Exception {
		DefaultResourceMonitor real = onRealClocks();
		startVirtual(() -> real.run("handler", () -> {
			for (int i = 0; i < 100; i++) {
				kept = new byte[100_000];
			}
		})).join();
		OwnUsage own = this.test.record().own();
		assertThat(own.cpuNanos()).isNull();
		assertThat(own.allocatedBytes()).isNull();
		assertThat(own.estimatedCpuNanos()).isPositive();
		assertThat(own.estimatedAllocatedBytes()).isBetween(10_000_000L, 10_400_000L);
		assertThat(own.threads()).isEqualTo(1);
		assertThat(own.incompleteReason()).isEqualTo("a virtual thread has no clocks; its usage is estimated");
		assertThat(this.test.failures.summaries()).isEmpty();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void distinguishesLightFromHeavyWorkThatBlocksInServiceCalls() throws Exception {
		DefaultResourceMonitor real = onRealClocks();
		int pairs = 20;
		CountDownLatch started = new CountDownLatch(2 * pairs);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 2 * pairs; i++) {
			int arrays = (i % 2 == 0) ? 10 : 100;
			threads.add(startVirtual(() -> real.run("arrays-" + arrays, () -> {
				for (int j = 0; j < arrays; j++) {
					kept = new byte[10_000];
				}
				try {
					real.callService("service", "wait", CallDirection.NONE, () -> {
						started.countDown();
						started.await();
						return null;
					});
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
				for (int j = 0; j < arrays; j++) {
					kept = new byte[10_000];
				}
			})));
		}
		for (Thread thread : threads) {
			thread.join();
		}
		long light = allocated("arrays-10");
		long heavy = allocated("arrays-100");
		assertThat(light + heavy).isBetween(44_000_000L, 50_000_000L);
		assertThat(heavy).isGreaterThan(5 * light);
	}

	private long allocated(String handler) {
		return this.test.records()
			.stream()
			.filter((record) -> record.handler().equals(handler))
			.mapToLong((record) -> record.own().estimatedAllocatedBytes())
			.sum();
	}

	private DefaultResourceMonitor onRealClocks() {
		this.test.realThreadClocks = JvmThreadClocks.detect(0);
		return this.test.build();
	}

	private static Thread startVirtual(Runnable work) throws ReflectiveOperationException {
		Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
		Method start = Class.forName("java.lang.Thread$Builder").getMethod("start", Runnable.class);
		return (Thread) start.invoke(builder, work);
	}

	private static final class FakeCarriers implements Carriers {

		private final Map<Long, Long> cpu = new HashMap<>();

		private long current = NONE;

		private RuntimeException failure;

		void failWith(RuntimeException ex) {
			this.failure = ex;
		}

		void mount(long carrier) {
			this.current = carrier;
			this.cpu.putIfAbsent(carrier, 0L);
		}

		void use(long carrier, long nanos) {
			this.cpu.merge(carrier, nanos, Long::sum);
		}

		@Override
		public long current() {
			if (this.failure != null) {
				throw this.failure;
			}
			return this.current;
		}

		@Override
		public long cpuNanos(long carrier) {
			return this.cpu.getOrDefault(carrier, NONE);
		}

		@Override
		public long allocatedBytes(long carrier) {
			return 10 * cpuNanos(carrier);
		}

	}

}
