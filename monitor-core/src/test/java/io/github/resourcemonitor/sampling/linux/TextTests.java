package io.github.resourcemonitor.sampling.linux;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TextTests {

	private static final long MISSING = -77;

	@ParameterizedTest
	@CsvSource({ "0, 0", "42, 42", "'  42', 42", "'\t42', 42", "42kB, 42", "-42, -42", "007, 7",
			"9223372036854775807, 9223372036854775807", "9223372036854775808, -77", "18446744073709551615, -77",
			"99999999999999999999999, -77", "-9223372036854775808, -77", "'', -77", "-, -77", "x, -77", "' x1', -77" })
	void readsANumber(String content, long expected) {
		assertThat(text(content).number(MISSING)).isEqualTo(expected);
	}

	@Test
	void readsNumbersOneAfterAnother() {
		Text text = text("1 22\t333 x 99999999999999999999 55555");
		assertThat(text.number(MISSING)).isEqualTo(1);
		assertThat(text.number(MISSING)).isEqualTo(22);
		assertThat(text.number(MISSING)).isEqualTo(333);
		assertThat(text.number(MISSING)).isEqualTo(MISSING);
		assertThat(text.number(MISSING)).isEqualTo(MISSING);
		assertThat(text.number(MISSING)).isEqualTo(55555);
		assertThat(text.number(MISSING)).isEqualTo(MISSING);
	}

	@Test
	void doesNotReadANumberOnTheNextLine() {
		Text text = text("a:\n5");
		assertThat(text.accept("a:")).isTrue();
		assertThat(text.number(MISSING)).isEqualTo(MISSING);
		text.nextLine();
		assertThat(text.number(MISSING)).isEqualTo(5);
	}

	@Test
	void movesByWordsWithinALine() {
		Text text = text("one  two\tthree\nfour");
		text.skipWords(2);
		text.skipBlanks();
		assertThat(text.accept("three")).isTrue();
		text.skipWords(5);
		text.nextLine();
		assertThat(text.accept("four")).isTrue();
		assertThat(text.hasMore()).isFalse();
	}

	@Test
	void acceptsAWholeWordOnly() {
		Text text = text("word");
		assertThat(text.accept("words")).isFalse();
		assertThat(text.accept("work")).isFalse();
		assertThat(text.position()).isZero();
		assertThat(text.accept("wor")).isTrue();
		assertThat(text.accept("d")).isTrue();
	}

	@Test
	void findsTheNextCharacterOnALineOrTheLastOne() {
		Text text = text("a)b)c\nd)e");
		assertThat(text.skipPast(')')).isTrue();
		assertThat(text.position()).isEqualTo(2);
		assertThat(text.skipPast('d')).isFalse();
		text.position(0);
		assertThat(text.skipPastLast(')', 100)).isTrue();
		assertThat(text.accept("e")).isTrue();
		assertThat(text.skipPastLast(')', 100)).isFalse();
		text.position(0);
		assertThat(text.skipPastLast(')', 1)).isFalse();
		assertThat(text.skipPastLast(')', 4)).isTrue();
		assertThat(text.position()).isEqualTo(4);
	}

	@ParameterizedTest
	@CsvSource({ "0A, 10", "ff, 255", "01 , 1", "1, -1", "'', -1", "?1, -1", "1?, -1" })
	void readsAHexadecimalByte(String content, int expected) {
		assertThat(text(content).hexByte()).isEqualTo(expected);
	}

	private static Text text(String content) {
		return Text.of(content.getBytes(StandardCharsets.US_ASCII));
	}

	@Test
	void skipsToAWholeLineNearTheEnd() {
		Text text = Text.of("first line\nnonvoluntary: 1\nvoluntary: 2\n".getBytes(StandardCharsets.UTF_8));
		// Skips to the position after 'non' in the second line, which must not be
		// mistaken for the third.
		text.skipToLineWithin("voluntary: 1\nvoluntary: 2\n".length());
		assertThat(text.accept("voluntary: ")).isTrue();
		assertThat(text.number(-1)).isEqualTo(2);
		text.position(0);
		text.skipToLineWithin(1000);
		assertThat(text.accept("first")).isTrue();
	}

}
