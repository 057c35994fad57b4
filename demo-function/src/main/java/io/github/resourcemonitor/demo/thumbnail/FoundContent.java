package io.github.resourcemonitor.demo.thumbnail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.util.Arrays;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Tells in a few words what content is, by its first bytes.
 */
final class FoundContent {

	private static final int LOOKED_AT = 512;

	private FoundContent() {
	}

	static String describe(byte[] content) {
		if (content.length == 0) {
			return "an empty object";
		}
		return content.length + " bytes of " + kind(content);
	}

	private static String kind(byte[] content) {
		String type = contentType(content);
		if (type != null) {
			return type;
		}
		byte[] start = Arrays.copyOf(content, Math.min(content.length, LOOKED_AT));
		if (isText(start)) {
			return "text";
		}
		return "something that starts with 0x" + HexFormat.of().formatHex(start, 0, Math.min(start.length, 8));
	}

	private static @Nullable String contentType(byte[] content) {
		try {
			return URLConnection.guessContentTypeFromStream(new ByteArrayInputStream(content));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isText(byte[] start) {
		for (byte value : start) {
			if (value >= 0 && value < ' ' && !Character.isWhitespace(value)) {
				return false;
			}
		}
		return true;
	}

}
