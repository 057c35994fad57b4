package com.example.exchange;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests on Tomcat, with a context path and a path of Spring MVC, and with Actuator among
 * them.
 */
class TomcatExchangeIT extends ServletExchangeTests {

	private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_2).build();

	TomcatExchangeIT() {
		super("/app", "/api",
				"excluded=org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/plain/{id}", "/sse", "/streaming", "/deferred", "/large", "/throws" })
	void requestsOverHttp2HaveTheirRecords(String route) throws Exception {
		long before = with().started();
		String path = "/app/api" + route.replace("{id}", "7");
		String response = RawHttp.http2(this.client, with().port(), path);
		assertThat(response).startsWith("HTTP_2 ").isEqualTo(RawHttp.http2(this.client, without().port(), path));
		InvocationRecord record = with().record(before);
		assertThat(record.handler()).isEqualTo("GET /app/api" + route);
		assertThat(response).startsWith("HTTP_2 " + record.request().status());
		assertThat(record.outcome()).isEqualTo(route.equals("/throws") ? Outcome.ERROR : Outcome.SUCCESS);
	}

	@Test
	void aStreamThatTheClientResetsIsCancelled() throws Exception {
		long before = with().started();
		// Of its own, because others would share the connection, which may end with the
		// stream.
		HttpClient resetting = HttpClient.newBuilder().version(Version.HTTP_2).build();
		try (InputStream body = resetting
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + with().port() + "/app/api/endless")).build(),
					BodyHandlers.ofInputStream())
			.body()) {
			assertThat(body.readNBytes(100)).hasSize(100);
		}
		InvocationRecord record = with().record(before);
		assertThat(record.handler()).isEqualTo("GET /app/api/endless");
		assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
	}

}
