package io.github.resourcemonitor.invocation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.ServiceCallScope;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.ServiceCallUsage.Requests;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.github.resourcemonitor.servicecall.ServiceRequest;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServiceRequests}: the assignment of requests to calls.
 */
class ServiceRequestsTests {

	private static final ServiceOperation GET = new ServiceOperation("storage", "get", CallDirection.DOWNLOAD);

	private static final ServiceOperation PUT = new ServiceOperation("storage", "put", CallDirection.UPLOAD);

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	private final ServiceRequests requests = new ServiceRequests(this.test.invocations().serviceCalls());

	@Test
	void aSingleRequestIsACall() {
		this.monitor.run("handler", () -> {
			ServiceRequest request = this.requests.start(GET, null);
			this.test.clock.advance(7);
			request.sent(2);
			request.answered("200", false);
			request.received(100);
			request.payload(90);
			request.end();
			request.end();
		});
		assertThat(onlyCall()).isEqualTo(new ServiceCallUsage("storage", "get", CallDirection.DOWNLOAD, 1, 0, 90L, 0, 0,
				7L, 7L, new Requests(1, 0, 2, 100, Map.of("200", 1L))));
	}

	@Test
	void requestsWithTheSameKeyAreOneCallUntilOneSucceeds() {
		this.monitor.run("handler", () -> {
			fail("a", "503");
			this.test.clock.advance(10);
			fail("b", "503");
			succeed("a", 50);
			succeed("a", 60);
		});
		ServiceCallUsage call = onlyCall();
		assertThat(call.count()).isEqualTo(3);
		assertThat(call.errors()).isOne();
		assertThat(call.bytes()).isEqualTo(110);
		assertThat(call.requests().attempts()).isEqualTo(4);
		assertThat(call.requests().retries()).isOne();
		assertThat(call.durationNanos()).isEqualTo(10);
	}

	@Test
	void aCallMayContinueWithAnotherKey() {
		this.monitor.run("handler", () -> {
			ServiceRequest start = this.requests.start(PUT, null, "token");
			start.answered("200", false);
			start.correlate("session");
			start.expectMore();
			start.end();
			assertThat(running().open()).isOne();
			for (int i = 0; i < 3; i++) {
				ServiceRequest chunk = this.requests.start(PUT, null, "session");
				chunk.payloadFrom(10 * i);
				chunk.payload(10);
				chunk.answered((i < 2) ? "308" : "200", false);
				if (i < 2) {
					chunk.expectMore();
				}
				chunk.end();
			}
			// The upload session has ended, so this is another call.
			succeed("session", 1);
		});
		ServiceCallUsage put = call("put");
		assertThat(put.count()).isOne();
		assertThat(put.open()).isZero();
		assertThat(put.bytes()).isEqualTo(30);
		assertThat(put.requests()).isEqualTo(new Requests(4, 0, 0, 0, Map.of("200", 2L, "308", 2L)));
		assertThat(call("get").count()).isOne();
	}

	@Test
	void aRedirectIsNoRetryButAFailedCallIfNoRequestFollows() {
		this.monitor.run("handler", () -> {
			redirect("there");
			redirect("nowhere");
			fail("there", "503");
			succeed("there", 50);
		});
		ServiceCallUsage call = onlyCall();
		assertThat(call.count()).isEqualTo(2);
		assertThat(call.errors()).isOne();
		assertThat(call.open()).isZero();
		assertThat(call.requests()).isEqualTo(new Requests(4, 1, 0, 0, Map.of("302", 2L, "503", 1L, "200", 1L)));
	}

	private void redirect(String key) {
		ServiceRequest request = this.requests.start(GET, null);
		request.answered("302", false);
		request.redirected(key);
		request.end();
	}

	@Test
	void anExceptionOfAnAnonymousClassHasTheNameOfItsSuperclass() {
		this.monitor.run("handler", () -> this.requests.start(GET, null).failed(new IllegalStateException() {
		}));
		assertThat(onlyCall().requests().statuses()).containsOnlyKeys("IllegalStateException");
	}

	@Test
	void aCallThatIsNotContinuedIsOpen() {
		this.monitor.run("handler", () -> {
			ServiceRequest start = this.requests.start(PUT, null, "token");
			start.answered("200", false);
			start.expectMore();
			start.end();
		});
		assertThat(onlyCall().open()).isOne();
		assertThat(onlyCall().count()).isZero();
	}

