package io.github.resourcemonitor.servicecall;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.ServiceCallUsage.Requests;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.github.resourcemonitor.servicecall.TestCalls.Owner;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class ServiceCallTableTests {

	private static final ServiceOperation GET = new ServiceOperation("storage", "get", CallDirection.DOWNLOAD);

	private static final ServiceOperation PUT = new ServiceOperation("storage", "put", CallDirection.UPLOAD);

	private static final ServiceOperation LIST = new ServiceOperation("storage", "list", CallDirection.NONE);

	private final ServiceCallTable table = new ServiceCallTable(3);

	private final TestCalls calls = new TestCalls(3);

	@Test
	void addsUpByOperationInTheOrderOfFirstCalls() {
		end(call(PUT), 5, 100, false);
		end(call(GET), 7, 20, false);
		end(call(PUT), 3, 1, true);
		assertThat(this.table.usages()).containsExactly(
				new ServiceCallUsage("storage", "put", CallDirection.UPLOAD, 2, 1, 101L, 0, 0, 8L, 5L),
				new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 20L, 0, 0, 7L, 7L));
	}

	@Test
	void keepsDirectionsSeparately() {
		end(call(GET), 1, 1, false);
		end(call(new ServiceOperation("storage", "get", CallDirection.NONE)), 1, 1, false);
		assertThat(this.table.usages()).hasSize(2);
	}

	@Test
	void omitsUnknownValues() {
		end(call(GET), ServiceCallTable.UNKNOWN, ServiceCallTable.UNKNOWN, false);
		assertThat(this.table.usages()).containsExactly(
				new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, null, 1, 0, null, null));
		end(call(GET), 0, 0, false);
		assertThat(this.table.usages())
			.containsExactly(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 2, 0, 0L, 1, 0, 0L, 0L));
	}

	@Test
	void countsOpenCalls() {
		call(GET);
		end(call(GET), 4, 10, false);
		assertThat(this.table.usages())
			.containsExactly(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 10L, 0, 1, 4L, 4L));
	}

	@Test
	void includesTheBytesOfOpenCallsSoFar() {
		ServiceCall call = call(GET);
		call.bytes(100);
		call.requests((requests) -> requests.attempt(false));
		call.requests((requests) -> requests.attempt(true));
		call.requests((requests) -> requests.sent(7));
		call.requests((requests) -> requests.received(130));
		assertThat(this.table.usages()).extracting(ServiceCallUsage::bytes).containsExactly(100L);
		call.bytes(50);
		call.requests((requests) -> requests.received(50));
		this.table.close();
		call.bytes(50);
		call.requests((requests) -> requests.received(50));
		call.end(9, null);
		assertThat(this.table.usages()).singleElement().satisfies((usage) -> {
			assertThat(usage.bytes()).isEqualTo(150);
			assertThat(usage.open()).isOne();
			assertThat(usage.requests()).isEqualTo(new Requests(2, 1, 7, 180, Map.of()));
		});
	}

	@Test
	void ignoresCallsWhenClosed() {
		ServiceCall call = call(GET);
		this.table.close();
		List<ServiceCallUsage> before = this.table.usages();
		assertThat(this.table.update(call, true, GET, CallTotals::begin)).isFalse();
		end(call, 4, 10, false);
		ServiceCall another = call(PUT);
		assertThat(this.table.update(another, true, PUT, CallTotals::begin)).isFalse();
		end(another, 1, 1, false);
		assertThat(this.table.usages()).isEqualTo(before);
		assertThat(before).extracting(ServiceCallUsage::open).containsExactly(1L);
	}

	@Test
	void aCallContinuesInAnotherTableAfterTheClose() {
		ServiceCall inTime = call(GET);
		ServiceCall late = call(GET);
		end(inTime, 3, 10, false);
		late.bytes(4);
		late.requests((requests) -> requests.attempt(false));
		late.requests((requests) -> requests.received(6));
		this.table.close();
		late.bytes(6);
		late.requests((requests) -> requests.attempt(true));
		late.requests((requests) -> requests.received(6));
		late.end(5, "200");
		assertThat(this.calls.outside.late().usages()).containsExactly(new ServiceCallUsage("storage", "get",
				CallDirection.DOWNLOAD, 1, 0, 6L, 0, 0, 5L, 5L, new Requests(1, 1, 0, 6, Map.of("200", 1L))));
	}

	@Test
	void payloadMeasuredByTheCallReplacesTheTransferredOneEvenIfItIsLate() {
		ServiceCall inTime = call(GET);
		inTime.transferred(10);
		assertThat(this.table.usages()).extracting(ServiceCallUsage::bytes).containsExactly(10L);
		inTime.bytes(7);
		inTime.transferred(10);
		inTime.close();
		assertThat(this.table.usages()).extracting(ServiceCallUsage::bytes).containsExactly(7L);
		ServiceCall late = call(GET);
		late.transferred(10);
		this.table.close();
		late.bytes(12);
		late.close();
		assertThat(this.table.usages()).extracting(ServiceCallUsage::bytes).containsExactly(17L);
		assertThat(this.calls.outside.late().usages()).extracting(ServiceCallUsage::bytes).containsExactly(2L);
	}

	@Test
	void payloadThatBecomesUnknownIsNotReportedAsZero() {
		ServiceCall call = call(GET);
		call.bytes(5);
		assertThat(this.table.usages()).extracting(ServiceCallUsage::bytes).containsExactly(5L);
		call.payload(new Object());
		call.close();
		assertThat(this.table.usages()).extracting(ServiceCallUsage::bytes, ServiceCallUsage::unmeasured)
			.containsExactly(tuple(null, 1L));
	}

	@Test
	void includesOpenCallsBeyondTheLimitWhenTheyEnd() {
		List<ServiceCall> all = new ArrayList<>();
		for (int i = 0; i < 1100; i++) {
			ServiceCall call = call(GET);
			call.bytes(1);
			all.add(call);
		}
		assertThat(this.table.usages()).extracting(ServiceCallUsage::open, ServiceCallUsage::bytes)
			.containsExactly(tuple(1100L, 1001L));
		all.forEach(ServiceCall::close);
		assertThat(this.table.usages()).extracting(ServiceCallUsage::count, ServiceCallUsage::bytes)
			.containsExactly(tuple(1100L, 1100L));
	}

	@Test
	void aFailedCallThatIsRetriedSuccessfullyIsOneCallWithoutErrors() {
		ServiceCall call = call(GET);
		call.requests((requests) -> requests.attempt(false));
		call.transferred(0);
		this.calls.clock.advance(5);
		call.requests((requests) -> requests.answered("503"));
		call.outcome(true);
		call.release(true);
		assertThat(this.table.usages()).extracting(ServiceCallUsage::errors).containsExactly(1L);
		assertThat(call.hold()).isTrue();
		call.requests((requests) -> requests.attempt(true));
		assertThat(this.table.usages()).extracting(ServiceCallUsage::count, ServiceCallUsage::open)
			.containsExactly(tuple(0L, 1L));
		this.calls.clock.advance(25);
		call.transferred(10);
		call.requests((requests) -> requests.received(10));
		call.requests((requests) -> requests.answered("200"));
		call.outcome(false);
		call.release(true);
		assertThat(this.table.usages()).containsExactly(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD,
				1, 0, 10L, 0, 0, 30L, 30L, new Requests(2, 1, 0, 10, Map.of("503", 1L, "200", 1L))));
	}

	@Test
	void limitsTheNumberOfStatuses() {
		ServiceCall call = call(GET);
		for (int i = 0; i < 100; i++) {
			String status = "status" + i;
			call.requests((requests) -> requests.answered(status));
		}
		assertThat(this.table.usages().get(0).requests().statuses()).hasSize(17)
			.containsEntry(ServiceCallTable.OTHER, 84L);
	}

	@Test
	void keepsTotalsExactWhenItIsFull() {
		for (int i = 0; i < 50; i++) {
			CallDirection direction = CallDirection.values()[i % 3];
			ServiceOperation operation = new ServiceOperation("service" + i, "operation", direction);
			end(call(operation), 10, 100, i % 2 == 0);
			end(call(operation), 1, 1, false);
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
		end(this.calls.start(GET, new Owner(none)), 1, 1, false);
		assertThat(none.dropped()).isEqualTo(1);
		end(this.calls.start(GET, new Owner(none)), 1, 1, false);
		assertThat(none.dropped()).isEqualTo(2);
	}

	@Test
	void losesNoCallsOfManyThreads() throws Exception {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				for (int n = 0; n < 1000; n++) {
					end(call(GET), 1, 2, false);
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

	private ServiceCall call(ServiceOperation operation) {
		return this.calls.start(operation, new Owner(this.table));
	}

	private static void end(ServiceCall call, long duration, long bytes, boolean failed) {
		call.bytes(bytes);
		if (failed) {
			call.failed(new IOException());
		}
		call.end(duration, null);
	}

}
