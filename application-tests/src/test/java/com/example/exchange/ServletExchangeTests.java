package com.example.exchange;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.servlet.ServletContextInitializerBeans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients of a servlet application see and what is recorded of it, on a real server.
 */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
abstract class ServletExchangeTests {

	private final RunningApplication without;

	private final RunningApplication with;

	private final String contextPath;

	private final String prefix;

	/**
	 * Start the application with and without the monitor.
	 * @param contextPath the context path
	 * @param servletPath the path of Spring MVC
	 * @param properties those of the server
	 */
	ServletExchangeTests(String contextPath, String servletPath, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("server.servlet.context-path=" + contextPath);
		all.add("spring.mvc.servlet.path=" + (servletPath.isEmpty() ? "/" : servletPath));
		all.add("resource-monitor.requests=on");
		this.with = RunningApplication.start(ServletExchange.class, WebApplicationType.SERVLET,
				all.toArray(String[]::new));
		all.add("resource-monitor.requests=off");
		all.remove("resource-monitor.requests=on");
		this.without = RunningApplication.start(ServletExchange.class, WebApplicationType.SERVLET,
				all.toArray(String[]::new));
		this.contextPath = contextPath;
		this.prefix = contextPath + servletPath;
	}

	@AfterAll
	void close() {
		this.with.close();
		this.without.close();
	}

	final RunningApplication with() {
		return this.with;
	}

