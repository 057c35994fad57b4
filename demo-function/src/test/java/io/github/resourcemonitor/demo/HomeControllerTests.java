package io.github.resourcemonitor.demo;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code HomeController}, over HTTP.
 */
@DemoTest
class HomeControllerTests {

	@Autowired
	private DemoClient client;

	@Test
	void listsTheEndpoints() {
		DemoClient.Answer answer = this.client.get("/");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.contentType()).startsWith("text/plain");
		assertThat(answer.body()).contains("/thumbnail", "/wordcount", "/actuator/invocations", "/actuator/resources",
				"/actuator/dashboard");
	}

	@Test
	void saysHowToSeeTheRecordsOfFunctionsAndRequests() {
		assertThat(this.client.get("/").body()).contains("/actuator/invocations?handler=thumbnail",
				"--resource-monitor.requests=on", "--resource-monitor.response-header=X-Invocation-Id",
				"/actuator/invocations?handler=POST%20/thumbnail");
	}

	@Test
	void namesTheAvailableObjects() {
		assertThat(this.client.get("/").body()).contains("photos/hills.jpg", "photos/mountains.jpg",
				"photos/valley.jpg", "texts/letters.txt", "texts/novel.txt");
	}

}
