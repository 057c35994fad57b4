package io.github.resourcemonitor.invocation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.attribution.ThreadScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link CorrelationContext}: which id a thread has, and when.
 */
@Timeout(60)
class CorrelationTests {

	private final TestMonitor test = new TestMonitor();

	private final FakeCorrelation correlation = this.test.correlate();

	private DefaultResourceMonitor monitor;

	private ExecutorService executor;

	@BeforeEach
	void build() {
		this.monitor = this.test.build();
		this.executor = Executors.newSingleThreadExecutor();
	}

	@AfterEach
	void shutdown() {
		this.executor.shutdownNow();
	}

	@Test
	void idIsSetWhileTheThreadWorksForTheInvocation() {
		this.monitor.run("handler", () -> assertThat(id()).isEqualTo("abc-1").isEqualTo(current()));
		assertThat(id()).isNull();
		assertThat(this.test.record().id()).isEqualTo("abc-1");
	}

	@Test
	void idIsRemovedWhenTheThreadClosesWhatAnotherHasEnded() throws Exception {
		InvocationScope scope = this.monitor.start("handler");
		this.executor.submit(() -> this.test.invocations().interruptAll()).get();
		assertThat(this.test.record().outcome()).isEqualTo(Outcome.INTERRUPTED);
		scope.close();
		assertThat(id()).isNull();
	}

	@Test
	void idIsBuiltOnceHoweverOftenThreadsSwitch() throws Exception {
		try (InvocationScope outer = this.monitor.start("outer")) {
			String first = id();
			assertThat(first).isSameAs(outer.id());
			this.monitor.run("inner", () -> {
			});
			assertThat(id()).isSameAs(first);
		}
	}

