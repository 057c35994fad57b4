package io.github.resourcemonitor.http;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.client.RefusingPort;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.http.CountingServer.Seen;
import io.github.resourcemonitor.http.TestClients.Client;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.ServiceCallUsage.Requests;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.only;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for the recorded requests of each of Spring's clients, with a server that counts
 * independently: the record has exactly the body bytes that the server received and sent.
 */
class HttpExchangesTests {

	@RegisterExtension
	private static final CountingServer server = new CountingServer();

	@ParameterizedTest
	@EnumSource
	void downloads(TestClients clients) {
		List<ServiceCallUsage> calls = eachCall(clients,
				(client) -> assertThat(get(client, "/bytes?5000")).hasSize(5000),
				(client) -> get(client, "/bytes?200000"), (client) -> get(client, "/chunked?100000"),
				(client) -> get(client, "/empty"), (client) -> get(client, "/no-content"),
				(client) -> get(client, "/chunked"));
		assertThat(calls).extracting(ServiceCallUsage::bytes).containsExactly(5000L, 200_000L, 100_000L, 0L, 0L, 0L);
		assertThat(calls).allSatisfy((call) -> {
			assertThat(call.service()).isEqualTo("127.0.0.1");
			assertThat(call.operation()).isEqualTo("GET");
			assertThat(call.direction()).isEqualTo(CallDirection.DOWNLOAD);
			assertThat(call.errors()).isZero();
		});
		assertThat(calls.get(0).requests()).isEqualTo(new Requests(1, 0, 0, 5000, Map.of("200", 1L)));
		assertThat(calls.get(4).requests()).isEqualTo(new Requests(1, 0, 0, 0, Map.of("204", 1L)));
	}

	@ParameterizedTest
	@EnumSource
	void uploads(TestClients clients) {
		List<ServiceCallUsage> calls = eachCall(clients,
				(client) -> assertThat(client.exchange(HttpMethod.PUT, server.uri("/bytes?70"), random(50_000)))
					.hasSize(70),
				(client) -> client.exchange(HttpMethod.POST, server.uri("/empty"), random(300_000)),
				(client) -> client.exchange(HttpMethod.POST, server.uri("/empty"), null));
		assertThat(calls).extracting(ServiceCallUsage::operation).containsExactly("PUT", "POST", "POST");
		assertThat(calls).extracting(ServiceCallUsage::bytes).containsExactly(50_000L, 300_000L, 0L);
		assertThat(calls).extracting(ServiceCallUsage::direction).containsOnly(CallDirection.UPLOAD);
		assertThat(calls.get(0).requests()).isEqualTo(new Requests(1, 0, 50_000, 70, Map.of("200", 1L)));
	}

	@ParameterizedTest
	@EnumSource
	void otherMethodsHaveNoDirection(TestClients clients) {
		List<ServiceCallUsage> calls = eachCall(clients,
				(client) -> client.exchange(HttpMethod.DELETE, server.uri("/bytes?80"), null),
				(client) -> client.exchange(HttpMethod.HEAD, server.uri("/bytes?80"), null));
		assertThat(calls).extracting(ServiceCallUsage::operation).containsExactly("DELETE", "HEAD");
		assertThat(calls).extracting(ServiceCallUsage::direction).containsOnly(CallDirection.NONE);
		assertThat(calls).extracting(ServiceCallUsage::bytes).containsOnlyNulls();
	}

	@ParameterizedTest
	@EnumSource
	void anErrorStatusIsAnErrorWithTheSizeOfItsBody(TestClients clients) {
		List<ServiceCallUsage> calls = eachCall(clients,
				(client) -> assertThat(catchThrowable(() -> get(client, "/status?404"))).hasMessageContaining("404"),
				(client) -> assertThat(catchThrowable(() -> get(client, "/status?503"))).hasMessageContaining("503"));
		assertThat(calls).extracting(ServiceCallUsage::errors).containsOnly(1L);
		assertThat(calls).extracting(ServiceCallUsage::bytes).containsOnlyNulls();
		assertThat(calls).extracting(ServiceCallUsage::requests)
			.containsExactly(new Requests(1, 0, 0, 5, Map.of("404", 1L)), new Requests(1, 0, 0, 5, Map.of("503", 1L)));
	}

