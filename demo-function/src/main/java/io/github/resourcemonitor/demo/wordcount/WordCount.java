package io.github.resourcemonitor.demo.wordcount;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Counts the words of a text, which need not fit into memory. A word is what stands
 * between white space, as for {@code wc -w}; for telling words apart, case and
 * punctuation do not matter.
 */
final class WordCount {

	private static final int FREQUENT_WORDS = 5;

	private static final int LONGEST_WORD = 100;

	private final StringBuilder word = new StringBuilder();

	private final Map<String, Long> occurrences = new HashMap<>();

	private final long bytes;

	private long lines;

	private long words;

	private boolean inWord;

	private WordCount(long bytes) {
		this.bytes = bytes;
	}

	static WordCount of(Path text) {
		try (Reader reader = new InputStreamReader(Files.newInputStream(text), StandardCharsets.UTF_8)) {
			WordCount count = new WordCount(Files.size(text));
			count.read(reader);
			return count;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read(Reader reader) throws IOException {
		char[] buffer = new char[8192];
		for (int length = reader.read(buffer); length >= 0; length = reader.read(buffer)) {
			for (int i = 0; i < length; i++) {
				add(buffer[i]);
			}
		}
		endWord();
	}

	private void add(char character) {
		if (character == '\n') {
			this.lines++;
		}
		if (Character.isWhitespace(character)) {
			endWord();
			return;
		}
		this.inWord = true;
		if (Character.isLetterOrDigit(character) && this.word.length() < LONGEST_WORD) {
			this.word.append(character);
		}
	}

	private void endWord() {
		if (this.inWord) {
			this.words++;
			this.inWord = false;
		}
		if (!this.word.isEmpty()) {
			this.occurrences.merge(this.word.toString().toLowerCase(Locale.ROOT), 1L, Long::sum);
			this.word.setLength(0);
		}
	}

	long bytes() {
		return this.bytes;
	}

	long lines() {
		return this.lines;
	}

	long words() {
		return this.words;
	}

	int distinctWords() {
		return this.occurrences.size();
	}

	Map<String, Long> mostFrequent() {
		Map<String, Long> frequent = new LinkedHashMap<>();
		this.occurrences.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
				.thenComparing(Map.Entry.comparingByKey()))
			.limit(FREQUENT_WORDS)
			.forEach((entry) -> frequent.put(entry.getKey(), entry.getValue()));
		return frequent;
	}

}
