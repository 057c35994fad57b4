package io.github.resourcemonitor.demo.wordcount;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
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

	private long bytes;

	private long lines;

	private long words;

	private boolean inWord;

	private WordCount() {
	}

	/**
	 * Counts the words of a text while it comes.
	 * @param text the text, in UTF-8
	 * @return the count
	 * @throws IOException if the text cannot be read
	 */
	static WordCount of(InputStream text) throws IOException {
		WordCount count = new WordCount();
		count.read(new InputStreamReader(count.new CountedStream(text), StandardCharsets.UTF_8));
		return count;
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

	/**
	 * Counts the bytes of the text.
	 */
	private final class CountedStream extends FilterInputStream {

		CountedStream(InputStream in) {
			super(in);
		}

		@Override
		public int read() throws IOException {
			int b = super.read();
			WordCount.this.bytes += (b >= 0) ? 1 : 0;
			return b;
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			int n = super.read(buffer, offset, length);
			WordCount.this.bytes += Math.max(n, 0);
			return n;
		}

	}

}
