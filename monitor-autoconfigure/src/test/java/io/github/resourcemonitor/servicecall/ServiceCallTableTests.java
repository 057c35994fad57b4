package io.github.resourcemonitor.servicecall;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceCallTableTests {

	private static final ServiceOperation GET = new ServiceOperation("storage", "get", CallDirection.DOWNLOAD);

	private static final ServiceOperation PUT = new ServiceOperation("storage", "put", CallDirection.UPLOAD);

	private static final ServiceOperation LIST = new ServiceOperation("storage", "list", CallDirection.NONE);

	private final ServiceCallTable table = new ServiceCallTable(3);

	@Test
	void addsUpByOperationInTheOrderOfFirstCalls() {
		this.table.add(PUT, 5, 100, false);
		this.table.add(GET, 7, 20, false);
		this.table.add(PUT, 3, 1, true);
		assertThat(this.table.usages()).containsExactly(
				new ServiceCallUsage("storage", "put", CallDirection.UPLOAD, 2, 1, 101L, 0, 0, 8L, 5L),
				new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 20L, 0, 0, 7L, 7L));
	}

	@Test
	void keepsDirectionsApart() {
		this.table.add(GET, 1, 1, false);
		this.table.add(new ServiceOperation("storage", "get", CallDirection.NONE), 1, 1, false);
		assertThat(this.table.usages()).hasSize(2);
	}

	@Test
	void leavesOutWhatWasNeverKnown() {
		this.table.add(GET, ServiceCallTable.UNKNOWN, ServiceCallTable.UNKNOWN, false);
		assertThat(this.table.usages()).containsExactly(
				new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, null, 1, 0, null, null));
		this.table.add(GET, 0, 0, false);
		assertThat(this.table.usages())
			.containsExactly(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 2, 0, 0L, 1, 0, 0L, 0L));
	}

	@Test
	void missesNoBytesOfFailuresAndCallsWithoutDirection() {
		this.table.add(GET, 1, ServiceCallTable.UNKNOWN, true);
		this.table.add(LIST, 1, ServiceCallTable.UNKNOWN, false);
		assertThat(this.table.usages()).extracting(ServiceCallUsage::unmeasured).containsOnly(0L);
	}

	@Test
	void knowsCallsThatAreOpen() {
		assertThat(this.table.opened(GET)).isTrue();
		assertThat(this.table.opened(GET)).isTrue();
		assertThat(this.table.ended(GET, 4, 10, false)).isTrue();
		assertThat(this.table.usages())
			.containsExactly(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 10L, 0, 1, 4L, 4L));
	}

	@Test
	void takesNoMoreCallsWhenClosed() {
		this.table.opened(GET);
		this.table.close();
		List<ServiceCallUsage> before = this.table.usages();
		assertThat(this.table.ended(GET, 4, 10, false)).isFalse();
		assertThat(this.table.opened(PUT)).isFalse();
		assertThat(this.table.add(PUT, 1, 1, false)).isFalse();
		assertThat(this.table.usages()).isEqualTo(before);
		assertThat(before).extracting(ServiceCallUsage::open).containsExactly(1L);
	}

	@Test
	void keepsTotalsExactWhenItIsFull() {
		for (int i = 0; i < 50; i++) {
			CallDirection direction = CallDirection.values()[i % 3];
			ServiceOperation operation = new ServiceOperation("service" + i, "operation", direction);
			this.table.opened(operation);
			this.table.ended(operation, 10, 100, i % 2 == 0);
			this.table.add(operation, 1, 1, false);
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
	void countsEachCallThatFindsNoPlaceOnce() {
		ServiceCallTable none = new ServiceCallTable(0);
		none.opened(GET);
		none.ended(GET, 1, 1, false);
		assertThat(none.dropped()).isEqualTo(1);
		none.add(GET, 1, 1, false);
		assertThat(none.dropped()).isEqualTo(2);
	}

	@Test
	void losesNoCallsOfManyThreads() throws Exception {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				for (int n = 0; n < 1000; n++) {
					this.table.opened(GET);
					this.table.ended(GET, 1, 2, false);
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

}