	final RunningApplication without() {
		return this.without;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					GET /\\nAccept: text/html                      | 200 | GET /
					GET /plain/7                                   | 200 | GET /plain/{id}
					HEAD /plain/7                                  | 200 | HEAD /plain/{id}
					OPTIONS /plain/7                               | 200 | OPTIONS (unmatched)
							MADEUP /plain/7                                | 400 | _OTHER (unmatched)
					POST /plain/7                                  | 405 | POST (unmatched)
					GET /plain/seven                               | 400 | GET /plain/{id}
					GET /plain/7%20                                | 200 | GET /plain/{id}
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
					GET /deferred                                  | 200 | GET /deferred
					GET /deferred-fails                            | 500 | GET /deferred-fails
					GET /future                                    | 200 | GET /future
					GET /callable                                  | 200 | GET /callable
					GET /callable-fails                            | 500 | GET /callable-fails
					GET /task                                      | 200 | GET /task
					GET /forward                                   | 200 | GET /forward
					GET /forward-missing                           | 404 | GET /forward-missing
					GET /forward-fails                             | 500 | GET /forward-fails
					GET /dispatch                                  | 200 | GET /dispatch
					GET /redirect                                  | 302 | GET /redirect
					GET /send-error                                | 418 | GET /send-error
					GET /send-error\\nAccept: text/html            | 418 | GET /send-error
					GET /throws                                    | 500 | GET /throws
					GET /throws\\nAccept: text/html                | 500 | GET /throws
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
					GET /plain;x=y/7                               | 400 | GET (unmatched)
					""")
	void nothingThatClientsSeeDiffers(String request, int status, String name) throws Exception {
		check(this.prefix, request.replace("\\n", "\n"), status, name, this.prefix);
	}

	/**
	 * Tomcat refuses it before the application is asked, Jetty leaves it to Spring
	 * Security.
	 */
	@Test
	void traceIsRefused() throws Exception {
		String actual = RawHttp.exchange(this.with.port(), this.prefix, "TRACE /plain/7");
		assertThat(actual).isEqualTo(RawHttp.exchange(this.without.port(), this.prefix, "TRACE /plain/7"));
		assertThat(RawHttp.status(actual)).isIn(400, 405);
	}

	@ParameterizedTest
	@CsvSource({ "GET /legacy/sync,200,GET /legacy/*", "GET /legacy/async,200,GET /legacy/*",
			"POST /legacy/sync,405,POST /legacy/*" })
	void servletsOfTheApplicationHaveTheirMappingAsRoute(String request, int status, String name) throws Exception {
		check(this.contextPath, request, status, name, this.contextPath);
	}

	private void check(String path, String request, int status, String name, String route) throws Exception {
		String expected = RawHttp.exchange(this.without.port(), path, request);
		long before = this.with.started();
		String actual = RawHttp.exchange(this.with.port(), path, request);
		assertThat(actual).isEqualTo(expected);
		assertThat(RawHttp.status(actual)).isEqualTo(status);
		InvocationRecord record = this.with.record(before);
		String[] words = name.split(" ");
		assertThat(record.handler())
			.isEqualTo(words[0] + " " + (words[1].startsWith("/") ? route + words[1] : words[1]));
		assertThat(record.request().status()).isEqualTo(status);
		assertThat(record.outcome())
			.isEqualTo((status >= 500 || request.contains("throws-late")) ? Outcome.ERROR : Outcome.SUCCESS);
	}

	@ParameterizedTest
	@CsvSource({ "GET /clinic.css,200", "'GET /clinic.css\\nIf-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT',304",
			"HEAD /clinic.css,200" })
	void staticResourcesHaveNoRecord(String request, int status) throws Exception {
		String wanted = request.replace("\\n", "\n");
		long before = this.with.started();
		String actual = RawHttp.exchange(this.with.port(), this.prefix, wanted);
		assertThat(actual).isEqualTo(RawHttp.exchange(this.without.port(), this.prefix, wanted));
		assertThat(RawHttp.status(actual)).isEqualTo(status);
		this.with.records(before, 0);
	}

	@Test
	void actuatorHasNoRecord() throws Exception {
		long before = this.with.started();
		boolean separate = this.with.managementPort() != this.with.port();
		assertThat(RawHttp
			.status(RawHttp.exchange(this.with.managementPort(), separate ? "" : this.prefix, "GET /manage/health")))
			.isEqualTo(200);
		this.with.records(before, 0);
		assertThat(RawHttp.status(RawHttp.exchange(this.with.port(), this.prefix, "GET /manage/own"))).isEqualTo(200);
		this.with.records(before, separate ? 1 : 0);
	}

	@Test
	void theMonitorsFilterIsTheOutermostAndTheOnlyOneAdded() {
		List<String> expected = new ArrayList<>(filters(this.without));
		expected.add(0, "resourceMonitorRequestFilter urls=[/*] order=-2147483648");
		assertThat(filters(this.with)).isEqualTo(expected);
	}

	private static List<String> filters(RunningApplication application) {
		return new ServletContextInitializerBeans(application.context().getBeanFactory()).stream()
			.map(Object::toString)
			.filter((each) -> each.contains("urls="))
			.toList();
	}

	@Test
	void aSocketWorksAndItsRequestEndsWithTheUpgrade() throws Exception {
		String upgrade = """
				GET /socket
				Connection: Upgrade
				Upgrade: websocket
				Sec-WebSocket-Version: 13
				Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

				""".replace("\n\n", "");
		assertThat(upgrade(this.with.port(), upgrade)).isEqualTo(upgrade(this.without.port(), upgrade));
		long before = this.with.started();
		assertThat(echo(this.with.port())).isEqualTo("echo hello");
		InvocationRecord record = this.with.record(before);
		assertThat(record.request()).isEqualTo(new HandledRequest("GET", this.prefix + "/socket", 101));
		assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
	}

	private String upgrade(int port, String request) throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			String head = request.replaceFirst(" ", " " + this.prefix)
				.replaceFirst("\n", " HTTP/1.1\nHost: localhost\n");
			socket.getOutputStream().write((head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
			StringBuilder answer = new StringBuilder();
			InputStream input = socket.getInputStream();
			while (answer.indexOf("\r\n\r\n") < 0) {
				answer.append((char) input.read());
			}
			return answer.toString().replaceAll("(?i)\r\ndate: [^\r]*", "");
		}
	}

	private String echo(int port) throws Exception {
		CompletableFuture<String> answer = new CompletableFuture<>();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://127.0.0.1:" + port + this.prefix + "/socket"), new WebSocket.Listener() {

				@Override
				public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
					answer.complete(data.toString());
					return null;
				}

			})
			.get(30, TimeUnit.SECONDS);
		socket.sendText("hello", true).get(30, TimeUnit.SECONDS);
		String result = answer.get(30, TimeUnit.SECONDS);
		socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(30, TimeUnit.SECONDS);
		return result;
	}

	@Test
	void aClientThatGoesAwayCancelsItsRequest() throws Exception {
		long before = this.with.started();
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.with.port())) {
			socket.getOutputStream()
				.write(("GET " + this.prefix + "/endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(socket.getInputStream().readNBytes(100)).hasSize(100);
			socket.setSoLinger(true, 0);
		}
		InvocationRecord record = this.with.record(before);
		assertThat(record.request().route()).isEqualTo(this.prefix + "/endless");
		assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
	}

}
