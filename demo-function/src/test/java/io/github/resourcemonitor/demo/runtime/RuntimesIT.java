package io.github.resourcemonitor.demo.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.demo.DemoApplication;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts the demo in each of its runtimes, calls it over HTTP, looks at the record, and
 * ends it with a signal.
 */
@Timeout(180)
class RuntimesIT {

	private static final String TEXT = "{\"bucket\":\"texts\",\"name\":\"letters.txt\"}";

	private static final String IMAGE = "{\"bucket\":\"photos\",\"name\":\"hills.jpg\",\"width\":64}";

	private static final Map<String, String> SMALL = Map.of("DEMO_IMAGE_MEGAPIXELS", "0.1", "DEMO_TEXT_SIZE", "100KB",
			"RESOURCE_MONITOR_OUTPUT_STDOUT", "on");

	@TempDir
	static Path folder;

	private static UnpackedDemo demo;

	@BeforeAll
	static void unpack() throws IOException {
		demo = UnpackedDemo.in(folder.resolve("demo"));
	}

	@Test
	void asAWebApplication() throws Exception {
		try (DemoProcess process = DemoProcess.start(output("web"), SMALL,
				List.of("-cp", demo.classPath(), DemoApplication.class.getName()))) {
			checkWeb(process);
		}
	}

	@Test
	void asAFatJar() throws Exception {
		try (DemoProcess process = DemoProcess.start(output("jar"), SMALL,
				List.of("-jar", UnpackedDemo.jar().toString()))) {
			checkWeb(process);
		}
	}

	@Test
	void withSpringAot() throws Exception {
		Path generated = new AotProcessing(demo).run(folder.resolve("aot"));
		// The build does not know that the application will run on Cloud Run.
		Map<String, String> environment = new HashMap<>(SMALL);
		environment.remove("RESOURCE_MONITOR_OUTPUT_STDOUT");
		environment.put("K_SERVICE", "demo");
		try (DemoProcess process = DemoProcess.start(output("aot-run"), environment, List
			.of("-Dspring.aot.enabled=true", "-cp", demo.classPath(generated), DemoApplication.class.getName()))) {
			assertThat(process.output()).contains("AOT-processed");
			checkWeb(process);
		}
	}

	@Test
	void onTheInvokerOfCloudFunctions() throws Exception {
		Map<String, String> environment = new HashMap<>(SMALL);
		environment.remove("RESOURCE_MONITOR_OUTPUT_STDOUT");
		environment.putAll(Map.of("MAIN_CLASS", DemoApplication.class.getName(), "FUNCTION_TARGET",
				"org.springframework.cloud.function.adapter.gcp.FunctionInvoker", "FUNCTION_SIGNATURE_TYPE", "http",
				"SPRING_CLOUD_FUNCTION_DEFINITION", "wordcount"));
		List<String> arguments = new ArrayList<>(
				List.of("-jar", System.getProperty("invoker.jar"), "--classpath", demo.functionClassPath()));
		try (DemoProcess process = DemoProcess.start(output("invoker"), environment, arguments)) {
			JsonNode answer = process.post("/", TEXT);
			checkOnStandardOutput(process, answer, "wordcount");
			process.terminate();
		}
	}

	private static Path output(String name) {
		return folder.resolve(name + ".log");
	}

	private static void checkWeb(DemoProcess process) throws Exception {
		JsonNode words = process.post("/wordcount", TEXT);
		checkOnStandardOutput(process, words, "wordcount");
		JsonNode read = process.recordAtTheEndpoint(words.path("invocationId").asString());
		assertThat(read.path("transfers").path("downloadBytes").asLong()).isEqualTo(words.path("bytes").asLong());
		JsonNode thumbnail = process.post("/thumbnail", IMAGE);
		checkOnStandardOutput(process, thumbnail, "thumbnail");
		JsonNode scaled = process.recordAtTheEndpoint(thumbnail.path("invocationId").asString());
		assertThat(scaled.path("handler").asString()).isEqualTo("thumbnail");
		assertThat(scaled.path("transfers").path("downloadBytes").asLong())
			.isEqualTo(thumbnail.path("originalBytes").asLong());
		assertThat(scaled.path("transfers").path("uploadBytes").asLong()).isEqualTo(thumbnail.path("bytes").asLong());
		assertThat(operations(scaled)).containsExactlyInAnyOrder("download", "upload");
		assertThat(process.get("/actuator/resources").statusCode()).isEqualTo(200);
		process.terminate();
	}

	private static List<String> operations(JsonNode record) {
		List<String> operations = new ArrayList<>();
		record.path("serviceCalls").forEach((call) -> operations.add(call.path("operation").asString()));
		return operations;
	}

	private static void checkOnStandardOutput(DemoProcess process, JsonNode answer, String handler) {
		String id = answer.path("invocationId").asString();
		assertThat(id).isNotEmpty();
		JsonNode record = process.recordOnStandardOutput(id);
		assertThat(record.path("id").asString()).isEqualTo(id);
		assertThat(record.path("handler").asString()).isEqualTo(handler);
		assertThat(record.path("outcome").asString()).isEqualTo("SUCCESS");
	}

}
