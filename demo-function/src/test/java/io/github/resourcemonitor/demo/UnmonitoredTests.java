package io.github.resourcemonitor.demo;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the demo without the monitor, which is the baseline for its cost.
 */
@DemoTest
@TestPropertySource(properties = "resource-monitor.enabled=false")
class UnmonitoredTests {

	@Autowired
	private DemoClient client;

	@Test
	void worksWithoutAnInvocationId() {
		DemoClient.Answer answer = this.client.thumbnail("photos", "hills.jpg", 320);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().has("invocationId")).isFalse();
		assertThat(this.client.wordcount("texts", "letters.txt").status()).isEqualTo(200);
		assertThat(this.client.get("/actuator/invocations").status()).isEqualTo(404);
	}

}
