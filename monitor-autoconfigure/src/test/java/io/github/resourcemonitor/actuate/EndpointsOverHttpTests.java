package io.github.resourcemonitor.actuate;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

import javax.management.ObjectName;
import javax.management.ReflectionException;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.ResourceSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the endpoints over HTTP and JMX.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(classes = EndpointsApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoints.web.exposure.include=invocations,resources",
				"management.endpoints.jmx.exposure.include=invocations,resources", "spring.jmx.enabled=true",
				"resource-monitor.sampling.interval=5ms", "resource-monitor.output.stdout=on",
				"resource-monitor.output.stdout.format=full" })
class EndpointsOverHttpTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@Autowired
	private ResourceMonitor monitor;

	@Autowired
	private ResourceSampler sampler;

	@Autowired
	private Failures failures;

	@Autowired
	private UninstrumentedClients uninstrumented;

	@Value("${local.server.port}")
	private int port;

	@Test
	void listsLatestRecordsFirst() {
		String first = run("listed");
		String second = run("listed");
		JsonNode body = getJson("invocations?handler=listed");
		assertThat(ids(body)).containsExactly(second, first);
		assertThat(body.get("invocations").get(0).get("schema").asString()).isEqualTo("resource-monitor/invocation/1");
		assertThat(body.get("started").asLong()).isGreaterThanOrEqualTo(2);
		assertThat(body.get("active").asInt()).isZero();
		assertThat(body.get("lost").asInt()).isZero();
	}

	@Test
	void summarizesEachHandler() {
		run("summed-up");
		fail("summed-up");
		JsonNode summary = summary(getJson("invocations"), "summed-up");
		assertThat(summary.get("count").asInt()).isEqualTo(2);
		assertThat(summary.get("errors").asInt()).isOne();
		assertThat(summary.get("cancelled").asInt()).isZero();
		assertThat(summary.get("durationNanos").propertyNames()).containsExactly("p50", "p95", "max", "total");
	}

	@Test
	void showsActiveInvocations() {
		try (InvocationScope scope = this.monitor.start("active")) {
			assertThat(getJson("invocations").get("active").asInt()).isOne();
			assertThat(ids(getJson("invocations?handler=active"))).doesNotContain(scope.id());
		}
	}

	@Test
	void filtersByOutcome() {
		String succeeded = run("mixed");
		String failed = fail("mixed");
		assertThat(ids(getJson("invocations?handler=mixed&outcome=SUCCESS"))).containsExactly(succeeded);
		assertThat(ids(getJson("invocations?handler=mixed&outcome=error"))).containsExactly(failed);
		assertThat(ids(getJson("invocations?handler=mixed&outcome=CANCELLED"))).isEmpty();
	}

	@Test
	void filtersByAHandlerWithASpaceInItsName() {
		String id = run("a handler & more");
		assertThat(ids(getJson("invocations?handler=" + URLEncoder.encode("a handler & more", StandardCharsets.UTF_8))))
			.containsExactly(id);
	}

	@Test
	void limitsTheList() {
		run("limited");
		String last = run("limited");
		assertThat(ids(getJson("invocations?handler=limited&limit=1"))).containsExactly(last);
		assertThat(ids(getJson("invocations?handler=limited&limit=1000"))).hasSize(2);
	}

	@Test
	void listsWhatEndedBeforeOrAfterAnother() {
		String first = run("cursor");
		String second = run("cursor");
		String third = run("cursor");
		assertThat(ids(getJson("invocations?handler=cursor&before=" + third))).containsExactly(second, first);
		assertThat(ids(getJson("invocations?handler=cursor&before=" + third + "&limit=1"))).containsExactly(second);
		assertThat(ids(getJson("invocations?handler=cursor&after=" + first))).containsExactly(third, second);
		assertThat(ids(getJson("invocations?handler=cursor&after=" + third))).isEmpty();
		assertThat(ids(getJson("invocations?handler=cursor&after=" + first + "&before=" + third)))
			.containsExactly(second);
		assertThat(ids(getJson("invocations?handler=cursor&after=" + third + "&before=" + first))).isEmpty();
	}

	@Test
	void listsNothingBeforeAndAllAfterARecordThatIsGone() {
		String id = run("cursor-gone");
		assertThat(ids(getJson("invocations?handler=cursor-gone&before=nobody-7"))).isEmpty();
		assertThat(ids(getJson("invocations?handler=cursor-gone&after=nobody-7"))).containsExactly(id);
	}

	@Test
	void summaryHasAHistogramOfWarmInvocations() {
		run("first-of-all");
		run("histogram");
		run("histogram");
		JsonNode summary = summary(getJson("invocations"), "histogram");
		assertThat(summary.get("allocatedBytes").get("total").asLong()).isNotNegative();
		assertThat(summary.has("cold")).isFalse();
		JsonNode warm = summary.get("warm");
		assertThat(warm.get("count").asInt()).isEqualTo(2);
		assertThat(warm.get("durationNanos").get("max").asLong())
			.isEqualTo(summary.get("durationNanos").get("max").asLong());
		assertThat(warm.get("histogram"))
			.allSatisfy((bucket) -> assertThat(bucket.propertyNames()).containsExactly("from", "to", "count"));
		assertThat(StreamSupport.stream(warm.get("histogram").spliterator(), false)
			.mapToInt((bucket) -> bucket.get("count").asInt())
			.sum()).isEqualTo(2);
	}

	@Test
	void showsOneRecordWithItsSamples() {
		String id = runSampled("sampled");
		JsonNode document = getJson("invocations/" + id);
		assertThat(document.get("id").asString()).isEqualTo(id);
		JsonNode samples = document.get("samples");
		assertThat(samples.get("intervalMillis").asDouble()).isEqualTo(5);
		assertThat(samples.get("columns").get(0).asString()).isEqualTo("timeNanos");
		assertThat(samples.get("rows").size()).isPositive();
		assertThat(samples.get("rows").get(0).size()).isEqualTo(samples.get("columns").size());
	}

	@Test
	void listHasNoSamples() {
		runSampled("sampled-list");
		assertThat(getJson("invocations?handler=sampled-list").get("invocations").get(0).has("samples")).isFalse();
	}

	@Test
	void showsTheSamplesAsCsv() {
		String id = runSampled("csv");
		JsonNode samples = getJson("invocations/" + id).get("samples");
		HttpResponse<String> response = get("invocations/" + id + "?format=csv");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValueSatisfying(
				(type) -> assertThat(type).startsWith("text/csv").containsIgnoringCase("charset=UTF-8"));
		List<String> lines = response.body().lines().toList();
		assertThat(lines).hasSize(1 + samples.get("rows").size());
		assertThat(lines.get(0)).startsWith("timeNanos,cpu.");
		assertThat(lines.get(0).split(",")).hasSize(samples.get("columns").size());
		assertThat(lines).allSatisfy((line) -> assertThat(line.chars().filter((c) -> c == ',').count())
			.isEqualTo(samples.get("columns").size() - 1L));
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/csv, */*;q=0.1", "text/html,application/xml;q=0.9,*/*;q=0.8" })
	void csvIsSentToClientsThatAcceptAnyType(String accept) throws Exception {
		HttpResponse<String> response = getAccepting("invocations/" + run("accepted") + "?format=csv", accept);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).startsWith("timeNanos");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/vnd.spring-boot.actuator.v3+json" })
	void jsonIsSentToClientsThatRequestIt(String accept) throws Exception {
		for (String path : List.of("invocations", "invocations/" + run("accepted"), "resources")) {
			HttpResponse<String> response = getAccepting(path, accept);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(JSON.readTree(response.body()).isObject()).isTrue();
		}
	}

	@Test
	void jsonIsAnAlternativeFormat() {
		assertThat(get("invocations/" + run("typed")).headers().firstValue("Content-Type"))
			.hasValue("application/vnd.spring-boot.actuator.v3+json");
		String id = run("json");
		assertThat(getJson("invocations/" + id + "?format=json")).isEqualTo(getJson("invocations/" + id));
	}

	@Test
	void unknownIdIsNotFound() {
		HttpResponse<String> response = get("invocations/nobody-7");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(JSON.readTree(response.body()).get("message").asString()).contains("nobody-7");
		assertThat(get("invocations/nobody-7?format=csv").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "invocations?limit=0, limit, 0", "invocations?limit=-3, limit, -3",
			"invocations?limit=many, limit, many", "invocations?limit=99999999999, limit, 99999999999",
			"invocations?outcome=good, outcome, good", "invocations/nobody-7?format=xml, format, xml" })
	void badParameterIsNamed(String path, String parameter, String value) {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JSON.readTree(response.body()).get("message").asString()).contains("'" + parameter + "'")
			.contains("'" + value + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "PATCH" })
	void canOnlyBeRead(String method) {
		String id = run("read-only");
		for (String path : List.of("invocations", "invocations/" + id, "resources")) {
			assertThat(send(path, method).statusCode()).isEqualTo(405);
		}
		assertThat(get("invocations/" + id).statusCode()).isEqualTo(200);
	}

	@Test
	void writesTheJsonOfTheEndpointToStandardOutput(CapturedOutput output) {
		String id = runSampled("written");
		JsonNode line = output.getOut()
			.lines()
			.filter((candidate) -> candidate.startsWith("{") && candidate.contains("\"" + id + "\""))
			.map(JSON::readTree)
			.findFirst()
			.orElseThrow();
		ObjectNode document = (ObjectNode) getJson("invocations/" + id);
		assertThat(getJson("invocations?handler=written").get("invocations").get(0)).isEqualTo(line);
		document.remove("samples");
		assertThat(document).isEqualTo(line);
		assertThat(document.propertyNames()).containsExactlyElementsOf(line.propertyNames());
	}

	@Test
	void columnsHaveAnAvailabilityAndReasonsForMissingOnes() {
		JsonNode columns = getJson("resources").get("columns");
		JsonNode rss = columns.get("memory.rssBytes");
		assertThat(rss.get("availability").asString()).isEqualTo("MEASURED");
		assertThat(rss.get("unit").asString()).isNotEmpty();
		assertThat(rss.get("source").asString()).isNotEmpty();
		assertThat(rss.get("openTelemetryName").asString()).isEqualTo("process.memory.usage");
		assertThat(rss.get("value").asLong()).isPositive();
		assertThat(columns).allSatisfy((column) -> {
			assertThat(column.get("availability").asString()).isIn("MEASURED", "CONSTANT", "ESTIMATED", "UNAVAILABLE");
			assertThat(column.has("unit")).isTrue();
			if (column.get("availability").asString().equals("UNAVAILABLE")) {
				assertThat(column.get("reason").asString()).isNotBlank();
				assertThat(column.has("value")).isFalse();
			}
		});
	}

	@Test
	void resourcesShowFunctionAndHost() {
		JsonNode resources = getJson("resources");
		assertThat(resources.get("function").get("instance").asString()).isNotEmpty();
		assertThat(resources.get("limits").get("processors").asInt())
			.isEqualTo(Runtime.getRuntime().availableProcessors());
		assertThat(resources.get("limits").get("heapBytes").asLong()).isEqualTo(Runtime.getRuntime().maxMemory());
		assertThat(resources.get("limits").get("openFiles").asLong()).isPositive();
		assertThat(resources.get("limits").get("memoryBytes").asLong())
			.isEqualTo(resources.get("columns").get("memory.limitBytes").get("value").asLong());
		assertThat(resources.get("host").get("physicalMemoryBytes").asLong()).isPositive();
	}

	@Test
	void resourcesShowTheCostOfTheMonitor() {
		runSampled("costly");
		JsonNode monitor = getJson("resources").get("monitor");
		assertThat(monitor.get("hookNanos").asLong()).isPositive();
		assertThat(monitor.get("startedInvocations").asLong()).isPositive();
		assertThat(monitor.get("lostInvocations").asLong()).isZero();
		assertThat(monitor.get("edges").get("readings").asLong()).isPositive();
		assertThat(monitor.get("edges").get("nanosPerReading").asLong()).isPositive();
		assertThat(monitor.get("sampler").get("intervalMillis").asDouble()).isEqualTo(5);
		assertThat(monitor.get("sampler").get("samples").asLong()).isPositive();
		assertThat(monitor.get("sampler").has("missedSamples")).isTrue();
	}

	@Test
	void resourcesShowIneffectiveAnnotations() {
		JsonNode problems = getJson("resources").get("ineffectiveAnnotations");
		assertThat(problems).hasSize(1);
		assertThat(problems.get(0).get("bean").asString()).isEqualTo("broken");
		assertThat(problems.get(0).get("place").asString()).isEqualTo("EndpointsApplication.Broken.handle()");
		assertThat(problems.get(0).has("cure")).isTrue();
	}

	@Test
	void resourcesShowUninstrumentedClients() {
		this.uninstrumented.add("drive", String.class, "it is not there", "Put it there");
		this.uninstrumented.add("drive", String.class, "again", "again");
		JsonNode clients = getJson("resources").get("uninstrumentedClients");
		assertThat(clients).singleElement().satisfies((client) -> {
			assertThat(client.get("bean").asString()).isEqualTo("drive");
			assertThat(client.get("type").asString()).isEqualTo("java.lang.String");
			assertThat(client.get("problem").asString()).isEqualTo("it is not there");
			assertThat(client.get("cure").asString()).isEqualTo("Put it there");
		});
	}

	@Test
	void resourcesShowCallsOutsideInvocations() {
		this.monitor.recordServiceCall("storage", "outside", CallDirection.UPLOAD, 5);
		JsonNode calls = getJson("resources").get("serviceCallsOutsideInvocations").get("withoutInvocation");
		assertThat(calls).anySatisfy((call) -> {
			assertThat(call.get("operation").asString()).isEqualTo("outside");
			assertThat(call.get("bytes").asLong()).isEqualTo(5);
		});
	}

	@Test
	void resourcesShowFailures() {
		this.failures.record("a hook", new IllegalStateException("broken hook"));
		JsonNode failure = getJson("resources").get("failures").get("a hook");
		assertThat(failure.get("count").asInt()).isOne();
		assertThat(failure.get("last").asString()).contains("broken hook");
	}

	@Test
	void isAvailableOverJmx() throws Exception {
		String id = run("jmx");
		assertThat(jmx("Invocations", "invocations", "jmx", null, null).toString()).contains(id);
		assertThat(jmx("Invocations", "invocation", id).toString()).contains(id);
		assertThat(jmx("Invocations", "invocation", "nobody-7")).isNull();
		assertThat(jmx("Resources", "resources").toString()).contains("memory.rssBytes");
	}

	@Test
	void badParameterIsNamedOverJmx() {
		assertThatExceptionOfType(ReflectionException.class)
			.isThrownBy(() -> jmx("Invocations", "invocations", null, "good", null))
			.withMessageContaining("'outcome'");
	}

	@Test
	void isNotExposedUnlessAskedFor() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(EndpointsApplication.class)
			.properties("server.port=0", "spring.main.banner-mode=off")
			.run()) {
			int other = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			assertThat(send(other, "health", "GET").statusCode()).isEqualTo(200);
			assertThat(send(other, "invocations", "GET").statusCode()).isEqualTo(404);
			assertThat(send(other, "invocations/a-1", "GET").statusCode()).isEqualTo(404);
			assertThat(send(other, "resources", "GET").statusCode()).isEqualTo(404);
		}
	}

	private String run(String handler) {
		try (InvocationScope scope = this.monitor.start(handler)) {
			return scope.id();
		}
	}

	private String fail(String handler) {
		try (InvocationScope scope = this.monitor.start(handler)) {
			scope.failed(new IllegalStateException("failure"));
			return scope.id();
		}
	}

	/**
	 * Run an invocation until some samples have been taken.
	 */
	private String runSampled(String handler) {
		try (InvocationScope scope = this.monitor.start(handler)) {
			long before = this.sampler.samples();
			await().until(() -> this.sampler.samples() > before + 2);
			return scope.id();
		}
	}

	private static List<String> ids(JsonNode body) {
		return StreamSupport.stream(body.get("invocations").spliterator(), false)
			.map((document) -> document.get("id").asString())
			.toList();
	}

	private static JsonNode summary(JsonNode body, String handler) {
		return StreamSupport.stream(body.get("handlers").spliterator(), false)
			.filter((summary) -> summary.get("handler").asString().equals(handler))
			.findFirst()
			.orElseThrow();
	}

	private JsonNode getJson(String path) {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JSON.readTree(response.body());
	}

	private HttpResponse<String> get(String path) {
		return send(path, "GET");
	}

	private HttpResponse<String> getAccepting(String path, String accept) throws Exception {
		URI uri = URI.create("http://localhost:" + this.port + "/actuator/" + path);
		return CLIENT.send(HttpRequest.newBuilder(uri).header("Accept", accept).build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> send(String path, String method) {
		return send(this.port, path, method);
	}

	private static HttpResponse<String> send(int port, String path, String method) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + path))
			.method(method, BodyPublishers.noBody())
			.build();
		try {
			return CLIENT.send(request, BodyHandlers.ofString());
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private static Object jmx(String endpoint, String operation, Object... arguments) throws Exception {
		String[] types = new String[arguments.length];
		Arrays.fill(types, String.class.getName());
		return ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("org.springframework.boot:type=Endpoint,name=" + endpoint), operation, arguments,
					types);
	}

}
