package io.github.resourcemonitor.google;

import org.jspecify.annotations.Nullable;

/**
 * Parser of the headers {@code Range: bytes=100-} and
 * {@code Content-Range: bytes 100-199/200}.
 */
final class RangeHeader {

	private RangeHeader() {
	}

	/**
	 * Return the position of the first byte.
	 * @param header the value of the header
	 * @return the position; 0 if the header does not contain it
	 */
	static long first(@Nullable String header) {
		if (header == null || !header.startsWith("bytes")) {
			return 0;
		}
		long first = 0;
		for (int i = "bytes".length() + 1; i < header.length() && Character.isDigit(header.charAt(i)); i++) {
			first = first * 10 + header.charAt(i) - '0';
		}
		return Math.max(first, 0);
	}

}
