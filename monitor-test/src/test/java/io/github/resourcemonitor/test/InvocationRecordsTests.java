package io.github.resourcemonitor.test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.TestRecords;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.resourcemonitor.test.MonitorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link InvocationRecords} and {@link InvocationRecordsAssert}.
 */
@Timeout(60)
class InvocationRecordsTests {

	private final TestMonitor test = new TestMonitor();

	private final InvocationRecords records = new InvocationRecords(Duration.ofSeconds(60));

	private final InvocationRecords impatient = new InvocationRecords(Duration.ofMillis(1));

	private final DefaultResourceMonitor monitor = this.test.build();

	InvocationRecordsTests() {
		this.test.listeners.add(this.records);
		this.test.listeners.add(this.impatient);
	}

	@Test
	void areInTheOrderInWhichInvocationsEnd() {
		this.monitor.run("outer", () -> this.monitor.run("inner", () -> {
		}));
		run("other");
		assertThat(this.records).hasHandlers("inner", "outer", "other").hasSize(3);
		assertThat(this.records).first().hasHandler("inner").isNestedIn(this.records.ofHandler("outer").get(0));
		assertThat(this.records).last().hasHandler("other").hasOutcome(Outcome.SUCCESS);
		assertThat(this.records).outermost().hasHandlers("outer", "other");
		assertThat(this.records).outermost().first().hasHandler("outer").hasNested(1);
		assertThat(this.records).ofHandler("inner").only().hasHandler("inner");
		assertThat(this.records).ofHandler("inner").outermost().isEmpty();
		Assertions.assertThat(this.records.all())
			.extracting(InvocationRecord::handler)
			.containsExactly("inner", "outer", "other");
	}

	@Test
	void numbersThatDifferFailWithTheRecords() {
		run("thumbnail");
		run("wordcount");
		fails(() -> assertThat(this.impatient).hasSize(3)).withMessageContaining("Expected 3 records but found 2:")
			.withMessageContaining("invocation abc-1 of handler 'thumbnail': SUCCESS, 0 ns")
			.withMessageContaining("invocation abc-2 of handler 'wordcount': SUCCESS");
		fails(() -> assertThat(this.impatient).isEmpty()).withMessageContaining("Expected 0 records but found 2:");
		fails(() -> assertThat(this.impatient).only()).withMessageContaining("Expected 1 record but found 2:");
		fails(() -> assertThat(this.impatient).ofHandler("x").last())
			.withMessageContaining("Expected a record of handler 'x' but there is none")
			.withMessageContaining("and 2 records of others");
		fails(() -> assertThat(this.impatient).ofHandler("x").outermost().first())
			.withMessageContaining("Expected a record of an outermost invocation of handler 'x'");
		fails(() -> assertThat(this.impatient).hasHandlers("wordcount", "thumbnail"))
			.withMessageContaining("Expected records of the handlers [wordcount, thumbnail] but found 2:");
	}

	@Test
	void descriptionIsPartOfTheMessage() {
		fails(() -> assertThat(this.impatient).as("the page").ofHandler("x").outermost().last())
			.withMessageStartingWith("[the page]");
		run("handler");
		fails(() -> assertThat(this.impatient).as("the page").last().hasHandler("x"))
			.withMessageStartingWith("[the page]");
	}

	@Test
	void nullFails() {
		fails(() -> assertThat((InvocationRecords) null).hasSize(1)).withMessageContaining("not to be null");
		fails(() -> assertThat((InvocationRecords) null).ofHandler("x")).withMessageContaining("not to be null");
		fails(() -> assertThat((ResourceMonitor.Standalone) null).last()).withMessageContaining("not to be null");
	}

	@Test
	void recordOfAnInvocationThatHasStartedIsWaitedFor() throws Exception {
		InvocationScope scope = this.monitor.start("handler");
		CompletableFuture<InvocationRecord> last = CompletableFuture.supplyAsync(() -> this.records.all().get(0));
		scope.close();
		Assertions.assertThat(last.get().handler()).isEqualTo("handler");
	}

