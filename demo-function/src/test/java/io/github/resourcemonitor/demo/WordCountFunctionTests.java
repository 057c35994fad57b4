package io.github.resourcemonitor.demo;

import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;

import io.github.resourcemonitor.storageserver.LocalStorageServer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the function {@code wordcount}.
 */
@DemoTest
class WordCountFunctionTests {

	@Autowired
	private DemoClient client;

	@Autowired
	private LocalStorageServer server;

	@Test
	void countsTheWordsOfAnObject() {
		byte[] content = this.server.object("texts", "novel.txt").orElseThrow().content();
		String text = new String(content, StandardCharsets.UTF_8);
		DemoClient.Answer answer = this.client.wordcount("texts", "novel.txt");
		assertThat(answer.status()).isEqualTo(200);
		JsonNode count = answer.json();
		assertThat(count.path("bucket").asString()).isEqualTo("texts");
		assertThat(count.path("name").asString()).isEqualTo("novel.txt");
		assertThat(count.path("bytes").asLong()).isEqualTo(content.length);
		assertThat(count.path("lines").asLong()).isEqualTo(text.lines().count());
		assertThat(count.path("words").asLong()).isEqualTo(new StringTokenizer(text).countTokens());
		assertThat(count.path("mostFrequent")).hasSize(5);
	}

}
