package io.github.resourcemonitor.demo.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A JVM that serves the demo on a port of loopback.
 */
final class DemoProcess implements AutoCloseable {

	private static final int TERMINATED = 128 + 15;

	private final HttpClient client = HttpClient.newHttpClient();

	private final JsonMapper mapper = new JsonMapper();

	private final Process process;

	private final Path output;

	private final int port;

	private DemoProcess(Process process, Path output, int port) {
		this.process = process;
		this.output = output;
		this.port = port;
	}

	/**
	 * Start a JVM and wait until it answers. The path is one that the invoker of Cloud
	 * Functions does not take for a call of the function.
	 * @param output the file for its output
	 * @param environment variables of the environment, beside {@code PORT}
	 * @param arguments the arguments of the JVM
	 */
	static DemoProcess start(Path output, Map<String, String> environment, List<String> arguments) throws IOException {
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		ProcessBuilder builder = java(arguments).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().putAll(environment);
		builder.environment().put("PORT", String.valueOf(port));
		DemoProcess started = new DemoProcess(builder.start(), output, port);
		try {
			await().atMost(Duration.ofMinutes(1)).until(started::answers);
			return started;
		}
		catch (Throwable ex) {
			started.close();
			throw ex;
		}
	}

	/**
	 * Return a JVM like that of the test, which compiles little: it lives for seconds.
	 */
	static ProcessBuilder java(List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xshare:auto"));
		command.addAll(arguments);
		return new ProcessBuilder(command);
	}

	private boolean answers() {
		assertThat(this.process.isAlive()).as(() -> output()).isTrue();
		try {
			get("/favicon.ico");
			return true;
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	HttpResponse<String> get(String path) {
		return send(HttpRequest.newBuilder(uri(path)).build());
	}

	/**
	 * Post JSON.
	 * @return the answer, which must have the status 200
	 */
	JsonNode post(String path, String json) {
		HttpResponse<String> response = send(HttpRequest.newBuilder(uri(path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build());
		assertThat(response.statusCode()).as(() -> response.body() + "\n" + output()).isEqualTo(200);
		return this.mapper.readTree(response.body());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	private HttpResponse<String> send(HttpRequest request) {
		try {
			return this.client.send(request, BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the record of an invocation at the endpoint.
	 */
	JsonNode recordAtTheEndpoint(String id) {
		// The answer is sent before the record is kept.
		HttpResponse<String> response = await().until(() -> get("/actuator/invocations/" + id),
				(answer) -> answer.statusCode() == 200);
		return this.mapper.readTree(response.body());
	}

	/**
	 * Return the record of an invocation on standard output.
	 */
	JsonNode recordOnStandardOutput(String id) {
		return await().until(() -> find(id), Objects::nonNull);
	}

	private @Nullable JsonNode find(String id) {
		return output().lines()
			.filter((line) -> line.startsWith("{") && line.endsWith("}") && line.contains("\"" + id + "\""))
			.findFirst()
			.map(this.mapper::readTree)
			.orElse(null);
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * End the process with SIGTERM, as Cloud Run and Kubernetes do.
	 */
	void terminate() throws InterruptedException {
		this.process.destroy();
		assertThat(this.process.waitFor(20, TimeUnit.SECONDS)).as(() -> "ended\n" + output()).isTrue();
		assertThat(this.process.exitValue()).as(() -> output()).isEqualTo(TERMINATED);
		assertThat(output()).doesNotContain("Exception", " ERROR ", " WARN ");
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