	@Test
	void payloadThatIsTransferredAgainCountsOnce() {
		this.monitor.run("handler", () -> {
			transferThenFail(0, 100);
			transferThenFail(0, 40);
			transferThenFail(60, 80);
			ServiceRequest last = this.requests.start(GET, null, "key");
			last.payloadFrom(140);
			last.payload(10);
			last.answered("206", false);
			last.end();
		});
		assertThat(onlyCall().bytes()).isEqualTo(150);
		assertThat(onlyCall().requests().retries()).isEqualTo(3);
		assertThat(onlyCall().requests().statuses()).isEqualTo(Map.of("IOException", 3L, "206", 1L));
	}

	@Test
	void requestsInsideACallOfTheApplicationArePartOfIt() {
		this.monitor.run("handler", () -> {
			try (ServiceCallScope call = this.monitor.startServiceCall("files", "fetch", CallDirection.DOWNLOAD)) {
				fail("a", "503");
				succeed("a", 10);
				succeed("b", 20);
				call.bytes(7);
			}
			succeed("c", 5);
		});
		assertThat(call("fetch").count()).isOne();
		assertThat(call("fetch").errors()).isZero();
		assertThat(call("fetch").bytes()).isEqualTo(7);
		assertThat(call("fetch").requests().attempts()).isEqualTo(3);
		assertThat(call("fetch").requests().retries()).isOne();
		assertThat(call("get").count()).isOne();
		assertThat(call("get").bytes()).isEqualTo(5);
	}

	@Test
	void usesPayloadOfRequestsIfTheApplicationDoesNotMeasureIt() {
		this.monitor.run("handler", () -> {
			try (ServiceCallScope call = this.monitor.startServiceCall("files", "fetch", CallDirection.DOWNLOAD)) {
				succeed("a", 10);
				call.payload(new Object());
			}
			try (ServiceCallScope call = this.monitor.startServiceCall("files", "store", CallDirection.UPLOAD)) {
				succeed("b", 20);
			}
		});
		assertThat(call("fetch").bytes()).isEqualTo(10);
		assertThat(call("fetch").unmeasured()).isZero();
		// The payload of a download is not used for an upload.
		assertThat(call("store").bytes()).isNull();
		assertThat(call("store").unmeasured()).isOne();
	}

	@Test
	void aDetachedCallIncludesNoFurtherRequests() {
		this.monitor.run("handler", () -> {
			ServiceCallScope call = this.monitor.startServiceCall("files", "fetch", CallDirection.NONE);
			succeed("a", 10);
			call.detach();
			succeed("b", 20);
			call.close();
		});
		assertThat(call("fetch").requests().attempts()).isOne();
		assertThat(call("get").bytes()).isEqualTo(20);
	}

	@Test
	void callsThatAreClosedElsewhereOrOutOfOrderLeaveNothingBehind() throws Exception {
		List<ServiceCallScope> scopes = new ArrayList<>();
		this.monitor.call("handler", () -> {
			for (int i = 0; i < 300; i++) {
				scopes.add(this.monitor.startServiceCall("files", "fetch", CallDirection.NONE));
			}
			Thread closing = new Thread(() -> scopes.forEach(ServiceCallScope::close));
			closing.start();
			closing.join();
			succeed("a", 10);
			return null;
		});
		assertThat(call("fetch").count()).isEqualTo(300);
		assertThat(call("fetch").requests()).isNull();
		assertThat(call("get").count()).isOne();
	}

	@Test
	void aHandlerInsideACallMakesItsOwnCalls() {
		this.monitor.run("outer", () -> {
			try (ServiceCallScope call = this.monitor.startServiceCall("files", "fetch", CallDirection.NONE)) {
				this.monitor.run("inner", () -> succeed("a", 10));
				succeed("b", 20);
			}
		});
		assertThat(this.test.record("inner").serviceCalls()).extracting(ServiceCallUsage::operation)
			.containsExactly("get");
		assertThat(this.test.record("outer").serviceCalls()).extracting(ServiceCallUsage::operation)
			.containsExactly("fetch", "get");
		assertThat(this.test.record("outer").serviceCalls().get(0).requests().attempts()).isOne();
	}

	@Test
	void propagatedWorkIncludesTheCall() {
		this.monitor.run("handler", () -> {
			Runnable outside = this.monitor.propagate(() -> succeed("a", 1));
			Runnable inside;
			try (ServiceCallScope call = this.monitor.startServiceCall("files", "fetch", CallDirection.NONE)) {
				inside = this.monitor.propagate(() -> succeed("b", 2));
				elsewhere(inside);
				// Work that was propagated before the call is not part of it.
				outside.run();
				succeed("c", 4);
			}
		});
		assertThat(call("fetch").requests().attempts()).isEqualTo(2);
		assertThat(call("get").bytes()).isEqualTo(1);
	}

