package io.github.resourcemonitor.storageserver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Parses {@code multipart/related} (an upload) and {@code multipart/mixed} (a batch) as a
 * stream.
 */
final class Multipart {

	private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))");

	private static final int BUFFER = 64 * 1024;

	private final InputStream in;

	private final byte[] delimiter;

	private final byte[] buffer;

	private int position;

	private int limit;

	/** The end of the buffered content before a possible delimiter. */
	private int contentEnd;

	Multipart(ApiRequest request) throws IOException {
		this.delimiter = bytes("\r\n--" + boundary(request));
		this.buffer = new byte[BUFFER + this.delimiter.length];
		// The first delimiter needs no preceding line break.
		this.in = new SequenceInputStream(new ByteArrayInputStream(bytes("\r\n")), request.decodedBody().stream());
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

	/**
	 * Advances to the next part, and skips the rest of the previous one.
	 * @return the part, {@code null} if there are no more
	 * @throws IOException if decoding the body fails
	 */
	@Nullable Part next() throws IOException {
		PartBody body = new PartBody();
		body.transferTo(OutputStream.nullOutputStream());
		this.position += this.delimiter.length;
		while (this.limit - this.position < 2) {
			fill();
		}
		if (this.buffer[this.position] == '-' && this.buffer[this.position + 1] == '-') {
			return null;
		}
		this.contentEnd = findContentEnd();
		readLine(body);
		return new Part(readHeaders(body), body);
	}

	private void fill() throws IOException {
		System.arraycopy(this.buffer, this.position, this.buffer, 0, this.limit - this.position);
		this.limit -= this.position;
		this.position = 0;
		int read = this.in.read(this.buffer, this.limit, this.buffer.length - this.limit);
		if (read < 0) {
			throw ApiException.invalid("Malformed multipart body.");
		}
		this.limit += read;
	}

	private int findContentEnd() {
		int index = this.position;
		while (index + this.delimiter.length <= this.limit && !isDelimiter(index)) {
			index++;
		}
		return index;
	}

	private boolean isDelimiter(int index) {
		int end = index + this.delimiter.length;
		return end <= this.limit && this.buffer[index] == this.delimiter[0]
				&& Arrays.equals(this.buffer, index, end, this.delimiter, 0, this.delimiter.length);
	}

	/**
	 * Reads header lines up to the empty line after them, or to the end.
	 * @param in the stream to read
	 * @return the headers by name in lower case
	 * @throws IOException if reading the stream fails
	 */
	static Map<String, String> readHeaders(InputStream in) throws IOException {
		Map<String, String> headers = new HashMap<>();
		for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
			int colon = line.indexOf(':');
			if (colon > 0) {
				headers.put(line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
						line.substring(colon + 1).strip());
			}
		}
		return headers;
	}

	static String readLine(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
			line.write(next);
		}
		return line.toString(StandardCharsets.UTF_8).stripTrailing();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * One part.
	 *
	 * @param headers its headers by name in lower case
	 * @param body its body, to be read before the next part
	 */
	record Part(Map<String, String> headers, InputStream body) {

	}

	/**
	 * The bytes up to the next delimiter.
	 */
	private final class PartBody extends InputStream {

		@Override
		public int read() throws IOException {
			return hasContent() ? Multipart.this.buffer[Multipart.this.position++] & 0xFF : -1;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			if (!hasContent()) {
				return -1;
			}
			int read = Math.min(Multipart.this.contentEnd - Multipart.this.position, length);
			System.arraycopy(Multipart.this.buffer, Multipart.this.position, bytes, offset, read);
			Multipart.this.position += read;
			return read;
		}

		private boolean hasContent() throws IOException {
			while (Multipart.this.contentEnd == Multipart.this.position) {
				if (isDelimiter(Multipart.this.position)) {
					return false;
				}
				fill();
				Multipart.this.contentEnd = findContentEnd();
			}
			return true;
		}

	}

}
