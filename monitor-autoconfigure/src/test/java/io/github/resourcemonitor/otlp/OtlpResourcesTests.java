package io.github.resourcemonitor.otlp;

import java.util.Map;
import java.util.TreeMap;

import io.github.resourcemonitor.record.FunctionIdentity;
import io.opentelemetry.sdk.resources.Resource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpResources}.
 */
class OtlpResourcesTests {

	private static final FunctionIdentity FUNCTION = new FunctionIdentity("thumbnails", "thumbnails-00001", "abc",
			true);

	private static Map<String, Object> attributes(Resource application, Map<String, String> environment,
			FunctionIdentity function) {
		Map<String, Object> result = new TreeMap<>();
		new OtlpResources(application, environment::get).resource(function)
			.getAttributes()
			.forEach((key, value) -> result.put(key.getKey(), value));
		return result;
	}

	@Test
	void describesTheFunction() {
		assertThat(attributes(null, Map.of(), FUNCTION)).containsEntry("service.name", "thumbnails")
			.containsEntry("service.version", "thumbnails-00001")
			.containsEntry("service.instance.id", "abc")
			.containsEntry("faas.name", "thumbnails")
			.containsEntry("faas.version", "thumbnails-00001")
			.containsEntry("faas.instance", "abc")
			.doesNotContainKeys("cloud.provider", "cloud.platform");
	}

	@Test
	void theNameOfTheServiceIsThatOfOpenTelemetryThenThatOfTheApplication() {
		assertThat(attributes(null, Map.of("OTEL_SERVICE_NAME", "a", "spring.application.name", "b"), FUNCTION))
			.containsEntry("service.name", "a");
		assertThat(attributes(null, Map.of("spring.application.name", "b", "OTEL_SERVICE_NAME", " "), FUNCTION))
			.containsEntry("service.name", "b");
		assertThat(attributes(null, Map.of(), new FunctionIdentity(null, null, "x", false)))
			.containsEntry("service.name", "unknown_service:java")
			.doesNotContainKeys("faas.name", "faas.version");
	}

	@Test
	void knowsTheProjectWhereTheEnvironmentSaysIt() {
		assertThat(attributes(null, Map.of("GOOGLE_CLOUD_PROJECT", "p", "K_SERVICE", "s"), FUNCTION))
			.containsEntry("cloud.provider", "gcp")
			.containsEntry("cloud.platform", "gcp_cloud_run")
			.containsEntry("cloud.account.id", "p");
	}

	@Test
	void whatTheApplicationSaysTakesPrecedence() {
		Resource application = Resource.builder().put("service.name", "shop").put("team", "blue").build();
		assertThat(attributes(application, Map.of("OTEL_SERVICE_NAME", "a"), FUNCTION))
			.containsEntry("service.name", "shop")
			.containsEntry("team", "blue")
			.containsEntry("faas.name", "thumbnails");
	}

	@Test
	void aNameThatIsNoneDoesNotTakePrecedence() {
		assertThat(attributes(Resource.builder().put("service.name", "unknown_service").build(), Map.of(), FUNCTION))
			.containsEntry("service.name", "thumbnails");
	}

	@Test
	void anInstanceThatIsRestoredIsAnother() {
		OtlpResources resources = new OtlpResources(null, (name) -> null);
		assertThat(resources.resource(FUNCTION)).isSameAs(resources.resource(FUNCTION));
		assertThat(resources.resource(new FunctionIdentity("thumbnails", null, "def", true)).getAttributes().asMap())
			.containsValue("def")
			.doesNotContainValue("abc");
	}

}
