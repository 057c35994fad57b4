package com.example.exchange;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients of an application with Spring WebFlux see and what is recorded of it, on
 * Netty.
 */
@Timeout(120)
class NettyExchangeIT {

	private static final String PREFIX = "/app";

	private static RunningApplication without;

	private static RunningApplication with;

	@BeforeAll
	static void start() {
		with = start("on");
		without = start("off");
	}

	private static RunningApplication start(String requests) {
		return RunningApplication.start(ReactiveExchange.class, WebApplicationType.REACTIVE,
				"spring.webflux.base-path=" + PREFIX, "resource-monitor.requests=" + requests,
				"excluded=org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration,"
						+ "org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration");
	}

	@AfterAll
	static void close() {
		with.close();
		without.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					GET /\\nAccept: text/html                      | 200 | GET /
					GET /plain/7                                   | 200 | GET /plain/{id}
					HEAD /plain/7                                  | 200 | HEAD /plain/{id}
					OPTIONS /plain/7                               | 200 | OPTIONS (unmatched)
					TRACE /plain/7                                 | 400 | TRACE (unmatched)
					MADEUP /plain/7                                | 400 | _OTHER (unmatched)
					POST /plain/7                                  | 405 | POST (unmatched)
					GET /plain/seven                               | 400 | GET /plain/{id}
					GET /nowhere                                   | 404 | GET (unmatched)
					GET /none.css                                  | 404 | GET (unmatched)
					GET /json                                      | 200 | GET /json
					GET /json\\nOrigin: http://example.org         | 200 | GET /json
					GET /json\\nAccept: image/png                  | 406 | GET /json
					OPTIONS /json\\nOrigin: http://example.org\\nAccess-Control-Request-Method: GET | 200 | OPTIONS /json
					POST /json\\nContent-Type: application/json\\n\\n{\"a\":[1,2]} | 200 | POST /json
					POST /json\\nContent-Type: application/json\\nExpect: 100-continue\\n\\n{\"a\":1} | 200 | POST /json
					POST /json\\nContent-Type: application/json\\n\\n{ | 400 | POST /json
					POST /json\\nContent-Type: text/plain\\n\\na   | 415 | POST (unmatched)
					POST /json\\nContent-Type: application/json\\nTransfer-Encoding: chunked\\n\\n8\\n{"a":12}\\n0\\n\\n | 200 | POST /json
					POST /multipart\\nContent-Type: multipart/form-data; boundary=b\\n\\n--b\\nContent-Disposition: form-data; name="field"\\n\\nvalue\\n--b\\nContent-Disposition: form-data; name="file"; filename="a.txt"\\n\\nhello\\n--b--\\n | 200 | POST /multipart
					POST /multipart\\nContent-Type: multipart/form-data; boundary=b\\n\\n--b\\nContent-Disposition: form-data; name="field"\\n\\nvalue\\n--b--\\n | 400 | POST /multipart
					GET /sse                                       | 200 | GET /sse
					GET /streaming                                 | 200 | GET /streaming
					GET /redirect                                  | 302 | GET /redirect
					GET /throws                                    | 500 | GET /throws
					GET /throws\\nAccept: text/html                | 500 | GET /throws
					GET /throws-at-once                            | 500 | GET /throws-at-once
					GET /throws-status                             | 410 | GET /throws-status
					GET /throws-late                               | 200 | GET /throws-late
					GET /large                                     | 200 | GET /large
					GET /large\\nAccept-Encoding: gzip             | 200 | GET /large
					GET /large\\nIf-None-Match: "v1"               | 304 | GET /large
					HEAD /large                                    | 200 | HEAD /large
					GET /empty                                     | 204 | GET /empty
					GET /private                                   | 401 | GET (unmatched)
					GET /private\\nAuthorization: Basic dXNlcjpwYXNz | 200 | GET /private
					GET /admin\\nAuthorization: Basic dXNlcjpwYXNz | 403 | GET (unmatched)
					GET /account                                   | 302 | GET (unmatched)
					""")
	void nothingThatClientsSeeDiffers(String request, int status, String name) throws Exception {
		String wanted = request.replace("\\n", "\n");
		String expected = RawHttp.exchange(without.port(), PREFIX, wanted);
		long before = with.started();
		String actual = RawHttp.exchange(with.port(), PREFIX, wanted);
		// Netty may or may not send what stands before an error.
		assertThat(actual.replace("begun", "")).isEqualTo(expected.replace("begun", ""));
		assertThat(RawHttp.status(actual)).isEqualTo(status);
		InvocationRecord record = with.record(before);
		assertThat(record.handler()).isEqualTo(name.replace(" /", " " + PREFIX + "/"));
		assertThat(record.request().status()).isEqualTo(status);
		assertThat(record.outcome())
			.isEqualTo((status >= 500 || request.contains("throws-late")) ? Outcome.ERROR : Outcome.SUCCESS);
	}

	@Test
	void aResponseThatEndsWithItsConnectionIsComplete() throws Exception {
		long before = with.started();
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), with.port())) {
			socket.getOutputStream()
				.write(("GET " + PREFIX + "/streaming HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.contains("{\"line\":2}");
		}
		assertThat(with.record(before).outcome()).isEqualTo(Outcome.SUCCESS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/plain/{id}", "/sse", "/streaming", "/large", "/throws" })
	void requestsOverHttp2HaveTheirRecords(String route) throws Exception {
		HttpClient client = HttpClient.newBuilder().version(Version.HTTP_2).build();
		for (int i = 0; i < 3; i++) {
			long before = with.started();
			String path = PREFIX + route.replace("{id}", "7");
			String response = RawHttp.http2(client, with.port(), path);
			assertThat(response).startsWith("HTTP_2 ").isEqualTo(RawHttp.http2(client, without.port(), path));
			InvocationRecord record = with.record(before);
			assertThat(record.handler()).isEqualTo("GET " + PREFIX + route);
			assertThat(response).startsWith("HTTP_2 " + record.request().status());
			assertThat(record.outcome()).isEqualTo(route.equals("/throws") ? Outcome.ERROR : Outcome.SUCCESS);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /clinic.css", "HEAD /clinic.css", "GET /manage/health" })
	void whatIsExcludedHasNoRecord(String request) throws Exception {
		long before = with.started();
		String actual = RawHttp.exchange(with.port(), PREFIX, request);
		assertThat(actual).isEqualTo(RawHttp.exchange(without.port(), PREFIX, request));
		assertThat(RawHttp.status(actual)).isEqualTo(200);
		with.records(before, 0);
	}

	@Test
	void noFilterIsAdded() {
		assertThat(filters(with)).isEqualTo(filters(without));
	}

	private static List<String> filters(RunningApplication application) {
		return application.context()
			.getBeanProvider(WebFilter.class)
			.orderedStream()
			.map((filter) -> filter.getClass().getName())
			.toList();
	}

	@Test
	void aSocketWorksAndItsRequestEndsWithIt() throws Exception {
		String answer = echo(without.port());
		long before = with.started();
		assertThat(echo(with.port())).isEqualTo(answer).isEqualTo("echo hello 1000");
		InvocationRecord record = with.record(before);
		assertThat(record.request()).isEqualTo(new HandledRequest("GET", PREFIX + "/socket", 101));
		assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
	}

	private static String echo(int port) throws Exception {
		CompletableFuture<String> answer = new CompletableFuture<>();
		CompletableFuture<Integer> closed = new CompletableFuture<>();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://127.0.0.1:" + port + PREFIX + "/socket"), new WebSocket.Listener() {

				@Override
				public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
					answer.complete(data.toString());
					socket.request(1);
					return null;
				}

				@Override
				public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
					closed.complete(status);
					return null;
				}

			})
			.get(10, TimeUnit.SECONDS);
		socket.sendText("hello", true).get(10, TimeUnit.SECONDS);
		String text = answer.get(10, TimeUnit.SECONDS);
		socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
		return text + " " + closed.get(10, TimeUnit.SECONDS);
	}

	@Test
	void aClientThatGoesAwayCancelsItsRequest() throws Exception {
		long before = with.started();
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), with.port())) {
			socket.getOutputStream()
				.write(("GET " + PREFIX + "/endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(socket.getInputStream().readNBytes(100)).hasSize(100);
			socket.setSoLinger(true, 0);
		}
		InvocationRecord record = with.record(before);
		assertThat(record.request()).isEqualTo(new HandledRequest("GET", PREFIX + "/endless", 200));
		assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
	}

	@Test
	void aStreamThatTheClientResetsIsCancelled() throws Exception {
		long before = with.started();
		try (InputStream body = HttpClient.newBuilder()
			.version(Version.HTTP_2)
			.build()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + with.port() + PREFIX + "/endless")).build(),
					BodyHandlers.ofInputStream())
			.body()) {
			assertThat(body.readNBytes(100)).hasSize(100);
		}
		InvocationRecord record = with.record(before);
		assertThat(record.request()).isEqualTo(new HandledRequest("GET", PREFIX + "/endless", 200));
		assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
	}

}
