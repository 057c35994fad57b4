package io.github.resourcemonitor.demo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code DashboardAddress}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DashboardAddressTests {

	@Test
	void lastLineOfTheStartNamesTheAddress(CapturedOutput output) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(DemoApplication.class)
			.run("--server.port=0", "--demo.image-megapixels=0.01", "--demo.text-size=1KB")) {
			String port = context.getEnvironment().getRequiredProperty("local.server.port");
			assertThat(output.getOut().stripTrailing())
				.endsWith("Dashboard: http://localhost:" + port + "/actuator/dashboard");
		}
	}

}
