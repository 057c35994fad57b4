package com.example.functions;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the names of functions that are served over HTTP.
 */
@Timeout(120)
class FunctionRoutesIT {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void eachFunctionHasARoute(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(FunctionApplication.class).web(type)
			.run("--spring.config.name=functions")) {
			check(context, "POST", "/api/uppercase", "POST /api/uppercase", 200, "\"ABC\"", "ABC");
			check(context, "POST", "/api/reverse", "POST /api/reverse", 200, "\"cba\"", "cba");
			check(context, "GET", "/api/uppercase/abc", "GET /api/uppercase/{argument}", 200, "\"ABC\"", "ABC");
			check(context, "GET", "/api/now", "GET /api/now", 200, "\"now\"", "now");
			check(context, "POST", "/api/sink", "POST /api/sink", 202, "");
			check(context, "POST", "/api", "POST /api/uppercase|reverse", 200, "\"CBA\"", "CBA");
			check(context, "POST", "/api/reverse,uppercase", "POST /**", 200, "\"CBA\"", "CBA");
			check(context, "POST", "/api/reverse,reverse,reverse", "POST /**", 200, "\"cba\"", "cba");
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		}
	}

	private void check(ConfigurableApplicationContext context, String method, String path, String name, int status,
			String... bodies) throws Exception {
		Invocations invocations = context.getBean(Invocations.class);
		long before = invocations.started();
		String port = context.getEnvironment().getProperty("local.server.port");
		HttpResponse<String> response = CLIENT
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
				.method(method, method.equals("POST") ? BodyPublishers.ofString("abc") : BodyPublishers.noBody())
				.header("Content-Type", "text/plain")
				.build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(status);
		assertThat(response.body()).as(path).isIn((Object[]) bodies);
		// The record is published after the invocation has ended.
		await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(2))
			.until(() -> context.getBean(InvocationRepository.class)
				.findAll()
				.stream()
				.anyMatch((record) -> record.sequence() > before));
		assertThat(context.getBean(InvocationRepository.class).findAll()).first()
			.extracting(InvocationRecord::handler)
			.isEqualTo(name);
	}

}
