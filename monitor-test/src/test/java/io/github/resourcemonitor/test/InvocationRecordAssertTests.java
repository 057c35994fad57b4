package io.github.resourcemonitor.test;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.TestRecords;
import io.github.resourcemonitor.record.Trigger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

import static io.github.resourcemonitor.test.MonitorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link InvocationRecordAssert} and {@link ServiceCallAssert}: each assertion
 * passes, and fails with a message that has what matters.
 */
class InvocationRecordAssertTests {

	private static final ServiceCallUsage DOWNLOAD = new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 2,
			1, 3530942L, 0, 0, 10L, 9L, new ServiceCallUsage.Requests(4, 2, 0, 3530950, Map.of("200", 2L, "503", 2L)));

	private static final ServiceCallUsage METADATA = new ServiceCallUsage("storage", "get", CallDirection.NONE, 1, 0,
			null, 0, 0, 10L, 10L);

	private static final ServiceCallUsage UPLOAD = new ServiceCallUsage("archive", "put", CallDirection.UPLOAD, 1, 0,
			7L, 0, 0, 10L, 10L);

	private final InvocationRecord success = TestRecords.sequence(2).handler("thumbnail").build();

	private final InvocationRecord failure = TestRecords.sequence(3)
		.handler("thumbnail")
		.outcome(Outcome.ERROR)
		.build();

	private final InvocationRecord transfers = TestRecords.sequence(4).serviceCalls(DOWNLOAD, METADATA, UPLOAD).build();

	@Test
	void handler() {
		assertThat(this.success).hasHandler("thumbnail");
		fails(() -> assertThat(this.success).hasHandler("wordcount"))
			.withMessageContaining("Expected invocation i-2 of handler 'thumbnail'")
			.withMessageContaining("to be of handler 'wordcount'");
	}

	@Test
	void outcome() {
		assertThat(this.success).hasOutcome(Outcome.SUCCESS).hasNoError().hasNoFailure();
		assertThat(this.failure).hasOutcome(Outcome.ERROR).hasError(IOException.class);
		fails(() -> assertThat(this.failure).hasOutcome(Outcome.SUCCESS))
			.withMessageContaining("to have the outcome SUCCESS")
			.withMessageContaining("but it is ERROR (java.io.IOException)");
		fails(() -> assertThat(this.failure).hasNoError()).withMessageContaining("to have no error")
			.withMessageContaining("but it is ERROR (java.io.IOException)");
		fails(() -> assertThat(this.failure).hasNoFailure()).withMessageContaining("java.io.IOException");
		fails(() -> assertThat(this.success).hasError(IllegalStateException.class))
			.withMessageContaining("to have the error java.lang.IllegalStateException")
			.withMessageContaining("but it is SUCCESS");
	}

	@Test
	void trigger() {
		InvocationRecord scheduled = TestRecords.sequence(2).origin(Trigger.TIMER, null).build();
		assertThat(scheduled).hasTrigger(Trigger.TIMER);
		fails(() -> assertThat(scheduled).hasTrigger(Trigger.HTTP)).withMessageContaining("to have the trigger HTTP")
			.withMessageContaining("but its trigger is TIMER, and it answered no request");
		fails(() -> assertThat(this.success).hasTrigger(Trigger.OTHER))
			.withMessageContaining("but its trigger is not known");
	}

	@Test
	void request() {
		InvocationRecord page = request(new HandledRequest("GET", "/owners/{id}", 200));
		assertThat(page).hasTrigger(Trigger.HTTP).hasRequest("GET", "/owners/{id}", 200);
		fails(() -> assertThat(page).hasRequest("GET", "/owners/{id}", 404))
			.withMessageContaining("to have answered GET /owners/{id} with status 404")
			.withMessageContaining("but its trigger is HTTP, and it answered GET /owners/{id} with status 200");
		fails(() -> assertThat(page).hasRequest("POST", "/owners/{id}", 200));
		fails(() -> assertThat(page).hasRequest("GET", null, 200))
			.withMessageContaining("to have answered GET (unmatched) with status 200");
		assertThat(request(new HandledRequest("GET", null, 404))).hasRequest("GET", null, 404);
		fails(() -> assertThat(request(new HandledRequest("GET", "/owners/{id}", null))).hasRequest("GET",
				"/owners/{id}", 200))
			.withMessageContaining("it answered GET /owners/{id} with an unknown status");
		fails(() -> assertThat(this.success).hasRequest("GET", "/owners/{id}", 200))
			.withMessageContaining("it answered no request");
	}

	private static InvocationRecord request(HandledRequest request) {
		return TestRecords.sequence(2).handler(request.handler()).origin(Trigger.HTTP, request).build();
	}

	@Test
	void failedServiceCall() {
		assertThat(this.transfers).hasNoError();
		fails(() -> assertThat(this.transfers).hasNoFailure()).withMessageContaining("to have no failed service call")
			.withMessageContaining("storage get (DOWNLOAD): 2 calls, 1 error");
	}

	@Test
	void transfers() {
		assertThat(this.transfers).downloaded(3530942).uploaded(7);
		assertThat(this.success).downloaded(0).uploaded(0);
		fails(() -> assertThat(this.transfers).downloaded(1)).withMessageContaining("to have downloaded 1 byte")
			.withMessageContaining("but it downloaded 3530942 bytes")
			.withMessageContaining("storage get (DOWNLOAD): 2 calls, 1 error, 3530942 bytes, 4 requests with statuses")
			.withMessageContaining("storage get (NONE): 1 call, 0 errors, no known size")
			.withMessageContaining("archive put (UPLOAD): 1 call, 0 errors, 7 bytes");
		fails(() -> assertThat(this.success).uploaded(8)).withMessageContaining("but it uploaded 0 bytes")
			.withMessageContaining("It called no service.");
	}

	@Test
	void transferOfUnknownSizeIsNeitherNothingNorThatOfTheOthers() {
		ServiceCallUsage unknown = new ServiceCallUsage("archive", "get", CallDirection.DOWNLOAD, 1, 0, null, 1, 0, 1L,
				1L);
		InvocationRecord alone = TestRecords.sequence(2).serviceCalls(unknown).build();
		InvocationRecord among = TestRecords.sequence(2).serviceCalls(DOWNLOAD, unknown).build();
		fails(() -> assertThat(alone).downloaded(0)).withMessageContaining("but the size of 1 call is unknown");
		fails(() -> assertThat(among).downloaded(3530942)).withMessageContaining("but the size of 1 call is unknown")
			.withMessageContaining("archive get (DOWNLOAD): 1 call, 0 errors, no known size, 1 of unknown size");
		assertThat(alone).uploaded(0);
	}

	@Test
	void services() {
		assertThat(this.transfers).calledOnly("storage", "archive")
			.called("storage", 3)
			.called("storage", "get", 3)
			.called("archive", "put", 1)
			.called("mail", 0);
		assertThat(this.success).calledNothing().calledOnly();
		fails(() -> assertThat(this.transfers).calledOnly("storage"))
			.withMessageContaining("to have called only [storage]")
			.withMessageContaining("but it called [archive, storage]")
			.withMessageContaining("archive put (UPLOAD): 1 call");
		fails(() -> assertThat(this.success).calledOnly("storage")).withMessageContaining("but it called none");
		fails(() -> assertThat(this.transfers).calledNothing()).withMessageContaining("to have called no service");
		fails(() -> assertThat(this.transfers).called("storage", 1))
			.withMessageContaining("to have called 'storage' 1 time")
			.withMessageContaining("but it did 3 times");
		fails(() -> assertThat(this.transfers).called("storage", "put", 1))
			.withMessageContaining("to have called 'put' of 'storage' 1 time")
			.withMessageContaining("but it did 0 times");
	}

	@Test
	void serviceNamedTwice() {
		assertThat(this.transfers).calledOnly("storage", "archive", "storage");
	}

	@Test
	void serviceCall() {
		assertThat(this.transfers).serviceCall("archive", "put")
			.hasDirection(CallDirection.UPLOAD)
			.hasCount(1)
			.hasErrors(0)
			.hasBytes(7);
		assertThat(this.transfers).serviceCall("storage", "get", CallDirection.DOWNLOAD)
			.hasCount(2)
			.hasErrors(1)
			.hasBytes(3530942)
			.hasAttempts(4)
			.hasRetries(2)
			.hasStatus("503", 2)
			.hasStatus("404", 0);
		fails(() -> assertThat(this.transfers).serviceCall("storage", "put"))
			.withMessageContaining("to have called 'put' of 'storage'")
			.withMessageContaining("but it did not");
		fails(() -> assertThat(this.transfers).serviceCall("storage", "get"))
			.withMessageContaining("with one direction")
			.withMessageContaining("storage get (NONE)");
		fails(() -> assertThat(this.transfers).serviceCall("storage", "get", CallDirection.UPLOAD))
			.withMessageContaining("with the direction UPLOAD");
	}

	@Test
	void propertiesOfAServiceCall() {
		ServiceCallAssert call = assertThat(this.transfers).serviceCall("storage", "get", CallDirection.DOWNLOAD);
		String found = "but found storage get (DOWNLOAD): 2 calls, 1 error, 3530942 bytes, 4 requests with statuses";
		fails(() -> call.hasDirection(CallDirection.NONE)).withMessageContaining("Expected the calls of invocation i-4")
			.withMessageContaining("to have the direction NONE")
			.withMessageContaining(found);
		fails(() -> call.hasCount(1)).withMessageContaining("to have 1 call").withMessageContaining(found);
		fails(() -> call.hasErrors(0)).withMessageContaining("to have 0 errors").withMessageContaining(found);
		fails(() -> call.hasBytes(1)).withMessageContaining("to have 1 byte").withMessageContaining(found);
		fails(() -> call.hasAttempts(1)).withMessageContaining("to have 1 request").withMessageContaining(found);
		fails(() -> call.hasRetries(1)).withMessageContaining("to have 1 retry").withMessageContaining(found);
		fails(() -> call.hasStatus("200", 1)).withMessageContaining("to have 1 request with status 200")
			.withMessageContaining(found);
	}

	@Test
	void requestsThatNobodySawAreNotNone() {
		ServiceCallAssert call = assertThat(this.transfers).serviceCall("archive", "put");
		fails(() -> call.hasAttempts(0)).withMessageContaining("No instrumented client sent requests for it");
		fails(() -> call.hasRetries(0)).withMessageContaining("No instrumented client");
		fails(() -> call.hasStatus("503", 0)).withMessageContaining("No instrumented client");
	}

	@Test
	void cpu() {
		InvocationRecord record = TestRecords.sequence(2).cpuNanos(1_500_000L).build();
		assertThat(record).usedCpuBelow(Duration.ofMillis(2));
		fails(() -> assertThat(record).usedCpuBelow(Duration.ofNanos(1_500_000)))
			.withMessageContaining("to have used less CPU time than 1.5 ms")
			.withMessageContaining("but its threads (1) used CPU time 1.5 ms; they allocated 600 bytes");
	}

	@Test
	void cpuThatIsUnknownIsNotZero() {
		InvocationRecord record = TestRecords.sequence(2).cpuNanos(null).build();
		fails(() -> assertThat(record).usedCpuBelow(Duration.ofDays(1)))
			.withMessageContaining("but its threads (1) used CPU time unknown");
	}

	@Test
	void cpuBelowTheResolutionOfTheClockIsBounded() {
		InvocationRecord record = TestRecords.sequence(2).own(new OwnUsage(null, 600L, 1, null, 10_000_000)).build();
		assertThat(record).usedCpuBelow(Duration.ofMillis(10));
		fails(() -> assertThat(record).usedCpuBelow(Duration.ofMillis(9)))
			.withMessageContaining("used CPU time less than 10 ms");
	}

	@Test
	void usageOfVirtualThreadsIsIncluded() {
		InvocationRecord record = TestRecords.sequence(2)
			.own(new OwnUsage(1_000_000L, 600L, new OwnUsage.Estimate(2_000_000, 9_000_000, 40), 2, "virtual", 0))
			.build();
		assertThat(record).usedCpuBelow(Duration.ofNanos(3_000_001)).allocatedLessThan(641);
		fails(() -> assertThat(record).usedCpuBelow(Duration.ofMillis(3)))
			.withMessageContaining("used CPU time 1 ms, virtual ones an estimated 2 ms and 40 bytes")
			.withMessageContaining("This is not complete: virtual");
		fails(() -> assertThat(record).allocatedLessThan(640)).withMessageContaining("40 bytes");
	}

	@Test
	void limitMayBeLongerThanAnyRecord() {
		assertThat(this.success).usedCpuBelow(Duration.ofSeconds(Long.MAX_VALUE))
			.lastedLessThan(Duration.ofSeconds(Long.MAX_VALUE));
	}

	@Test
	void allocation() {
		assertThat(this.success).allocatedLessThan(601);
		fails(() -> assertThat(this.success).allocatedLessThan(600))
			.withMessageContaining("to have allocated less than 600 bytes")
			.withMessageContaining("they allocated 600 bytes");
	}

	@Test
	void duration() {
		InvocationRecord record = TestRecords.sequence(2).durationNanos(2_000_000_000).build();
		assertThat(record).lastedLessThan(Duration.ofSeconds(3));
		fails(() -> assertThat(record).lastedLessThan(Duration.ofSeconds(2)))
			.withMessageContaining("to have lasted less than 2 s")
			.withMessageContaining("but it lasted 2 s");
	}

	@Test
	void coldStart() {
		assertThat(TestRecords.sequence(1).build()).isColdStart();
		fails(() -> assertThat(this.success).isColdStart()).withMessageContaining("but its sequence is 2");
	}

	@Test
	void nesting() {
		InvocationRecord nested = TestRecords.sequence(5).parentId("i-2").build();
		assertThat(nested).isNestedIn(this.success);
		assertThat(this.success).isOutermost().hasNested(0);
		fails(() -> assertThat(nested).isOutermost()).withMessageContaining("but it is nested in i-2");
		fails(() -> assertThat(nested).isNestedIn(this.failure))
			.withMessageContaining("to be nested in invocation i-3 of handler 'thumbnail'")
			.withMessageContaining("but it is nested in i-2");
		fails(() -> assertThat(this.success).isNestedIn(this.failure)).withMessageContaining("but it is not nested");
		fails(() -> assertThat(this.success).hasNested(1)).withMessageContaining("to have 1 invocation nested in it")
			.withMessageContaining("but it has 0");
	}

	@Test
	void completeness() throws Exception {
		assertThat(this.success).isComplete();
		InvocationRecords records = new InvocationRecords();
		try (ResourceMonitor.Standalone monitor = ResourceMonitor.builder()
			.withoutSampling()
			.onRecord(records::add)
			.build()) {
			CompletableFuture<String> pending = new CompletableFuture<>();
			monitor.call("handler", () -> pending);
			Thread other = new Thread(() -> pending.complete("done"));
			other.start();
			other.join();
		}
		fails(() -> assertThat(records).last().isComplete()).withMessageContaining("to be complete")
			.withMessageContaining("but it is not: its result was completed by a thread that was not attached to it");
	}

	@Test
	void descriptionIsPartOfTheMessage() {
		fails(() -> assertThat(this.success).as("the photo").hasHandler("x")).withMessageStartingWith("[the photo]");
		fails(() -> assertThat(this.transfers).as("the photo").serviceCall("archive", "put").hasCount(3))
			.withMessageStartingWith("[the photo]");
	}

	@Test
	void percentSignsAreText() {
		InvocationRecord record = TestRecords.sequence(2).handler("100%s").build();
		fails(() -> assertThat(record).hasHandler("50%d")).withMessageContaining("of handler '100%s'");
	}

	@Test
	void recordThatIsNullFails() {
		assertThatThrownBy(() -> assertThat((InvocationRecord) null).hasHandler("x")).isInstanceOf(AssertionError.class)
			.hasMessageContaining("not to be null");
	}

	private static ThrowableAssertAlternative<AssertionError> fails(ThrowingCallable assertion) {
		return assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion);
	}

}
