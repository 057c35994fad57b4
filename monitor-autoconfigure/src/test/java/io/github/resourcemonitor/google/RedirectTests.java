package io.github.resourcemonitor.google;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.client.RequestUrl;
import io.github.resourcemonitor.client.ServiceNames;
import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.ServiceCallUsage.Requests;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for redirects, which Google's HTTP client follows by itself.
 */
class RedirectTests {

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	private final ServiceRequests serviceRequests = new ServiceRequests(this.test.invocations().serviceCalls());

	private final HttpTransport transport = new TransportInstrumentation(() -> this.serviceRequests,
			this.test::invocations, () -> new ServiceNames(Map.of()), this.test.failures)
		.instrument(new NetHttpTransport());

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private HttpServer server;

	private String location = "/there";

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getRawPath();
		this.requests.add(exchange.getRequestMethod() + " " + path);
		if (path.equals("/broken")) {
			exchange.sendResponseHeaders(503, -1);
		}
		else if (path.startsWith("/30")) {
			exchange.getResponseHeaders().set("Location", this.location);
			exchange.sendResponseHeaders(Integer.parseInt(path.substring(1)), -1);
		}
		else {
			exchange.sendResponseHeaders(200, 5);
			exchange.getResponseBody().write("there".getBytes());
		}
		exchange.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void aRedirectThatTheClientFollowsIsPartOfTheCall(int status) throws Exception {
		for (String location : List.of("/there", "there%20too?token=secret", url("/a%2fb;c/d%C3%A9").build())) {
			this.location = location;
			assertThat(this.monitor.call(location, () -> get("/" + status).execute().parseAsString()))
				.isEqualTo("there");
			ServiceCallUsage call = onlyCall(location);
			assertThat(call.count()).isOne();
			assertThat(call.errors()).isZero();
			assertThat(call.requests())
				.isEqualTo(new Requests(2, 0, 0, 5, Map.of(Integer.toString(status), 1L, "200", 1L)));
		}
	}

	@Test
	void aRedirectThatTheClientDoesNotFollowIsAnError() throws Exception {
		this.monitor.call("handler", () -> {
			assertThatExceptionOfType(HttpResponseException.class)
				.isThrownBy(() -> get("/302").setFollowRedirects(false).execute());
			return get("/elsewhere").execute().parseAsString();
		});
		ServiceCallUsage call = onlyCall("handler");
		assertThat(call.count()).isEqualTo(2);
		assertThat(call.errors()).isOne();
		assertThat(call.requests()).isEqualTo(new Requests(2, 0, 0, 5, Map.of("302", 1L, "200", 1L)));
	}

	@Test
	void onlyTheNextRequestOfTheThreadFollowsARedirect() throws Exception {
		this.monitor.call("handler", () -> {
			assertThatExceptionOfType(HttpResponseException.class)
				.isThrownBy(() -> get("/302").setFollowRedirects(false).execute());
			get("/elsewhere").execute().parseAsString();
			return get("/there").execute().parseAsString();
		});
		ServiceCallUsage call = onlyCall("handler");
		assertThat(call.count()).isEqualTo(3);
		assertThat(call.errors()).isOne();
		assertThat(call.requests()).isEqualTo(new Requests(3, 0, 0, 10, Map.of("302", 1L, "200", 2L)));
	}

	@Test
	void theInvocationIsAskedForOnlyIfTheThreadHasARedirect() {
		Redirects redirects = new Redirects();
		RequestUrl url = RequestUrl.of("https://host/there");
		Supplier<Invocation> none = () -> {
			throw new AssertionError("asked for");
		};
		assertThat(redirects.take(url, none)).isNull();
		String key = redirects.add(url, null);
		assertThat(redirects.take(RequestUrl.of("https://host/elsewhere"), none)).isNull();
		assertThat(redirects.take(url, none)).isNull();
		assertThat(redirects.add(url, null)).isNotEqualTo(key);
		key = redirects.add(url, null);
		assertThat(redirects.take(url, () -> null)).isEqualTo(key);
		assertThat(redirects.take(url, none)).isNull();
	}

	@Test
	void aRedirectToAFailureIsOneError() throws Exception {
		this.location = "/broken";
		this.monitor.call("handler",
				() -> assertThatExceptionOfType(HttpResponseException.class).isThrownBy(() -> get("/302").execute()));
		ServiceCallUsage call = onlyCall("handler");
		assertThat(call.count()).isOne();
		assertThat(call.errors()).isOne();
		assertThat(call.open()).isZero();
	}

	@Test
	void theSameUrlInAnotherInvocationIsAnotherCall() throws Exception {
		this.monitor.call("first", () -> assertThatExceptionOfType(HttpResponseException.class)
			.isThrownBy(() -> get("/302").setFollowRedirects(false).execute()));
		this.monitor.call("second", () -> get("/there").execute().parseAsString());
		ServiceCallUsage call = onlyCall("second");
		assertThat(call.count()).isOne();
		assertThat(call.requests().attempts()).isOne();
	}

	private ServiceCallUsage onlyCall(String handler) {
		assertThat(this.test.failures.summaries()).isEmpty();
		List<ServiceCallUsage> calls = this.test.record(handler).serviceCalls();
		assertThat(calls).hasSize(1);
		return calls.get(0);
	}

	private HttpRequest get(String path) throws IOException {
		return this.transport.createRequestFactory().buildGetRequest(url(path));
	}

	private GenericUrl url(String path) {
		return new GenericUrl("http://127.0.0.1:" + this.server.getAddress().getPort() + path, true);
	}

}
