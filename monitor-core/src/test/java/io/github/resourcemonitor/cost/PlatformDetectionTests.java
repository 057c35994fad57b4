package io.github.resourcemonitor.cost;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlatformDetection}.
 */
class PlatformDetectionTests {

	private static PlatformDetection detection(String... variables) {
		Map<String, String> environment = new HashMap<>();
		for (String variable : variables) {
			String[] parts = variable.split("=", 2);
			environment.put(parts[0], (parts.length > 1) ? parts[1] : "set");
		}
		return new PlatformDetection(environment::get);
	}

	@ParameterizedTest
	@CsvSource({ "K_SERVICE K_REVISION K_CONFIGURATION, CLOUD_RUN",
			"K_SERVICE K_REVISION K_CONFIGURATION FUNCTION_TARGET, CLOUD_RUN",
			"CLOUD_RUN_JOB CLOUD_RUN_EXECUTION, CLOUD_RUN_JOBS", "CLOUD_RUN_WORKER_POOL, CLOUD_RUN_WORKER_POOLS",
			"K_SERVICE K_REVISION FUNCTION_TARGET, CLOUD_FUNCTIONS_1",
			"AWS_LAMBDA_FUNCTION_NAME AWS_REGION, AWS_LAMBDA",
			"FUNCTIONS_WORKER_RUNTIME WEBSITE_SITE_NAME, AZURE_FUNCTIONS" })
	void platformsAreKnownByTheirVariables(String variables, Platform platform) {
		assertThat(detection(variables.split(" ")).platform()).isEqualTo(platform);
	}

	@Test
	void elsewhereThereIsNone() {
		assertThat(detection().platform()).isNull();
		assertThat(detection("K_SERVICE").platform()).isNull();
		assertThat(detection("FUNCTION_TARGET").platform()).isNull();
		assertThat(detection("AWS_REGION").platform()).isNull();
		assertThat(detection("CLOUD_RUN_JOB= ").platform()).isNull();
	}

	@Test
	void theMetadataServerIsAskedOnGoogleCloudAlone() {
		PlatformDetection detection = detection("AWS_REGION=us-east-1", "REGION_NAME=East US");
		for (Platform platform : Platform.values()) {
			boolean google = platform.label().startsWith("cloud-");
			boolean[] asked = { false };
			String region = detection.region(platform, () -> {
				asked[0] = true;
				return "us-central1";
			});
			assertThat(asked[0]).as(platform.label()).isEqualTo(google);
			assertThat("us-central1".equals(region)).isEqualTo(google);
		}
		assertThat(detection.region(Platform.AWS_LAMBDA, () -> null)).isEqualTo("us-east-1");
		assertThat(detection.region(Platform.AZURE_FUNCTIONS, () -> null)).isEqualTo("eastus");
		assertThat(detection().region(Platform.AZURE_FUNCTIONS, () -> null)).isNull();
	}

	@Test
	void lambdaSaysHowMuchMemoryThereIs() {
		assertThat(detection("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512").memoryBytes(Platform.AWS_LAMBDA))
			.isEqualTo(512L << 20);
		assertThat(detection("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512").memoryBytes(Platform.CLOUD_RUN)).isNull();
		assertThat(detection("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=much").memoryBytes(Platform.AWS_LAMBDA)).isNull();
	}

}