	@Test
	void aRequestUsesItsCapturedContext() {
		Invocation[] context = new Invocation[2];
		this.monitor.run("handler", () -> {
			context[0] = this.test.invocations().capture();
			try (ServiceCallScope call = this.monitor.startServiceCall("files", "fetch", CallDirection.NONE)) {
				context[1] = this.test.invocations().capture();
				elsewhere(() -> this.requests.start(GET, context[0]).end());
				elsewhere(() -> this.requests.start(GET, context[1]).end());
			}
		});
		assertThat(context[1].id()).isEqualTo(context[0].id());
		assertThat(context[1].handler()).isEqualTo("handler");
		assertThat(context[1].start()).isEqualTo(context[0].start());
		assertThat(call("get").count()).isOne();
		assertThat(call("fetch").requests().attempts()).isOne();
	}

	@Test
	void callsThatEndAfterTheRecordAreLate() {
		ServiceRequest[] request = new ServiceRequest[1];
		this.monitor.run("handler", () -> {
			request[0] = this.requests.start(GET, null);
			request[0].received(10);
			request[0].payload(10);
		});
		request[0].received(5);
		request[0].payload(5);
		request[0].answered("200", false);
		request[0].end();
		assertThat(onlyCall().open()).isOne();
		assertThat(onlyCall().bytes()).isEqualTo(10);
		assertThat(this.test.outside.late().usages()).containsExactly(new ServiceCallUsage("storage", "get",
				CallDirection.DOWNLOAD, 1, 0, 5L, 0, 0, 0L, 0L, new Requests(0, 0, 0, 5, Map.of("200", 1L))));
	}

	@Test
	void aRetryAfterTheRecordIsALateCallOfTheSameInvocation() {
		this.monitor.run("handler", () -> {
			ServiceRequest request = this.requests.start(GET, null, "a");
			request.payload(4);
			request.answered("503", true);
			request.end();
		});
		succeed("a", 10);
		assertThat(onlyCall().errors()).isOne();
		assertThat(onlyCall().count()).isOne();
		assertThat(onlyCall().bytes()).isEqualTo(4);
		assertThat(this.test.outside.late().usages()).containsExactly(new ServiceCallUsage("storage", "get",
				CallDirection.DOWNLOAD, 1, 0, 6L, 0, 0, 0L, 0L, new Requests(1, 1, 0, 0, Map.of("200", 1L))));
		assertThat(this.test.outside.withoutInvocation().usages()).isEmpty();
	}

	@Test
	void requestsOutsideAnyInvocationAreKeptSeparately() {
		succeed("a", 10);
		assertThat(this.test.outside.withoutInvocation().usages()).singleElement()
			.satisfies((call) -> assertThat(call.bytes()).isEqualTo(10));
	}

	@Test
	void theOldestKeysAreDropped() {
		this.monitor.run("handler", () -> {
			fail("first", "503");
			for (int i = 0; i < 1000; i++) {
				fail("key" + i, "503");
			}
			succeed("first", 10);
		});
		assertThat(onlyCall().count()).isEqualTo(1002);
		assertThat(onlyCall().errors()).isEqualTo(1001);
		assertThat(onlyCall().requests().retries()).isZero();
	}

	@Test
	void requestsContinueIfTheMonitorFails() {
		ServiceRequest request = this.requests.start(GET, null, (String[]) null);
		request.sent(1);
		request.received(1);
		request.payloadFrom(1);
		request.payload(1);
		request.answered("200", false);
		request.failed(new IOException());
		request.expectMore();
		request.correlate("key");
		request.end();
		assertThat(this.test.failures.summaries()).containsKey("request of a service call");
	}

	private void transferThenFail(long from, long bytes) {
		ServiceRequest request = this.requests.start(GET, null, "key");
		request.payloadFrom(from);
		request.payload(bytes);
		request.failed(new IOException("cut"));
		request.end();
	}

	private void fail(String key, String status) {
		ServiceRequest request = this.requests.start(GET, null, key);
		request.answered(status, true);
		request.end();
	}

	private void succeed(String key, long bytes) {
		ServiceRequest request = this.requests.start(GET, null, key);
		request.answered("200", false);
		request.payload(bytes);
		request.end();
	}

	private static void elsewhere(Runnable work) {
		Thread thread = new Thread(work);
		thread.start();
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ServiceCallUsage running() {
		ActiveInvocation invocation = (ActiveInvocation) this.test.invocations().current();
		return invocation.serviceCalls().usages().get(0);
	}

	private ServiceCallUsage onlyCall() {
		assertThat(this.test.record().serviceCalls()).hasSize(1);
		return this.test.record().serviceCalls().get(0);
	}

	private ServiceCallUsage call(String operation) {
		return this.test.record()
			.serviceCalls()
			.stream()
			.filter((call) -> call.operation().equals(operation))
			.findFirst()
			.orElseThrow();
	}

}
