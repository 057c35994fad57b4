package io.github.resourcemonitor.invocation;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the end of invocations whose results are asynchronous.
 */
class AsyncResultTests {

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	private final CompletableFuture<String> future = new CompletableFuture<>();

	@AfterEach
	void nothingFailed() {
		assertThat(this.test.failures.summaries()).isEmpty();
		assertThat(this.test.invocations().active()).isZero();
	}

	/**
	 * What a caller does with a result.
	 */
	private void burn() {
		this.test.clock.advance(100);
		this.test.threadClocks.use(100, 1000);
	}

	/**
	 * Complete the future on this thread, as work of what is current.
	 */
	private void complete() {
		this.test.clock.advance(50);
		this.test.threadClocks.use(7, 70);
		this.future.complete("value");
	}

	@Test
	void workOfTheCallerIsNotThatOfTheHandler() throws Exception {
		Runnable[] task = new Runnable[1];
		CompletionStage<String> result = this.monitor.call("handler", () -> {
			task[0] = this.monitor.propagate(this::complete);
			return this.future;
		});
		result.thenRun(this::burn).thenRun(this::burn);
		result.whenComplete((value, ex) -> burn());
		task[0].run();
		InvocationRecord record = this.test.record();
		assertThat(record.durationNanos()).isEqualTo(50);
		assertThat(record.own().cpuNanos()).isEqualTo(7);
		assertThat(record.own().isComplete()).isTrue();
		assertThat(this.test.lateWork.findAll()).allSatisfy((late) -> {
			assertThat(late.tasks()).isZero();
			assertThat(late.cpuNanos()).isZero();
		});
	}

	@Test
	void workOfTheCallerIsThatOfTheEnclosingInvocation() throws Exception {
		Runnable[] task = new Runnable[1];
		InvocationScope outer = this.monitor.start("outer");
		CompletionStage<String> result = this.monitor.call("handler", () -> {
			task[0] = this.monitor.propagate(this::complete);
			return this.future;
		});
		result.thenRun(this::burn);
		task[0].run();
		outer.close();
		assertThat(this.test.record("handler").durationNanos()).isEqualTo(50);
		assertThat(this.test.record("handler").own().cpuNanos()).isEqualTo(7);
		assertThat(this.test.record("outer").durationNanos()).isEqualTo(150);
		assertThat(this.test.record("outer").own().cpuNanos()).isEqualTo(107);
	}

	@Test
	void handlersThatShareAFutureEndTogether() throws Exception {
		for (String handler : List.of("first", "second", "third")) {
			this.monitor.<CompletionStage<String>>call(handler, () -> this.future).thenRun(this::burn);
		}
		complete();
		assertThat(this.test.records()).extracting(InvocationRecord::handler)
			.containsExactly("first", "second", "third");
		assertThat(this.test.records()).extracting(InvocationRecord::durationNanos).containsOnly(50L);
	}

	@Test
	void nestedHandlersThatHandOnAFutureEndTogether() throws Exception {
		CompletionStage<String> result = this.monitor.call("outer",
				() -> this.monitor.<CompletionStage<String>>call("inner", () -> this.future));
		result.thenRun(this::burn);
		complete();
		assertThat(this.test.records()).extracting(InvocationRecord::handler).containsExactly("inner", "outer");
		assertThat(this.test.records()).extracting(InvocationRecord::durationNanos).containsOnly(50L);
		assertThat(this.test.record("outer").nested().count()).isEqualTo(1);
	}

	@Test
	void scopeIsClosedWithAResult() {
		InvocationScope scope = this.monitor.start("handler");
		scope.closeWith(this.future).thenRun(this::burn);
		complete();
		assertThat(this.test.record().durationNanos()).isEqualTo(50);
		assertThat(this.monitor.start("value").closeWith("value")).isEqualTo("value");
		assertThat(this.monitor.start("nothing").<Object>closeWith(null)).isNull();
	}

	@Test
	void cancellationByTheCallerEnds() throws Exception {
		CompletableFuture<String> result = this.monitor.call("handler", () -> this.future);
		result.cancel(true);
		assertThat(this.future).isCancelled();
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.CANCELLED);
		assertThat(this.test.record().error()).isEqualTo(CancellationException.class.getName());
	}

	@Test
	void invocationThatWasInterruptedDoesNotEndAgainWithItsResult() throws Exception {
		this.monitor.call("handler", () -> this.future);
		this.test.clock.advance(20);
		this.test.invocations().interruptAll();
		this.test.invocations().interruptAll();
		complete();
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.INTERRUPTED);
		assertThat(this.test.record().durationNanos()).isEqualTo(20);
	}

	@Test
	void futureOfAClassOfTheApplicationIsKept() throws Exception {
		CompletableFuture<String> own = new CompletableFuture<>() {
		};
		assertThat(this.monitor.<Object>call("handler", () -> own)).isSameAs(own);
		own.completeExceptionally(new IOException());
		assertThat(this.test.record().error()).isEqualTo(IOException.class.getName());
	}

	@Test
	void futureThatIsDoneHasItsOutcome() throws Exception {
		FutureTask<String> done = new FutureTask<>(() -> "value");
		done.run();
		FutureTask<String> failed = new FutureTask<>(() -> {
			throw new IOException();
		});
		failed.run();
		FutureTask<String> cancelled = new FutureTask<>(() -> "value");
		cancelled.cancel(true);
		assertThat(this.monitor.<Object>call("done", () -> done)).isSameAs(done);
		this.monitor.call("failed", () -> failed);
		this.monitor.call("cancelled", () -> cancelled);
		assertThat(this.test.records()).extracting(InvocationRecord::outcome)
			.containsExactly(Outcome.SUCCESS, Outcome.ERROR, Outcome.CANCELLED);
		assertThat(this.test.record("failed").error()).isEqualTo(IOException.class.getName());
		assertThat(this.test.records()).allSatisfy((record) -> assertThat(record.own().isComplete()).isTrue());
	}

	@Test
	void saysThatItDoesNotFollowWhatCannotBeFollowed() throws Exception {
		FutureTask<String> running = new FutureTask<>(() -> "value");
		try (SubmissionPublisher<String> publisher = new SubmissionPublisher<>()) {
			this.monitor.call("future", () -> running);
			this.monitor.call("stream", () -> Stream.of("value"));
			this.monitor.call("numbers", () -> IntStream.range(0, 2));
			this.monitor.call("publisher", () -> (Flow.Publisher<String>) publisher);
		}
		assertThat(this.test.records()).hasSize(4).allSatisfy((record) -> {
			assertThat(record.own().isComplete()).isFalse();
			assertThat(record.own().incompleteReason()).startsWith("it returned a ");
			assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
		});
		this.monitor.call("list", () -> List.of("value"));
		assertThat(this.test.record("list").own().isComplete()).isTrue();
	}

}
