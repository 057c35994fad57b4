package io.github.resourcemonitor.invocation;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.github.resourcemonitor.servicecall.ServiceRequest;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for service calls whose results are asynchronous.
 */
class AsyncServiceCallTests {

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	private final CompletableFuture<byte[]> future = new CompletableFuture<>();

	@AfterEach
	void nothingFailed() {
		assertThat(this.test.failures.summaries()).isEmpty();
	}

	private CompletableFuture<byte[]> download() throws Exception {
		return this.monitor.callService("storage", "get", CallDirection.DOWNLOAD, () -> this.future);
	}

	private ServiceCallUsage onlyCall() {
		assertThat(this.test.record().serviceCalls()).hasSize(1);
		return this.test.record().serviceCalls().get(0);
	}

	private void assertEnded() {
		assertThat(onlyCall().open()).isZero();
		assertThat(onlyCall().count()).isOne();
		assertThat(onlyCall().bytes()).isEqualTo(8);
	}

	@Test
	void workOfTheCallerIsNotPartOfTheCall() throws Exception {
		this.monitor.call("handler", () -> {
			download().thenRun(() -> this.test.clock.advance(100));
			this.test.clock.advance(50);
			this.future.complete(new byte[8]);
			return "";
		});
		assertEnded();
		assertThat(onlyCall().durationNanos()).isEqualTo(50);
	}

	@Test
	void callEndsBeforeTheInvocationThatHandsOnItsResult() throws Exception {
		this.monitor.call("handler", this::download);
		this.future.complete(new byte[8]);
		assertEnded();
	}

	@Test
	void callThatWasWaitedForIsNotOpen() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Thread completing = new Thread(() -> this.future.complete(new byte[8]));
		try {
			this.monitor.call("handler", () -> {
				download();
				// Runs first, and holds the thread that completes the result.
				this.future.thenRun(() -> {
					blocked.countDown();
					await(release);
				});
				completing.start();
				blocked.await();
				return this.future.join();
			});
			assertEnded();
		}
		finally {
			release.countDown();
			completing.join();
		}
		assertEnded();
		assertThat(this.test.outside.late().usages()).isEmpty();
	}

	@Test
	void callWithAFutureOfTheApplicationThatWasWaitedForIsNotOpen() throws Exception {
		CompletableFuture<byte[]> own = new CompletableFuture<>() {
		};
		CountDownLatch blocked = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Thread completing = new Thread(() -> own.complete(new byte[8]));
		try {
			this.monitor.call("handler", () -> {
				this.monitor.callService("storage", "get", CallDirection.DOWNLOAD, () -> own).thenRun(() -> {
					blocked.countDown();
					await(release);
				});
				completing.start();
				blocked.await();
				return CompletableFuture.allOf(own).join();
			});
			assertEnded();
		}
		finally {
			release.countDown();
			completing.join();
		}
		assertEnded();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void callIsOpenIfItsResultIsNotThere() throws Exception {
		this.monitor.call("handler", () -> {
			download();
			return "";
		});
		assertThat(onlyCall().open()).isOne();
		this.future.complete(new byte[8]);
		assertThat(onlyCall().count()).isZero();
		assertThat(this.test.outside.late().usages()).hasSize(1);
	}

	@Test
	void futureWithoutListenersIsLookedAtWhenTheInvocationEnds() throws Exception {
		FutureTask<byte[]> done = new FutureTask<>(() -> new byte[8]);
		FutureTask<byte[]> failed = new FutureTask<>(() -> {
			throw new IOException();
		});
		FutureTask<byte[]> running = new FutureTask<>(() -> new byte[8]);
		this.monitor.call("handler", () -> {
			for (FutureTask<byte[]> task : List.of(done, failed, running)) {
				assertThat(this.monitor.<Object>callService("storage", "get", CallDirection.DOWNLOAD, () -> task))
					.isSameAs(task);
			}
			done.run();
			failed.run();
			this.test.clock.advance(100);
			return "";
		});
		assertThat(onlyCall().count()).isEqualTo(2);
		assertThat(onlyCall().errors()).isEqualTo(1);
		assertThat(onlyCall().durationNanos()).isNull();
		assertThat(onlyCall().open()).isEqualTo(1);
		assertThat(onlyCall().bytes()).isEqualTo(8);
	}

	@Test
	void requestsOfTheCallerAreNotPartOfTheCall() throws Exception {
		ServiceRequests requests = new ServiceRequests(this.test.invocations().serviceCalls());
		this.monitor.call("handler", () -> {
			Runnable[] task = new Runnable[1];
			CompletableFuture<byte[]> result = this.monitor.callService("storage", "get", CallDirection.DOWNLOAD,
					() -> {
						task[0] = this.monitor.propagate(() -> {
							send(requests);
							this.future.complete(new byte[8]);
						});
						return this.future;
					});
			result.thenRun(() -> send(requests));
			task[0].run();
			return "";
		});
		assertThat(this.test.record().serviceCalls()).extracting(ServiceCallUsage::operation)
			.containsExactly("get", "request");
		assertThat(this.test.record().serviceCalls())
			.allSatisfy((call) -> assertThat(call.requests().attempts()).isEqualTo(1));
	}

	private static void send(ServiceRequests requests) {
		ServiceRequest request = requests.start(new ServiceOperation("service", "request", CallDirection.NONE), null);
		request.answered("200", false);
		request.end();
	}

	@Test
	void scopeIsClosedWithAResultThatReplacesTheValue() {
		this.monitor.run("handler", () -> {
			ServiceCallScope scope = this.monitor.startServiceCall("storage", "get", CallDirection.NONE);
			CompletableFuture<String> text = new CompletableFuture<>();
			CompletableFuture<String> result = scope.closeWith(text, (value) -> value + "!");
			text.complete("value");
			assertThat(result.join()).isEqualTo("value!");
			assertThat(this.monitor.startServiceCall("storage", "get", CallDirection.NONE)
				.closeWith("now", (value) -> value + "!")).isEqualTo("now!");
		});
		assertThat(onlyCall().count()).isEqualTo(2);
	}

}
