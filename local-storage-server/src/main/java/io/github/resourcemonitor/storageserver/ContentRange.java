package io.github.resourcemonitor.storageserver;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The {@code Content-Range} of a request in a resumable upload.
 *
 * @param first the offset of the first byte, {@code null} if the request carries none
 * @param last the offset of the last byte, {@code null} if the request carries none
 * @param total the size of the object, {@code null} while the client does not know it
 */
record ContentRange(@Nullable Long first, @Nullable Long last, @Nullable Long total) {

	private static final Pattern FORMAT = Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18})|\\*)/(?:(\\d{1,18})|\\*)");

	/**
	 * Reads the header. Without one the body is the whole object.
	 * @param header the header
	 * @param body the body
	 * @return the range
	 */
	static ContentRange parse(@Nullable String header, RequestBody body) {
		long length = body.length();
		if (header == null) {
			return (length > 0) ? new ContentRange(0L, length - 1, length) : new ContentRange(null, null, 0L);
		}
		Matcher matcher = FORMAT.matcher(header);
		if (!matcher.matches()) {
			throw ApiException.invalid("Failed to parse Content-Range header: " + header);
		}
		ContentRange range = new ContentRange(number(matcher.group(1)), number(matcher.group(2)),
				number(matcher.group(3)));
		if (range.length() != length) {
			throw ApiException.invalid(header + " does not fit a body of " + length + " bytes");
		}
		return range;
	}

	private static @Nullable Long number(@Nullable String digits) {
		return (digits != null) ? Long.valueOf(digits) : null;
	}

	private long length() {
		return (this.first != null && this.last != null) ? this.last - this.first + 1 : 0;
	}

}