	@ParameterizedTest
	@EnumSource
	void aRefusedConnectionRethrowsTheSameException(TestClients clients) throws IOException {
		try (RefusingPort port = new RefusingPort()) {
			assertRefused(clients, port.uri().resolve("/"));
		}
	}

	private static void assertRefused(TestClients clients, URI gone) {
		Throwable[] plain = new Throwable[1];
		clients.runner()
			.withPropertyValues("resource-monitor.service-calls.http.enabled=false")
			.run((context) -> plain[0] = catchThrowable(
					() -> clients.in(context).exchange(HttpMethod.POST, gone, random(10))));
		clients.runner().run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
				Throwable thrown = catchThrowable(
						() -> clients.in(context).exchange(HttpMethod.POST, gone, random(10)));
				assertThat(thrown).hasSameClassAs(plain[0]).hasMessage(plain[0].getMessage());
				assertThat(thrown.getCause()).hasSameClassAs(plain[0].getCause());
			});
			ServiceCallUsage call = only(onlyRecord(context).serviceCalls());
			assertThat(call.errors()).isOne();
			assertThat(call.open()).isZero();
			assertThat(call.requests().sentBytes()).isZero();
			assertThat(call.requests().statuses()).hasSize(1);
			assertThat(call.requests().statuses().keySet().iterator().next()).contains("Exception");
		});
	}

	/**
	 * The JDK's old client does not detect it.
	 */
	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = { "REST_CLIENT_SIMPLE", "REST_TEMPLATE_SIMPLE" })
	void anInterruptedResponseIsAnErrorWithTheReceivedBytes(TestClients clients) {
		withRecord(clients,
				(client, context) -> assertThat(catchThrowable(() -> get(client, "/broken?1000"))).isNotNull(),
				(record, context) -> {
					ServiceCallUsage call = only(record.serviceCalls());
					assertThat(call.errors()).isOne();
					assertThat(call.requests().receivedBytes()).isLessThanOrEqualTo(500);
					assertThat(call.requests().statuses()).doesNotContainKey("200");
				});
	}

	@ParameterizedTest
	@EnumSource
	void isOffByPropertyAndSendsTheSameHeaders(TestClients clients) {
		clients.runner().withPropertyValues("resource-monitor.service-calls.http.enabled=false").run((context) -> {
			context.getBean(ResourceMonitor.class)
				.run("handler", () -> clients.in(context).exchange(HttpMethod.POST, server.uri("/bytes"), random(10)));
			assertThat(onlyRecord(context).serviceCalls()).isEmpty();
		});
		clients.runner()
			.run((context) -> clients.in(context).exchange(HttpMethod.POST, server.uri("/bytes"), random(10)));
		assertThat(server.requests()).hasSize(2);
		assertThat(server.requests().get(1).headers()).isEqualTo(server.requests().get(0).headers());
	}

	@ParameterizedTest
	@EnumSource
	void requestsInsideAnAnnotatedMethodArePartOfItsCall(TestClients clients) {
		withRecord(clients, (client, context) -> context.getBean(Annotated.class).order(() -> {
			get(client, "/bytes?300");
			client.exchange(HttpMethod.POST, server.uri("/bytes?20"), random(40));
			return new Object();
		}), (record, context) -> {
			ServiceCallUsage call = only(record.serviceCalls());
			assertThat(call.service()).isEqualTo("shop");
			assertThat(call.operation()).isEqualTo("order");
			assertThat(call.count()).isOne();
			assertThat(call.bytes()).isEqualTo(300);
			assertThat(call.requests()).isEqualTo(new Requests(2, 0, 40, 320, Map.of("200", 2L)));
		});
	}

	@ParameterizedTest
	@EnumSource
	void callsOutsideAnyInvocationAreKeptSeparatelyByService(TestClients clients) {
		clients.runner()
			.withPropertyValues("resource-monitor.service-calls.services.orders=127.0.0.1")
			.run((context) -> {
				get(clients.in(context), "/bytes?90");
				ServiceCallUsage call = only(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages());
				assertThat(call.service()).isEqualTo("orders");
				assertThat(call.bytes()).isEqualTo(90);
				assertThat(call.open()).isZero();
			});
	}

	@ParameterizedTest
	@EnumSource
	void threadsAreIndependent(TestClients clients) {
		clients.runner().run((context) -> {
			Client client = clients.in(context);
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			List<Thread> threads = new ArrayList<>();
			for (int i = 1; i <= 8; i++) {
				int size = 1000 * i;
				Thread thread = new Thread(() -> monitor.run("handler" + size, () -> {
					client.exchange(HttpMethod.POST, server.uri("/empty"), random(size));
					for (int n = 0; n < 5; n++) {
						get(client, "/bytes?" + size);
					}
				}));
				thread.start();
				threads.add(thread);
			}
			for (Thread thread : threads) {
				thread.join();
			}
			List<InvocationRecord> records = MonitorContexts.records(context);
			assertThat(records).hasSize(8);
			for (InvocationRecord record : records) {
				int size = Integer.parseInt(record.handler().substring("handler".length()));
				assertThat(record.transfers().uploadBytes()).isEqualTo(size);
				assertThat(record.transfers().downloadBytes()).isEqualTo(5L * size);
				assertWire(record.serviceCalls(), 6);
			}
		});
	}

	/**
	 * Return the only call of each invocation, after asserting that it equals what the
	 * server counted meanwhile.
	 */
	private static List<ServiceCallUsage> eachCall(TestClients clients, Work... works) {
		List<ServiceCallUsage> calls = new ArrayList<>();
		clients.runner().run((context) -> {
			Client client = clients.in(context);
			for (Work work : works) {
				server.clear();
				context.getBean(ResourceMonitor.class).call("handler", () -> {
					work.with(client);
					return null;
				});
				List<InvocationRecord> records = MonitorContexts.records(context);
				ServiceCallUsage call = only(records.get(records.size() - 1).serviceCalls());
				assertThat(call.open()).isZero();
				assertThat(call.count()).isOne();
				assertThat(call.unmeasured()).isZero();
				assertThat(call.durationNanos()).isPositive();
				assertThat(call.requests().attempts()).isEqualTo(server.requests().size());
				assertThat(call.requests().sentBytes())
					.isEqualTo(server.requests().stream().mapToLong(Seen::taken).sum());
				assertThat(call.requests().receivedBytes())
					.isEqualTo(server.requests().stream().mapToLong(Seen::given).sum());
				calls.add(call);
			}
			assertThat(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages()).isEmpty();
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
		return calls;
	}

	private static void withRecord(TestClients clients, WorkInContext work, Check check) {
		clients.runner().run((context) -> {
			Client client = clients.in(context);
			context.getBean(ResourceMonitor.class).call("handler", () -> {
				work.with(client, context);
				return null;
			});
			check.check(onlyRecord(context), context);
		});
	}

	private static void assertWire(List<ServiceCallUsage> calls, long requests) {
		assertThat(calls.stream().mapToLong((call) -> call.requests().attempts()).sum()).isEqualTo(requests);
		assertThat(calls.stream().mapToLong(ServiceCallUsage::open).sum()).isZero();
	}

	private static byte[] get(Client client, String path) {
		return client.exchange(HttpMethod.GET, server.uri(path), null);
	}

	private static byte[] random(int size) {
		byte[] content = new byte[size];
		new Random(size).nextBytes(content);
		return content;
	}

	interface Work {

		void with(Client client) throws Exception;

	}

	interface WorkInContext {

		void with(Client client, ApplicationContext context) throws Exception;

	}

	interface Check {

		void check(InvocationRecord record, ApplicationContext context) throws Exception;

	}

}
