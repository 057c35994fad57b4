package io.github.resourcemonitor.google;

import org.jspecify.annotations.Nullable;

/**
 * The headers {@code Range: bytes=100-} and {@code Content-Range: bytes 100-199/200}.
 */
final class RangeHeader {

	private RangeHeader() {
	}

	/**
	 * Return the place of the first byte.
	 * @param header the value of the header
	 * @return the place; 0 if the header does not tell
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
