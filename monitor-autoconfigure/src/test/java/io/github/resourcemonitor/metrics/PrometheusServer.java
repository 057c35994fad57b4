package io.github.resourcemonitor.metrics;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Prometheus that scrapes one application on loopback.
 */
final class PrometheusServer implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final JsonMapper mapper = new JsonMapper();

	private final int port;

	private final Process process;

	private PrometheusServer(int port, Process process) {
		this.port = port;
		this.process = process;
	}

	/**
	 * Return whether this machine has Prometheus.
	 */
	static boolean isInstalled() {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, "prometheus")));
	}

	static PrometheusServer scrape(Path folder, String path, int applicationPort) throws IOException {
		Path config = folder.resolve("prometheus.yml");
		Files.writeString(config, """
				global:
				  scrape_interval: 1s
				  scrape_timeout: 1s
				scrape_configs:
				  - job_name: application
				    metrics_path: %s
				    static_configs:
				      - targets: ['127.0.0.1:%d']
				""".formatted(path, applicationPort));
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		return new PrometheusServer(port,
				new ProcessBuilder("prometheus", "--config.file=" + config,
						"--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port,
						"--enable-feature=exemplar-storage", "--log.level=error")
					.redirectErrorStream(true)
					.redirectOutput(folder.resolve("prometheus.log").toFile())
					.start());
	}

	/**
	 * Return the value of an expression that has one series.
	 * @return the value, empty if there is none yet
	 */
	OptionalDouble value(String expression) {
		JsonNode result = get("query?query=" + encoded(expression)).path("result");
		if (result.size() > 1) {
			throw new AssertionError(expression + " has several series: " + result);
		}
		return result.isEmpty() ? OptionalDouble.empty()
				: OptionalDouble.of(Double.parseDouble(result.get(0).path("value").get(1).asString()));
	}

	/**
	 * Return the exemplars of a series of the last minutes.
	 */
	JsonNode exemplars(String expression) {
		long now = System.currentTimeMillis() / 1000;
		return get("query_exemplars?query=" + encoded(expression) + "&start=" + (now - 600) + "&end=" + (now + 600));
	}

	private static String encoded(String expression) {
		return URLEncoder.encode(expression, StandardCharsets.UTF_8);
	}

	private JsonNode get(String request) {
		try {
			HttpResponse<String> response = this.client.send(
					HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/api/v1/" + request)).build(),
					BodyHandlers.ofString());
			return (response.statusCode() == 200) ? this.mapper.readTree(response.body()).path("data")
					: this.mapper.createObjectNode();
		}
		catch (IOException ex) {
			if (!this.process.isAlive()) {
				throw new IllegalStateException("Prometheus has ended with " + this.process.exitValue(), ex);
			}
			// It has not started yet.
			return this.mapper.createObjectNode();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
			this.process.destroyForcibly().waitFor();
		}
	}

}
