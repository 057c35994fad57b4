package io.github.resourcemonitor.schema;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class JsonBytesTests {

	private final JsonMapper json = JsonMapper.builder().build();

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 9, 10, 11, 99, 100, 101, 999, 1000, 12_345, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L,
			99_999_999_999L, 214_748_364_799L, 999_999_999_999_999_999L, 1_000_000_000_000_000_000L, Long.MAX_VALUE,
			Long.MAX_VALUE - 1, -1, -10, -2_147_483_648L, Long.MIN_VALUE, Long.MIN_VALUE + 1 })
	void writesWholeNumbers(long value) {
		assertThat(written((bytes) -> bytes.integer(value))).isEqualTo(Long.toString(value));
	}

	@Test
	void writesWholeNumbersOfEachLength() {
		Random random = new Random(1);
		for (int i = 0; i < 20_000; i++) {
			long value = random.nextLong() >> random.nextInt(64);
			assertThat(written((bytes) -> bytes.integer(value))).isEqualTo(Long.toString(value));
		}
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -0.0, 1, -1, 0.1, 0.12, 0.123, 0.1234, 0.001, 0.0009, 0.0005, 0.0004, 1.0E-4, 99.9995,
			10.75, 1.0 / 3, 2.0 / 3, 9_999_999, 9_999_999.999, 9_999_999.9999, 1.0E7, 1.5E7, 123456789.125, 2.0E15,
			1.0E21, -12.5, -1.0E-3, Double.MAX_VALUE, Double.MIN_VALUE, -Double.MAX_VALUE, Math.PI, 0.3, 0.1 + 0.2,
			100.0, 4.35, 1.005, 1e-300 })
	void writesNumbersAsJavaDoes(double value) {
		assertThat(written((bytes) -> bytes.number(value))).isEqualTo(Double.toString(value));
	}

	@Test
	void writesNumbersThatReadBackTheSame() {
		Random random = new Random(2);
		for (int i = 0; i < 20_000; i++) {
			double value = switch (i % 4) {
				case 0 -> random.nextInt(100_000_000) / 1000.0;
				case 1 -> random.nextDouble() * Math.pow(10, random.nextInt(20) - 10);
				case 2 -> (double) random.nextInt(1000) / (1 + random.nextInt(20));
				default -> Double.longBitsToDouble(random.nextLong());
			};
			if (Double.isFinite(value)) {
				assertThat(this.json.readValue(written((bytes) -> bytes.number(value)), Double.class)).isEqualTo(value);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1970-01-01T00:00:00Z", "2026-11-23T04:05:06.789Z", "2000-02-29T23:59:59.999999999Z",
			"1900-03-01T00:00:00.000001Z", "2100-02-28T12:00:00.100Z", "0000-01-01T00:00:00Z",
			"9999-12-31T23:59:59.999999999Z", "+10000-01-01T00:00:00Z", "-0001-12-31T23:59:59Z",
			"1969-12-31T23:59:59.123456Z", "2024-12-31T00:00:00Z", "2025-01-01T00:00:00.000000001Z" })
	void writesMomentsAsJavaDoes(String moment) {
		Instant value = Instant.parse(moment);
		assertThat(written((bytes) -> bytes.timestamp(value))).isEqualTo("\"" + value + "\"");
	}

	@Test
	void writesAnyMomentAsJavaDoes() {
		Random random = new Random(3);
		for (int i = 0; i < 20_000; i++) {
			Instant value = Instant.ofEpochSecond(random.nextLong() >> 26 + random.nextInt(8),
					random.nextInt(1_000) * 1L * ((i % 2 == 0) ? 1_000_000 : 1));
			assertThat(written((bytes) -> bytes.timestamp(value))).isEqualTo("\"" + value + "\"");
		}
	}

	@Test
	void escapesWhatJsonWantsAndWhatEndsALine() {
		assertThat(written((bytes) -> bytes.text("\"\\/\b\f\n\r\t\u0000\u001f\u007f\u0085\u009f\u00a0\u2028\u2029")))
			.isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f\\u0085\\u009f\u00a0\\u2028\\u2029\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "plain", "Zürich", "日本語", "😀", "a😀b", "\u07ff\u0800\uffff", "𐀀\udbff\udfff" })
	void writesUtf8(String value) {
		assertThat(written((bytes) -> bytes.text(value))).isEqualTo("\"" + value + "\"");
	}

	@Test
	void halfOfASurrogatePairBecomesAReplacement() {
		assertThat(written((bytes) -> bytes.text("\ud800"))).isEqualTo("\"\ufffd\"");
		assertThat(written((bytes) -> bytes.text("a\udc00b"))).isEqualTo("\"a\ufffdb\"");
		assertThat(written((bytes) -> bytes.text("\ud83d\ud83d\ude00\ude00"))).isEqualTo("\"\ufffd😀\ufffd\"");
	}

	@Test
	void pairsAreKeptWhereverTheTextIsCut() {
		for (int before = 500; before < 520; before++) {
			String value = "x".repeat(before) + "😀".repeat(700) + "\ud83d";
			assertThat(written((bytes) -> bytes.text(value)))
				.isEqualTo("\"" + value.substring(0, value.length() - 1) + "\ufffd\"");
		}
	}

	@Test
	void readsBackAnyTextOfWholeCharacters() {
		Random random = new Random(4);
		for (int i = 0; i < 2_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int length = random.nextInt(40); length > 0; length--) {
				int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1) >> random.nextInt(21);
				text.appendCodePoint(Character.isBmpCodePoint(codePoint) && Character.isSurrogate((char) codePoint)
						? 'x' : codePoint);
			}
			assertThat(this.json.readValue(written((bytes) -> bytes.text(text.toString())), String.class))
				.isEqualTo(text.toString());
		}
	}

	@Test
	void growsForALongText() {
		String value = "\u0001".repeat(100_000);
		assertThat(written((bytes) -> bytes.text(value))).hasSize(2 + 600_000);
	}

	private static String written(Consumer<JsonBytes> writing) {
		JsonBytes bytes = new JsonBytes();
		writing.accept(bytes);
		try {
			// Fails if the bytes are not valid UTF-8.
			return StandardCharsets.UTF_8.newDecoder()
				.decode(ByteBuffer.wrap(bytes.array(), 0, bytes.length()))
				.toString();
		}
		catch (CharacterCodingException ex) {
			throw new AssertionError("Not UTF-8", ex);
		}
	}

}