	@Test
	void recordThatIsAskedForIsWaitedFor() throws Exception {
		CompletableFuture<Void> asked = CompletableFuture.runAsync(() -> {
			assertThat(this.records).last().hasHandler("handler");
			assertThat(this.records).hasSize(2);
			assertThat(this.records).hasHandlers("handler", "handler");
		});
		run("handler");
		run("handler");
		asked.get();
	}

	@Test
	void invocationThatDoesNotEndIsNamed() {
		InvocationScope scope = this.monitor.start("stream");
		fails(() -> assertThat(this.impatient).isEmpty())
			.withMessageContaining("Invocations that have started have no record after 1 ms:")
			.withMessageContaining("abc-1 of 'stream', started at 2026-11-23T04:05:06.789Z")
			.withMessageContaining("Records so far: none");
		fails(() -> this.impatient.all()).withMessageContaining("abc-1 of 'stream'");
		assertThat(this.impatient).ofHandler("other").isEmpty();
		Assertions.assertThat(this.impatient.ofHandler("other")).isEmpty();
		scope.close();
		assertThat(this.impatient).only().hasHandler("stream");
	}

	@Test
	void invocationFromBeforeIsNotPartOfATest() {
		run("before");
		InvocationScope running = this.monitor.start("running");
		this.records.clear();
		assertThat(this.records).isEmpty();
		running.close();
		assertThat(this.records).isEmpty();
		run("handler");
		assertThat(this.records).only().hasHandler("handler");
	}

	@Test
	void textHasTheirNumberWithoutWaiting() {
		run("handler");
		InvocationScope scope = this.monitor.start("open");
		Assertions.assertThat(this.records).hasToString("1 record, 1 invocation without a record");
		scope.close();
		Assertions.assertThat(this.records).hasToString("2 records, 0 invocations without a record");
	}

	@Test
	void tooManyRecordsAreRefused() {
		InvocationRecord record = TestRecords.sequence(1).build();
		for (int i = 0; i <= InvocationRecords.CAPACITY; i++) {
			this.records.add(record);
		}
		assertThatIllegalStateException().isThrownBy(() -> assertThat(this.records).last())
			.withMessageContaining("more than 10000 records. Call clear()");
		this.records.clear();
		assertThat(this.records).isEmpty();
	}

	@Test
	void withoutAMonitorThereAreNoRecordsToAssertOn() {
		this.records.unavailable("it is switched off");
		assertThatIllegalStateException().isThrownBy(() -> assertThat(this.records).isEmpty())
			.withMessage("There are no records: it is switched off");
		assertThatIllegalStateException().isThrownBy(this.records::all);
	}

	@Test
	void interruptedWaitKeepsTheFlag() {
		Thread.currentThread().interrupt();
		try {
			fails(() -> assertThat(this.records).last()).withMessageContaining("there is none");
		}
		finally {
			Assertions.assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void standaloneMonitorHasItsHistory() {
		try (ResourceMonitor.Standalone standalone = ResourceMonitor.builder().withoutSampling().build()) {
			standalone.run("first", () -> {
			});
			standalone.run("second", () -> {
			});
			assertThat(standalone).hasHandlers("first", "second").last().hasHandler("second").hasNoFailure();
			fails(() -> assertThat(standalone).hasSize(3)).withMessageContaining("Expected 3 records but found 2:");
		}
	}

	@Test
	void standaloneMonitorCanAddItsRecords() {
		try (ResourceMonitor.Standalone standalone = ResourceMonitor.builder()
			.withoutSampling()
			.onRecord(this.records::add)
			.build()) {
			standalone.run("handler", () -> {
			});
			assertThat(this.records).only().hasHandler("handler").isColdStart();
		}
	}

	@Test
	void repositoryHasItsHistory() {
		run("first");
		run("second");
		assertThat(this.test.kept).hasHandlers("first", "second");
	}

	private void run(String handler) {
		this.monitor.run(handler, () -> {
		});
	}

	private static ThrowableAssertAlternative<AssertionError> fails(ThrowingCallable assertion) {
		return assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion);
	}

}
