package io.github.resourcemonitor.schema;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * A growing buffer of JSON in UTF-8. Values are encoded straight into it, without a
 * string in between.
 * <p>
 * Not safe for use by several threads.
 */
final class JsonBytes {

	private static final int INITIAL_CAPACITY = 4096;

	/**
	 * How many characters are encoded between two looks at the capacity.
	 */
	private static final int CHUNK = 512;

	/**
	 * The longest form of one character, <code>&#92;u0000</code>.
	 */
	private static final int LONGEST_ESCAPE = 6;

	private static final int LONGEST_NUMBER = 20;

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] MIN_LONG = String.valueOf(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

	/**
	 * For each character of ASCII: 0 if it stands for itself, {@code u} if it is written
	 * as a number, else what follows the backslash.
	 */
	private static final byte[] ESCAPES = escapes();

	private static final long SECONDS_PER_DAY = 86_400;

	/**
	 * Whole seconds of the years 0 to 9999, which have four digits.
	 */
	private static final long YEAR_0 = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

	private static final long YEAR_10000 = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() + 1;

	private byte[] bytes = new byte[INITIAL_CAPACITY];

	private int length;

	private static byte[] escapes() {
		byte[] result = new byte[128];
		Arrays.fill(result, 0, ' ', (byte) 'u');
		result[0x7f] = 'u';
		result['"'] = '"';
		result['\\'] = '\\';
		result['\b'] = 'b';
		result['\f'] = 'f';
		result['\n'] = 'n';
		result['\r'] = 'r';
		result['\t'] = 't';
		return result;
	}

	byte[] array() {
		return this.bytes;
	}

	int length() {
		return this.length;
	}

	/**
	 * Forget what was written after a moment.
	 * @param to the length at that moment
	 */
	void truncate(int to) {
		this.length = to;
	}

	/**
	 * Return the byte that was written last; there must be one.
	 */
	byte last() {
		return this.bytes[this.length - 1];
	}

	private void ensure(int more) {
		if (this.bytes.length - this.length < more) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.length + more));
		}
	}

	void raw(char ascii) {
		ensure(1);
		this.bytes[this.length++] = (byte) ascii;
	}

	void raw(byte[] source, int from) {
		int count = source.length - from;
		ensure(count);
		System.arraycopy(source, from, this.bytes, this.length, count);
		this.length += count;
	}

	/**
	 * Write a text of ASCII as it is.
	 */
	@SuppressWarnings("deprecation")
	void raw(String ascii) {
		ensure(ascii.length());
		ascii.getBytes(0, ascii.length(), this.bytes, this.length);
		this.length += ascii.length();
	}

	void integer(long value) {
		ensure(LONGEST_NUMBER);
		if (value == Long.MIN_VALUE) {
			raw(MIN_LONG, 0);
			return;
		}
		long rest = value;
		if (value < 0) {
			this.bytes[this.length++] = '-';
			rest = -value;
		}
		int end = this.length + digits(rest);
		int at = end;
		while (rest > Integer.MAX_VALUE) {
			long quotient = rest / 100;
			at = twoDigits(at, (int) (rest - quotient * 100));
			rest = quotient;
		}
		int small = (int) rest;
		while (small >= 10) {
			int quotient = small / 100;
			at = twoDigits(at, small - quotient * 100);
			small = quotient;
		}
		if (at > this.length) {
			this.bytes[this.length] = (byte) ('0' + small);
		}
		this.length = end;
	}

	private int twoDigits(int end, int value) {
		int tens = value / 10;
		this.bytes[end - 1] = (byte) ('0' + value - tens * 10);
		this.bytes[end - 2] = (byte) ('0' + tens);
		return end - 2;
	}

	private static int digits(long value) {
		int digits = 1;
		for (long bound = 10; digits < 19 && value >= bound; bound *= 10) {
			digits++;
		}
		return digits;
	}

	/**
	 * Write a number as {@link Double#toString(double)} does; most have no more than
	 * three decimals, and make no garbage.
	 * @param value the number; finite
	 */
	void number(double value) {
		double magnitude = Math.abs(value);
		long thousandths = (magnitude < 1e7) ? Math.round(magnitude * 1000) : 0;
		// A quotient of whole numbers is the closest to the decimal with these digits.
		if (thousandths == 0 || thousandths / 1000.0 != magnitude) {
			raw((value == 0 && 1 / value > 0) ? "0.0" : Double.toString(value));
			return;
		}
		if (value < 0) {
			raw('-');
		}
		integer(thousandths / 1000);
		raw('.');
		int decimals = (int) (thousandths % 1000);
		digit(decimals / 100);
		if (decimals % 100 > 0) {
			digit(decimals / 10 % 10);
			if (decimals % 10 > 0) {
				digit(decimals % 10);
			}
		}
	}

	private void digit(int value) {
		raw((char) ('0' + value));
	}

	private void digits(int value, int count) {
		ensure(count);
		int rest = value;
		for (int i = this.length + count - 1; i >= this.length; i--) {
			this.bytes[i] = (byte) ('0' + rest % 10);
			rest /= 10;
		}
		this.length += count;
	}

	/**
	 * Write a moment as {@link Instant#toString()} does, in quotes.
	 */
	void timestamp(Instant value) {
		long second = value.getEpochSecond();
		raw('"');
		if (second < YEAR_0 || second >= YEAR_10000) {
			raw(value.toString());
		}
		else {
			date(Math.floorDiv(second, SECONDS_PER_DAY));
			time((int) Math.floorMod(second, SECONDS_PER_DAY), value.getNano());
		}
		raw('"');
	}

	/**
	 * Write the date of a day. Years are counted from March, so that the leap day is the
	 * last of its year, in eras of 400 years.
	 */
	private void date(long epochDay) {
		long day = epochDay + 719_468;
		long era = Math.floorDiv(day, 146_097);
		int dayOfEra = (int) Math.floorMod(day, 146_097);
		int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
		int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
		int monthFromMarch = (5 * dayOfYear + 2) / 153;
		int month = (monthFromMarch < 10) ? monthFromMarch + 3 : monthFromMarch - 9;
		digits((int) (era * 400) + yearOfEra + ((month <= 2) ? 1 : 0), 4);
		raw('-');
		digits(month, 2);
		raw('-');
		digits(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, 2);
	}

	private void time(int secondOfDay, int nanos) {
		raw('T');
		digits(secondOfDay / 3600, 2);
		raw(':');
		digits(secondOfDay / 60 % 60, 2);
		raw(':');
		digits(secondOfDay % 60, 2);
		if (nanos > 0) {
			raw('.');
			if (nanos % 1_000_000 == 0) {
				digits(nanos / 1_000_000, 3);
			}
			else if (nanos % 1000 == 0) {
				digits(nanos / 1000, 6);
			}
			else {
				digits(nanos, 9);
			}
		}
		raw('Z');
	}

	/**
	 * Write a text in quotes. Characters that end a line anywhere, such as U+2028, are
	 * escaped; a surrogate without its other half becomes U+FFFD.
	 */
	void text(String value) {
		raw('"');
		for (int from = 0; from < value.length(); from += CHUNK) {
			int to = Math.min(value.length(), from + CHUNK);
			ensure((to - from) * LONGEST_ESCAPE);
			this.length = encode(value, from, to, this.bytes, this.length);
		}
		raw('"');
	}

	private static int encode(String value, int from, int to, byte[] target, int start) {
		int at = start;
		for (int i = from; i < to; i++) {
			char c = value.charAt(i);
			if (c < 0x80) {
				byte escape = ESCAPES[c];
				if (escape == 0) {
					target[at++] = (byte) c;
				}
				else if (escape == 'u') {
					at = escaped(c, target, at);
				}
				else {
					target[at++] = '\\';
					target[at++] = escape;
				}
			}
			else if (c < 0xa0 || c == '\u2028' || c == '\u2029') {
				at = escaped(c, target, at);
			}
			else if (Character.isSurrogate(c)) {
				at = surrogate(value, i, target, at);
			}
			else {
				at = utf8(c, target, at);
			}
		}
		return at;
	}

	/**
	 * Write a pair where its second half stands, and half of none as what stands for
	 * unknown characters.
	 */
	private static int surrogate(String value, int index, byte[] target, int at) {
		char c = value.charAt(index);
		if (Character.isHighSurrogate(c)) {
			boolean paired = index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1));
			return paired ? at : utf8('\ufffd', target, at);
		}
		boolean paired = index > 0 && Character.isHighSurrogate(value.charAt(index - 1));
		return utf8(paired ? Character.toCodePoint(value.charAt(index - 1), c) : '\ufffd', target, at);
	}

	private static int utf8(int codePoint, byte[] target, int start) {
		int at = start;
		if (codePoint < 0x800) {
			target[at++] = (byte) (0xc0 | codePoint >> 6);
		}
		else if (codePoint < 0x10000) {
			target[at++] = (byte) (0xe0 | codePoint >> 12);
			target[at++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
		}
		else {
			target[at++] = (byte) (0xf0 | codePoint >> 18);
			target[at++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
			target[at++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
		}
		target[at++] = (byte) (0x80 | codePoint & 0x3f);
		return at;
	}

	private static int escaped(char c, byte[] target, int start) {
		int at = start;
		target[at++] = '\\';
		target[at++] = 'u';
		target[at++] = HEX[c >> 12];
		target[at++] = HEX[c >> 8 & 0xf];
		target[at++] = HEX[c >> 4 & 0xf];
		target[at++] = HEX[c & 0xf];
		return at;
	}

}
