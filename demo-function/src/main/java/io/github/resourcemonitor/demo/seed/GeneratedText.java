package io.github.resourcemonitor.demo.seed;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * A text of made-up words, of which few are frequent and many are rare, as in a natural
 * language. The same seed and size give the same text.
 *
 * @param seed tells texts apart
 * @param bytes the size, exceeded by less than one paragraph
 */
record GeneratedText(long seed, long bytes) {

	private static final String[] SYLLABLES = { "ta", "re", "mi", "no", "sel", "ka", "ven", "or", "ü", "li", "dra",
			"pe", "sto", "é", "ma", "hin", "ru", "ga", "tion", "bel" };

	private static final int VOCABULARY = 20_000;

	byte[] toUtf8() {
		SplittableRandom random = new SplittableRandom(this.seed);
		String[] vocabulary = vocabulary(random);
		StringBuilder text = new StringBuilder((int) this.bytes + 1024);
		// Some letters take two bytes, so the characters are a little fewer.
		long characters = this.bytes * 15 / 16;
		while (text.length() < characters) {
			paragraph(text, vocabulary, random);
		}
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static String[] vocabulary(SplittableRandom random) {
		String[] words = new String[VOCABULARY];
		for (int i = 0; i < words.length; i++) {
			StringBuilder word = new StringBuilder();
			int syllables = 1 + (int) (Math.log10(i + 1) * 0.8) + random.nextInt(2);
			for (int j = 0; j < syllables; j++) {
				word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
			}
			words[i] = word.toString();
		}
		return words;
	}

	private static void paragraph(StringBuilder text, String[] vocabulary, SplittableRandom random) {
		int lineStart = text.length();
		int words = 40 + random.nextInt(80);
		for (int i = 1; i <= words; i++) {
			// An exponent that is uniform makes the frequencies fall with the rank.
			text.append(vocabulary[(int) Math.pow(VOCABULARY, random.nextDouble())]);
			if (i == words || random.nextInt(12) == 0) {
				text.append('.');
			}
			boolean full = text.length() - lineStart > 72;
			text.append((full || i == words) ? '\n' : ' ');
			if (full) {
				lineStart = text.length();
			}
		}
		text.append('\n');
	}

}
