package io.github.resourcemonitor.servicecall;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.ServiceCallUsage.Requests;
import io.github.resourcemonitor.servicecall.ServiceCallTable.CallRegistration;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class ServiceCallTableTests {

	private static final ServiceOperation GET = new ServiceOperation("storage", "get", CallDirection.DOWNLOAD);

	private static final ServiceOperation PUT = new ServiceOperation("storage", "put", CallDirection.UPLOAD);

	private static final ServiceOperation LIST = new ServiceOperation("storage", "list", CallDirection.NONE);

	private final ServiceCallTable table = new ServiceCallTable(3);

	@Test
	void addsUpByOperationInTheOrderOfFirstCalls() {
		call(PUT).end(5, 100, false);
		call(GET).end(7, 20, false);
		call(PUT).end(3, 1, true);
		assertThat(this.table.usages()).containsExactly(
				new ServiceCallUsage("storage", "put", CallDirection.UPLOAD, 2, 1, 101L, 0, 0, 8L, 5L),
				new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 20L, 0, 0, 7L, 7L));
	}

	@Test
	void keepsDirectionsSeparately() {
		call(GET).end(1, 1, false);
		call(new ServiceOperation("storage", "get", CallDirection.NONE)).end(1, 1, false);
		assertThat(this.table.usages()).hasSize(2);
	}

	@Test
	void omitsUnknownValues() {
		call(GET).end(ServiceCallTable.UNKNOWN, ServiceCallTable.UNKNOWN, false);
		assertThat(this.table.usages()).containsExactly(
				new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, null, 1, 0, null, null));
		call(GET).end(0, 0, false);
		assertThat(this.table.usages())
			.containsExactly(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 2, 0, 0L, 1, 0, 0L, 0L));
	}

	@Test
	void countsOpenCalls() {
		call(GET);
		call(GET).end(4, 10, false);
		assertThat(this.table.usages())
			.containsExactly(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 10L, 0, 1, 4L, 4L));
	}

	@Test
	void includesTheBytesOfOpenCallsSoFar() {
		Call call = call(GET);
		call.figures = figures(1, 0, 0, 100, 0, 2, 1, 7, 130);
		assertThat(this.table.usages()).extracting(ServiceCallUsage::bytes).containsExactly(100L);
		call.figures = figures(1, 0, 0, 150, 0, 2, 1, 7, 180);
		this.table.close();
		call.figures = figures(0, 1, 0, 200, 9, 2, 1, 7, 230);
		assertThat(this.table.usages()).singleElement().satisfies((usage) -> {
			assertThat(usage.bytes()).isEqualTo(150);
			assertThat(usage.open()).isOne();
			assertThat(usage.requests()).isEqualTo(new Requests(2, 1, 7, 180, Map.of()));
		});
	}

	@Test
	void ignoresCallsWhenClosed() {
		Call call = call(GET);
		this.table.close();
		List<ServiceCallUsage> before = this.table.usages();
		assertThat(call.end(4, 10, false)).isFalse();
		assertThat(call(PUT).end(1, 1, false)).isFalse();
		assertThat(this.table.usages()).isEqualTo(before);
		assertThat(before).extracting(ServiceCallUsage::open).containsExactly(1L);
	}

	@Test
	void aCallContinuesInAnotherTableAfterTheClose() {
		Call inTime = call(GET);
		Call late = call(GET);
		inTime.end(3, 10, false);
		late.figures = figures(1, 0, 0, 4, 0, 1, 0, 0, 6);
		this.table.close();
		late.figures = figures(0, 1, 0, 10, 5, 2, 1, 0, 12);
		ServiceCallTable other = new ServiceCallTable(3);
		assertThat(late.registration.continueIn(other).update("200")).isTrue();
		assertThat(other.usages()).containsExactly(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0,
				6L, 0, 0, 5L, 5L, new Requests(1, 1, 0, 6, Map.of("200", 1L))));
	}

	@Test
	void aFailedCallThatIsRetriedSuccessfullyIsOneCallWithoutErrors() {
		Call call = call(GET);
		call.figures = figures(0, 1, 1, 0, 5, 1, 0, 0, 0);
		call.registration.update("503");
		assertThat(this.table.usages()).extracting(ServiceCallUsage::errors).containsExactly(1L);
		call.figures = figures(1, 0, 0, 0, 0, 2, 1, 0, 0);
		call.registration.update(null);
		assertThat(this.table.usages()).extracting(ServiceCallUsage::count, ServiceCallUsage::open)
			.containsExactly(tuple(0L, 1L));
		call.figures = figures(0, 1, 0, 10, 30, 2, 1, 0, 10);
		call.registration.update("200");
		assertThat(this.table.usages()).containsExactly(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD,
				1, 0, 10L, 0, 0, 30L, 30L, new Requests(2, 1, 0, 10, Map.of("503", 1L, "200", 1L))));
	}

	@Test
	void limitsTheNumberOfStatuses() {
		Call call = call(GET);
		call.figures = figures(1, 0, 0, 0, 0, 100, 0, 0, 0);
		for (int i = 0; i < 100; i++) {
			call.registration.update("status" + i);
		}
		assertThat(this.table.usages().get(0).requests().statuses()).hasSize(17)
			.containsEntry(ServiceCallTable.OTHER, 84L);
	}

	@Test
	void keepsTotalsExactWhenItIsFull() {
		for (int i = 0; i < 50; i++) {
			CallDirection direction = CallDirection.values()[i % 3];
			ServiceOperation operation = new ServiceOperation("service" + i, "operation", direction);
			call(operation).end(10, 100, i % 2 == 0);
			call(operation).end(1, 1, false);
		}
		List<ServiceCallUsage> usages = this.table.usages();
		assertThat(usages).extracting(ServiceCallUsage::service)
			.containsExactly("service0", "service1", "service2", "(other)", "(other)", "(other)");
		assertThat(usages).filteredOn((usage) -> usage.service().equals("(other)"))
			.extracting(ServiceCallUsage::direction)
			.containsExactlyInAnyOrder(CallDirection.values());
		assertThat(usages.stream().mapToLong(ServiceCallUsage::count).sum()).isEqualTo(100);
		assertThat(usages.stream().mapToLong(ServiceCallUsage::errors).sum()).isEqualTo(25);
		assertThat(usages.stream().mapToLong(ServiceCallUsage::bytes).sum()).isEqualTo(50 * 101);
		assertThat(usages.stream().mapToLong(ServiceCallUsage::durationNanos).sum()).isEqualTo(50 * 11);
		assertThat(usages).extracting(ServiceCallUsage::open).containsOnly(0L);
		assertThat(this.table.dropped()).isEqualTo(2 * 47);
	}

	@Test
	void countsEachCallBeyondTheCapacityOnce() {
		ServiceCallTable none = new ServiceCallTable(0);
		new Call(none, GET).end(1, 1, false);
		assertThat(none.dropped()).isEqualTo(1);
		new Call(none, GET).end(1, 1, false);
		assertThat(none.dropped()).isEqualTo(2);
	}

	@Test
	void losesNoCallsOfManyThreads() throws Exception {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				for (int n = 0; n < 1000; n++) {
					call(GET).end(1, 2, false);
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.table.usages()).containsExactly(
				new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 4000, 0, 8000L, 0, 0, 4000L, 1L));
	}

	private Call call(ServiceOperation operation) {
		return new Call(this.table, operation);
	}

	private static CallFigures figures(long open, long count, long errors, long bytes, long duration, long attempts,
			long retries, long sent, long received) {
		return new CallFigures(open, count, errors, bytes, 1, 0, duration, count, attempts, retries, sent, received);
	}

	/**
	 * A call whose state is set by the test.
	 */
	private static final class Call {

		private volatile CallFigures figures = new CallFigures(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

		private final CallRegistration registration;

		Call(ServiceCallTable table, ServiceOperation operation) {
			this.registration = table.register(operation, () -> this.figures);
		}

		boolean end(long duration, long bytes, boolean failed) {
			boolean timed = duration != ServiceCallTable.UNKNOWN;
			boolean known = bytes != ServiceCallTable.UNKNOWN;
			this.figures = new CallFigures(0, 1, failed ? 1 : 0, known ? bytes : 0, known ? 1 : 0, known ? 0 : 1,
					timed ? duration : 0, timed ? 1 : 0, 0, 0, 0, 0);
			return this.registration.update(null);
		}

	}

}
