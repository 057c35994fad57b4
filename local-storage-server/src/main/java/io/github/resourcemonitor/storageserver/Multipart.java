package io.github.resourcemonitor.storageserver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes apart {@code multipart/related} (an upload) and {@code multipart/mixed} (a
 * batch).
 */
final class Multipart {

	private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))");

	private static final byte[] BLANK_LINE = bytes("\r\n\r\n");

	private Multipart() {
	}

	static List<Part> parse(ApiRequest request) {
		byte[] body = request.body();
		String boundary = "--" + boundary(request);
		byte[] delimiter = bytes("\r\n" + boundary);
		List<Part> parts = new ArrayList<>();
		// No line break has to stand before the first delimiter.
		int start = existing(indexOf(body, bytes(boundary), 0)) + boundary.length();
		while (!closes(body, start)) {
			int end = existing(indexOf(body, delimiter, start));
			parts.add(part(body, start, end));
			start = end + delimiter.length;
		}
		return parts;
	}

	private static String boundary(ApiRequest request) {
		String contentType = request.header("content-type");
		Matcher matcher = BOUNDARY.matcher((contentType != null) ? contentType : "");
		if (!matcher.find()) {
			throw ApiException.invalid("No multipart boundary in the content type: " + contentType);
		}
		String quoted = matcher.group(1);
		return (quoted != null) ? quoted : String.valueOf(matcher.group(2));
	}

	private static boolean closes(byte[] body, int index) {
		return index + 1 < body.length && body[index] == '-' && body[index + 1] == '-';
	}

	/**
	 * Divides headers from body at the first blank line, if there is one.
	 * @param bytes the array
	 * @param start where the line before the headers ends
	 * @param end where the body ends
	 * @return the part
	 */
	static Part part(byte[] bytes, int start, int end) {
		int blank = indexOf(bytes, BLANK_LINE, start);
		int endOfHeaders = (blank >= 0) ? Math.min(blank, end) : end;
		Map<String, String> headers = new HashMap<>();
		for (String line : new String(bytes, start, endOfHeaders - start, StandardCharsets.UTF_8).split("\r\n")) {
			int colon = line.indexOf(':');
			if (colon > 0) {
				headers.put(line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
						line.substring(colon + 1).strip());
			}
		}
		return new Part(headers, Arrays.copyOfRange(bytes, Math.min(endOfHeaders + BLANK_LINE.length, end), end));
	}

	private static int indexOf(byte[] bytes, byte[] wanted, int from) {
		for (int i = from; i <= bytes.length - wanted.length; i++) {
			if (bytes[i] == wanted[0] && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
				return i;
			}
		}
		return -1;
	}

	private static int existing(int index) {
		if (index < 0) {
			throw ApiException.invalid("Malformed multipart body.");
		}
		return index;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * One part.
	 *
	 * @param headers its headers by name in lower case
	 * @param body its body
	 */
	record Part(Map<String, String> headers, byte[] body) {

	}

}
