package io.github.resourcemonitor.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Tells a whole JSON object from anything else, by the grammar of RFC 8259.
 */
final class JsonObjects {

	private static final int MAX_DEPTH = 200;

	private static final String ESCAPES = "\"\\/bfnrtu";

	private final byte[] json;

	private final int end;

	private int at;

	private JsonObjects(byte[] json, int end) {
		this.json = json;
		this.end = end;
	}

	/**
	 * Return whether a text is a JSON object and nothing else.
	 * @param json holds the text in UTF-8, from its start on
	 * @param length the length of the text
	 * @return whether it is
	 */
	static boolean isObject(byte[] json, int length) {
		JsonObjects text = new JsonObjects(json, length);
		text.space();
		boolean whole = text.peek() == '{' && text.value(0);
		text.space();
		return whole && text.at == length && isUtf8(json, length);
	}

	private static boolean isUtf8(byte[] json, int length) {
		int at = 0;
		while (at < length && json[at] >= 0) {
			at++;
		}
		if (at == length) {
			return true;
		}
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json, at, length - at));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

	private int peek() {
		return (this.at < this.end) ? this.json[this.at] : 0;
	}

	private boolean skip(char expected) {
		if (peek() != expected) {
			return false;
		}
		this.at++;
		return true;
	}

	private void space() {
		while (this.at < this.end && (peek() == ' ' || peek() == '\t' || peek() == '\r' || peek() == '\n')) {
			this.at++;
		}
	}

	private boolean value(int depth) {
		return switch (peek()) {
			case '{' -> depth < MAX_DEPTH && list('}', depth + 1, true);
			case '[' -> depth < MAX_DEPTH && list(']', depth + 1, false);
			case '"' -> string();
			case 't' -> word("true");
			case 'f' -> word("false");
			case 'n' -> word("null");
			default -> number();
		};
	}

	private boolean list(char close, int depth, boolean named) {
		this.at++;
		space();
		if (skip(close)) {
			return true;
		}
		do {
			space();
			if (named && !name()) {
				return false;
			}
			if (!value(depth)) {
				return false;
			}
			space();
		}
		while (skip(','));
		return skip(close);
	}

	private boolean name() {
		if (peek() != '"' || !string()) {
			return false;
		}
		space();
		boolean followed = skip(':');
		space();
		return followed;
	}

	private boolean string() {
		this.at++;
		while (this.at < this.end) {
			byte next = this.json[this.at++];
			if (next == '"') {
				return true;
			}
			if ((next >= 0 && next < ' ') || (next == '\\' && !escape())) {
				return false;
			}
		}
		return false;
	}

	private boolean escape() {
		int escaped = peek();
		this.at++;
		if (escaped != 'u') {
			return escaped > 0 && ESCAPES.indexOf(escaped) >= 0;
		}
		for (int i = 0; i < 4; i++) {
			if (Character.digit(peek(), 16) < 0) {
				return false;
			}
			this.at++;
		}
		return true;
	}

	private boolean word(String word) {
		for (int i = 0; i < word.length(); i++) {
			if (!skip(word.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private boolean number() {
		skip('-');
		if (!skip('0') && !digits()) {
			return false;
		}
		if (skip('.') && !digits()) {
			return false;
		}
		if (skip('e') || skip('E')) {
			if (!skip('+')) {
				skip('-');
			}
			return digits();
		}
		return true;
	}

	private boolean digits() {
		int start = this.at;
		while (peek() >= '0' && peek() <= '9') {
			this.at++;
		}
		return this.at > start;
	}

}
