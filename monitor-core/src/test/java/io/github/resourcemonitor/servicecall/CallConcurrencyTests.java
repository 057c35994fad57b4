package io.github.resourcemonitor.servicecall;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.github.resourcemonitor.servicecall.TestCalls.Owner;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls transfer, fail, are retried and end on several threads while tables are read and
 * closed: whatever the order, everything is counted once.
 */
class CallConcurrencyTests {

	private static final ServiceOperation GET = new ServiceOperation("storage", "get", CallDirection.DOWNLOAD);

	private static final int THREADS = 4;

	private static final int CALLS = 3000;

	private final TestCalls calls = new TestCalls(3);

	private final ServiceCallTable outer = new ServiceCallTable(3);

	private final AtomicReference<Owner> owner = new AtomicReference<>(newOwner());

	private final AtomicInteger unfinished = new AtomicInteger(THREADS);

	private final AtomicLong payload = new AtomicLong();

	private final AtomicLong received = new AtomicLong();

	private final AtomicLong attempts = new AtomicLong();

	private final List<ServiceCallUsage> closed = new ArrayList<>();

	@Test
	void everyByteIsInARecordOrLate() throws Exception {
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Random random = new Random(i);
			Thread thread = new Thread(() -> work(start, random));
			thread.start();
			threads.add(thread);
		}
		start.countDown();
		while (this.unfinished.get() > 0) {
			closeInner();
			this.calls.outside.late().usages();
			this.outer.usages();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		closeInner();
		this.outer.close();
		List<ServiceCallUsage> all = new ArrayList<>(this.closed);
		all.addAll(this.calls.outside.late().usages());
		assertTotals(all);
		assertTotals(this.outer.usages());
		assertThat(sum(this.outer.usages(), ServiceCallUsage::open)).isZero();
		assertThat(sum(this.calls.outside.late().usages(), ServiceCallUsage::open)).isZero();
		assertThat(this.calls.failures.summaries()).isEmpty();
	}

	private void assertTotals(List<ServiceCallUsage> usages) {
		assertThat(sum(usages, (usage) -> (usage.bytes() != null) ? usage.bytes() : 0)).isEqualTo(this.payload.get());
		assertThat(sum(usages, (usage) -> (usage.requests() != null) ? usage.requests().receivedBytes() : 0))
			.isEqualTo(this.received.get());
		assertThat(sum(usages, (usage) -> (usage.requests() != null) ? usage.requests().attempts() : 0))
			.isEqualTo(this.attempts.get());
		// A call whose failure was recorded before the retry came is another call.
		long recordedFailures = sum(usages, ServiceCallUsage::errors);
		assertThat(sum(usages, ServiceCallUsage::count)).isEqualTo(THREADS * CALLS + recordedFailures);
	}

	private static long sum(List<ServiceCallUsage> usages, ToLongFunction<ServiceCallUsage> value) {
		return usages.stream().mapToLong(value).sum();
	}

	private Owner newOwner() {
		return new Owner(new ServiceCallTable(3), new Owner(this.outer));
	}

	private void closeInner() {
		ServiceCallTable table = this.owner.getAndSet(newOwner()).serviceCalls();
		table.close();
		this.closed.addAll(table.usages());
	}

	private void work(CountDownLatch start, Random random) {
		try {
			start.await();
			for (int i = 0; i < CALLS; i++) {
				ServiceRequests requests = new ServiceRequests(this.calls.context(this.owner.get()));
				int failures = random.nextInt(3);
				long offset = 0;
				for (int attempt = 0; attempt <= failures; attempt++) {
					ServiceRequest request = requests.start(GET, null, "key");
					this.attempts.incrementAndGet();
					request.payloadFrom(offset);
					for (int part = random.nextInt(4); part >= 0; part--) {
						int bytes = random.nextInt(1000);
						offset += bytes;
						request.received(bytes + 1);
						request.payload(bytes);
						this.received.addAndGet(bytes + 1);
						this.payload.addAndGet(bytes);
					}
					boolean failed = attempt < failures;
					request.answered(failed ? "503" : "200", failed);
					request.end();
				}
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.unfinished.decrementAndGet();
		}
	}

}
