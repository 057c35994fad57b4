package io.github.resourcemonitor.demo;

import io.github.resourcemonitor.test.InvocationRecords;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the records of requests, with the properties and the addresses that the
 * demo's page names.
 */
@DemoTest
@TestPropertySource(properties = { "resource-monitor.requests=on", "resource-monitor.response-header=X-Invocation-Id" })
class RequestRecordsTests {

	@Autowired
	private DemoClient client;

	@Autowired
	private InvocationRecords records;

	@Test
	void areFoundAsThePageSays() {
		DemoClient.Answer answer = this.client.thumbnail("photos", "valley.jpg", 64);
		// The response is there before the record.
		assertThat(this.records.all()).hasSize(2);
		String id = answer.header("X-Invocation-Id");
		JsonNode listed = this.client.get("/actuator/invocations?handler=POST%20/thumbnail").json().path("invocations");
		assertThat(listed).hasSize(1);
		assertThat(listed.get(0).path("id").asString()).isEqualTo(id);
		JsonNode request = record(id);
		assertThat(request.path("handler").asString()).isEqualTo("POST /thumbnail");
		assertThat(request.path("request").path("status").asInt()).isEqualTo(200);
		JsonNode function = record(answer.json().path("invocationId").asString());
		assertThat(function.path("handler").asString()).isEqualTo("thumbnail");
		assertThat(function.path("parentId").asString()).isEqualTo(id);
		assertThat(request.path("transfers")).isEqualTo(function.path("transfers"));
	}

	private JsonNode record(String id) {
		DemoClient.Answer record = this.client.get("/actuator/invocations/" + id);
		assertThat(record.status()).as(record.body()).isEqualTo(200);
		return record.json();
	}

}
