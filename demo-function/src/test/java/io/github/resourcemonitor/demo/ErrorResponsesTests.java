package io.github.resourcemonitor.demo;

import io.github.resourcemonitor.storageserver.LocalStorageServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code ErrorResponses}, over HTTP.
 */
@DemoTest
class ErrorResponsesTests {

	@Autowired
	private DemoClient client;

	@Autowired
	private LocalStorageServer server;

	@AfterEach
	void clearFaults() {
		this.server.clearFaults();
	}

	@Test
	void namesTheMissingObject() {
		JsonNode problem = problem(this.client.thumbnail("photos", "missing.jpg", 320), 404);
		assertThat(problem.path("detail").asString()).contains("'missing.jpg'", "'photos'");
		assertThat(problem.path("bucket").asString()).isEqualTo("photos");
		assertThat(problem.path("name").asString()).isEqualTo("missing.jpg");
		problem(this.client.wordcount("nowhere", "novel.txt"), 404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"bucket\":\"photos\",", "[]", "null", "", "photos" })
	void refusesBodyThatIsNotAJsonObject(String body) {
		problem(this.client.post("/thumbnail", body), 400);
		problem(this.client.post("/wordcount", body), 400);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			{"name":"hills.jpg","width":320};                    bucket
			{"bucket":" ","name":"hills.jpg","width":320};       bucket
			{"bucket":"photos","width":320};                     name
			{"bucket":"photos","name":"hills.jpg"};              width
			{"bucket":"photos","name":"hills.jpg","width":null}; width
			{"bucket":"photos","name":"hills.jpg","width":0};    width
			{"bucket":"photos","name":"hills.jpg","width":-1};   width
			{"bucket":"photos","name":"hills.jpg","width":4097}; width
			{"bucket":"photos","name":"hills.jpg","width":"a"};  width
			{"bucket":["photos"],"name":"hills.jpg","width":9};  bucket
			""")
	void namesTheFieldThatIsNotValid(String body, String field) {
		JsonNode problem = problem(this.client.post("/thumbnail", body), 400);
		assertThat(problem.path("detail").asString()).contains("Field '" + field + "'");
	}

	@Test
	void namesAllFieldsThatAreNotValid() {
		JsonNode problem = problem(this.client.post("/wordcount", "{}"), 400);
		assertThat(problem.path("detail").asString()).isEqualTo("Field 'bucket' is missing; Field 'name' is missing");
		assertThat(problem.path("fields").propertyNames()).containsExactlyInAnyOrder("bucket", "name");
	}

	@Test
	void describesContentThatIsNotAnImage() {
		JsonNode problem = problem(this.client.thumbnail("texts", "letters.txt", 320), 422);
		assertThat(problem.path("detail").asString()).contains("texts/letters.txt is not an image")
			.contains("bytes of text");
		this.server.putObject("photos", "empty.jpg", "image/jpeg", new byte[0]);
		assertThat(problem(this.client.thumbnail("photos", "empty.jpg", 320), 422).path("detail").asString())
			.contains("an empty object");
		byte[] broken = { (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 16, 'J' };
		this.server.putObject("photos", "broken.jpg", "image/jpeg", broken);
		assertThat(problem(this.client.thumbnail("photos", "broken.jpg", 320), 422).path("detail").asString())
			.contains("image/jpeg that cannot be decoded");
	}

	@Test
	void respondsWithAnErrorIfTheStorageKeepsFailing() {
		this.server.clearRequests();
		this.server.failNext(1000, 503);
		JsonNode problem = problem(this.client.thumbnail("photos", "hills.jpg", 320), 503);
		assertThat(problem.path("detail").asString()).contains("photos/hills.jpg", "it answered 503",
				"Check that the storage server is running");
		problem(this.client.wordcount("texts", "novel.txt"), 503);
		assertThat(this.server.requests()).as("at most four attempts of each").hasSizeBetween(2, 8);
	}

	@Test
	void respondsWithAnErrorIfUploadsFail() {
		this.server.fail((line) -> line.isUpload(), 1000, 503);
		problem(this.client.thumbnail("photos", "hills.jpg", 320), 503);
	}

	private static JsonNode problem(DemoClient.Answer answer, int status) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.contentType()).isEqualTo("application/problem+json");
		assertThat(answer.json().path("status").asInt()).isEqualTo(status);
		return answer.json();
	}

}