	@Test
	void idIsRemovedAfterAFailure() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.monitor.run("handler", () -> {
			throw new IllegalStateException("on purpose");
		}));
		assertThat(id()).isNull();
	}

	@Test
	void nestedInvocationRestoresTheOuterId() {
		this.monitor.run("outer", () -> {
			this.monitor.run("inner", () -> assertThat(id()).isEqualTo("abc-2"));
			assertThat(id()).isEqualTo("abc-1");
			this.monitor.run("inner", () -> assertThat(id()).isEqualTo("abc-3"));
			assertThat(id()).isEqualTo("abc-1");
		});
		assertThat(id()).isNull();
	}

	@Test
	void valueOfTheApplicationIsRestored() {
		this.correlation.set("mine");
		this.monitor.run("handler", () -> {
			assertThat(id()).isEqualTo("abc-1");
			this.correlation.set("changed");
		});
		assertThat(id()).isEqualTo("mine");
	}

	@Test
	void idFollowsThePropagatedWork() throws Exception {
		this.correlation.set("mine");
		this.executor.submit(() -> this.correlation.set("theirs")).get();
		this.monitor.call("handler", () -> {
			Future<String> propagated = this.executor.submit(this.monitor.propagate(this::id));
			assertThat(propagated.get()).isEqualTo("abc-1");
			assertThat(this.executor.submit(this::id).get()).isEqualTo("theirs");
			return null;
		});
		assertThat(id()).isEqualTo("mine");
	}

	@Test
	void invocationOnAPropagatedThreadRestoresTheOuterId() throws Exception {
		this.monitor.call("outer", () -> this.executor.submit(this.monitor.propagate(() -> {
			this.monitor.run("inner", () -> assertThat(id()).isEqualTo("abc-2"));
			assertThat(id()).isEqualTo("abc-1");
		})).get());
		assertThat(this.executor.submit(this::id).get()).isNull();
	}

	@Test
	void threadThatIsDetachedHasNoIdUntilItIsAttachedAgain() {
		this.correlation.set("mine");
		this.monitor.run("handler", () -> {
			try (ThreadScope detached = this.test.invocations().attach(null)) {
				assertThat(detached).isNotNull();
				assertThat(id()).isNull();
			}
			assertThat(id()).isEqualTo("abc-1");
		});
		assertThat(id()).isEqualTo("mine");
	}

	@Test
	void lateWorkHasTheIdOfItsInvocation() throws Exception {
		List<Runnable> late = new ArrayList<>();
		List<String> ids = new ArrayList<>();
		this.monitor.run("handler", () -> late.add(this.monitor.propagate(() -> {
			ids.add(id());
		})));
		late.get(0).run();
		assertThat(ids).containsExactly("abc-1");
		assertThat(id()).isNull();
	}

	@Test
	void asynchronousResultLeavesNoIdOnTheThreadThatStartedIt() throws Exception {
		CompletableFuture<String> pending = new CompletableFuture<>();
		CompletableFuture<String> result = this.monitor.call("handler", () -> pending);
		assertThat(id()).isNull();
		pending.complete("done");
		assertThat(result).isCompleted();
		assertThat(id()).isNull();
		assertThat(this.test.record().id()).isEqualTo("abc-1");
	}

	@Test
	void serviceCallsDoNotChangeTheId() {
		this.monitor.run("handler", () -> {
			this.correlation.changes = 0;
			try (ServiceCallScope call = this.monitor.startServiceCall("storage", "get", CallDirection.NONE)) {
				assertThat(call).isNotNull();
				assertThat(id()).isEqualTo("abc-1");
			}
			assertThat(id()).isEqualTo("abc-1");
			assertThat(this.correlation.changes).isZero();
		});
		try (ServiceCallScope call = this.monitor.startServiceCall("storage", "get", CallDirection.NONE)) {
			assertThat(call).isNotNull();
			assertThat(id()).isNull();
		}
	}

	@Test
	void scopesClosedInTheWrongOrderLeaveNoId() {
		this.correlation.set("mine");
		InvocationScope outer = this.monitor.start("outer");
		InvocationScope inner = this.monitor.start("inner");
		outer.close();
		assertThat(id()).isEqualTo("mine");
		inner.close();
		assertThat(id()).isEqualTo("mine");
	}

	@Test
	void idOfAnInvocationThatAnotherThreadEndedIsRemovedWithTheNextUseOfTheMonitor() throws Exception {
		InvocationScope scope = this.monitor.start("handler");
		this.executor.submit(scope::close).get();
		assertThat(this.executor.submit(this::id).get()).isNull();
		assertThat(this.monitor.current()).isEmpty();
		assertThat(id()).isNull();
	}

	@Test
	void failureToSetDoesNotReachTheCall() throws Exception {
		this.correlation.failsToSet = true;
		assertThat(this.monitor.<String>call("handler", () -> "result")).isEqualTo("result");
		assertThat(this.executor.submit(this.monitor.propagate(() -> "other")).get()).isEqualTo("other");
		assertThat(this.test.record().own().isComplete()).isTrue();
		assertThat(this.test.failures.summaries()).containsOnlyKeys("correlation");
	}

	@Test
	void failureToGetDoesNotReachTheCall() {
		this.correlation.failsToGet = true;
		assertThatNoException().isThrownBy(() -> this.monitor.run("handler", () -> {
		}));
		assertThat(this.correlation.changes).isZero();
		assertThat(this.test.record().own().isComplete()).isTrue();
		assertThat(this.test.failures.summaries()).containsOnlyKeys("correlation");
	}

	@Test
	void failureToRestoreIsRecordedAndNothingElseIsLost() {
		this.monitor.run("outer", () -> {
			InvocationScope inner = this.monitor.start("inner");
			this.correlation.failsToSet = true;
			inner.close();
			this.correlation.failsToSet = false;
			assertThat(this.monitor.current()).map((current) -> current.handler()).contains("outer");
		});
		assertThat(id()).isNull();
		assertThat(this.test.records()).hasSize(2);
		assertThat(this.test.failures.summaries().get("correlation").count()).isOne();
	}

	private @Nullable String id() {
		return this.correlation.get();
	}

	private String current() {
		return this.monitor.current().orElseThrow().id();
	}

}
