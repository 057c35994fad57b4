package io.github.resourcemonitor.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.env.Environment;

/**
 * Calls the demo over HTTP.
 */
@TestComponent
public class DemoClient {

	private final HttpClient client = HttpClient.newHttpClient();

	private final JsonMapper mapper = new JsonMapper();

	private final Environment environment;

	DemoClient(Environment environment) {
		this.environment = environment;
	}

	Answer get(String path) {
		return send(request(path).GET().build());
	}

	Answer post(String path, String body) {
		return send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build());
	}

	Answer thumbnail(String bucket, String name, int width) {
		return post("/thumbnail", "{\"bucket\":\"%s\",\"name\":\"%s\",\"width\":%d}".formatted(bucket, name, width));
	}

	Answer wordcount(String bucket, String name) {
		return post("/wordcount", "{\"bucket\":\"%s\",\"name\":\"%s\"}".formatted(bucket, name));
	}

	private HttpRequest.Builder request(String path) {
		String address = "http://127.0.0.1:" + this.environment.getRequiredProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(30));
	}

	private Answer send(HttpRequest request) {
		try {
			HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.headers(), response.body());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	final class Answer {

		private final int status;

		private final HttpHeaders headers;

		private final String body;

		Answer(int status, HttpHeaders headers, String body) {
			this.status = status;
			this.headers = headers;
			this.body = body;
		}

		int status() {
			return this.status;
		}

		String contentType() {
			return header("Content-Type");
		}

		String header(String name) {
			return this.headers.firstValue(name).orElse("");
		}

		String body() {
			return this.body;
		}

		JsonNode json() {
			return DemoClient.this.mapper.readTree(this.body);
		}

	}

}
