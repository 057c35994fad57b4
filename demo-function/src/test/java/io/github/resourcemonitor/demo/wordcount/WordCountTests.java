package io.github.resourcemonitor.demo.wordcount;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link WordCount}.
 */
class WordCountTests {

	@Test
	void countsAsWcDoes() throws IOException {
		WordCount count = count("Dry bread -- dry  bread,\n\n\tand tea");
		assertThat(count.bytes()).isEqualTo(34);
		assertThat(count.lines()).isEqualTo(2);
		assertThat(count.words()).isEqualTo(7);
	}

	@Test
	void countsWordsRegardlessOfCaseAndPunctuation() throws IOException {
		WordCount count = count("Dry bread -- dry  bread,\n\n\tand tea");
		assertThat(count.distinctWords()).isEqualTo(4);
		assertThat(count.mostFrequent()).containsExactly(entry("bread", 2L), entry("dry", 2L), entry("and", 1L),
				entry("tea", 1L));
	}

	@Test
	void countsWordsThatCrossTheBuffer() throws IOException {
		assertThat(count("x".repeat(20_000) + " " + "ä".repeat(20_000)).words()).isEqualTo(2);
	}

	@Test
	void countsWordsInBinaryContent() throws IOException {
		byte[] binary = { (byte) 0xC3, 0, (byte) 0xFF, '\n' };
		assertThat(WordCount.of(new ByteArrayInputStream(binary)).words()).isEqualTo(1);
		assertThat(count("").words()).isZero();
	}

	private WordCount count(String text) throws IOException {
		return WordCount.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
	}

}
