package io.github.resourcemonitor.sampling.linux;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cursor over the bytes of a {@code /proc} file that parses in place, without allocating
 * objects for lines, words or numbers.
 * <p>
 * Not thread-safe.
 */
final class Text {

	private byte[] bytes;

	private int length;

	private int position;

	Text(int capacity) {
		this.bytes = new byte[capacity];
	}

	static Text of(byte[] bytes) {
		Text text = new Text(0);
		text.bytes = bytes;
		text.length = bytes.length;
		return text;
	}

	byte[] buffer() {
		return this.bytes;
	}

	void grow() {
		byte[] larger = new byte[this.bytes.length * 2];
		System.arraycopy(this.bytes, 0, larger, 0, this.bytes.length);
		this.bytes = larger;
	}

	void reset(int newLength) {
		this.length = newLength;
		this.position = 0;
	}

	boolean hasMore() {
		return this.position < this.length;
	}

	int position() {
		return this.position;
	}

	void position(int newPosition) {
		this.position = newPosition;
	}

	/**
	 * Move to the beginning of the first whole line within the last bytes of the text.
	 * @param bytes the number of bytes; the text may be shorter
	 */
	void skipToLineWithin(int bytes) {
		if (this.length - bytes > this.position) {
			this.position = this.length - bytes;
			nextLine();
		}
	}

	/**
	 * Move past the last occurrence of a character within the next bytes of the text.
	 * @param wanted the character
	 * @param within the number of bytes; the text may be shorter
	 * @return whether there is one
	 */
	boolean skipPastLast(char wanted, int within) {
		for (int i = Math.min(this.length, this.position + within) - 1; i >= this.position; i--) {
			if (this.bytes[i] == wanted) {
				this.position = i + 1;
				return true;
			}
		}
		return false;
	}

	/**
	 * Move past the next occurrence of a character on this line.
	 * @param wanted the character
	 * @return whether there is one
	 */
	boolean skipPast(char wanted) {
		while (this.position < this.length && this.bytes[this.position] != '\n') {
			if (this.bytes[this.position++] == wanted) {
				return true;
			}
		}
		return false;
	}

	void skipBlanks() {
		while (this.position < this.length && isBlank(this.bytes[this.position])) {
			this.position++;
		}
	}

	/**
	 * Move past a number of words of this line.
	 * @param words the number of words
	 */
	void skipWords(int words) {
		for (int i = 0; i < words; i++) {
			skipBlanks();
			while (this.position < this.length && this.bytes[this.position] > ' ') {
				this.position++;
			}
		}
	}

	void nextLine() {
		while (this.position < this.length && this.bytes[this.position++] != '\n') {
			// Only moves the position.
		}
	}

	/**
	 * Return whether the text continues with a word, and move past it if so.
	 * @param word the word
	 * @return whether it does
	 */
	boolean accept(String word) {
		int end = this.position + word.length();
		if (end > this.length) {
			return false;
		}
		for (int i = 0; i < word.length(); i++) {
			if ((this.bytes[this.position + i] & 0xFF) != word.charAt(i)) {
				return false;
			}
		}
		this.position = end;
		return true;
	}

	/**
	 * Read a decimal number after optional blanks. Another word in its place is skipped,
	 * so that the following fields keep their positions.
	 * @param missing the value to return if there is no number, or one too large for a
	 * {@code long}
	 * @return the number
	 */
	long number(long missing) {
		skipBlanks();
		boolean negative = this.position < this.length && this.bytes[this.position] == '-';
		int start = negative ? this.position + 1 : this.position;
		int i = start;
		long value = 0;
		boolean tooLarge = false;
		while (i < this.length && this.bytes[i] >= '0' && this.bytes[i] <= '9') {
			int digit = this.bytes[i++] - '0';
			tooLarge |= value > (Long.MAX_VALUE - digit) / 10;
			value = value * 10 + digit;
		}
		if (i == start) {
			skipWords(1);
			return missing;
		}
		this.position = i;
		if (tooLarge) {
			return missing;
		}
		return negative ? -value : value;
	}

	/**
	 * Read two hexadecimal digits.
	 * @return the number, or -1 if there are no two digits
	 */
	int hexByte() {
		if (this.position + 2 > this.length) {
			return -1;
		}
		int high = Character.digit(this.bytes[this.position], 16);
		int low = Character.digit(this.bytes[this.position + 1], 16);
		if (high < 0 || low < 0) {
			return -1;
		}
		this.position += 2;
		return high * 16 + low;
	}

	/**
	 * Return a part of the text.
	 * @param from where it begins
	 * @param to where it ends
	 * @return a new string
	 */
	String substring(int from, int to) {
		return new String(this.bytes, from, to - from, StandardCharsets.UTF_8);
	}

	/**
	 * Return a part of the text with one character for each byte, as {@link #accept}
	 * compares them.
	 * @param from where it begins
	 * @param to where it ends
	 * @return a new string
	 */
	String octets(int from, int to) {
		return new String(this.bytes, from, to - from, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return the whole text.
	 * @return a copy
	 */
	byte[] copy() {
		return Arrays.copyOf(this.bytes, this.length);
	}

	/**
	 * Return whether the whole text has the given content.
	 * @param content the content
	 * @return whether it has
	 */
	boolean hasContent(byte[] content) {
		return Arrays.equals(this.bytes, 0, this.length, content, 0, content.length);
	}

	private static boolean isBlank(byte b) {
		return b == ' ' || b == '\t';
	}

}
