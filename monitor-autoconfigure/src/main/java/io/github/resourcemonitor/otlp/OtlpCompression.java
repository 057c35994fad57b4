package io.github.resourcemonitor.otlp;

import java.util.Locale;

/**
 * How requests are compressed.
 */
public enum OtlpCompression {

	/**
	 * Not at all.
	 */
	NONE,

	/**
	 * By gzip.
	 */
	GZIP;

	/**
	 * Return the name by which the SDK knows it.
	 * @return the name
	 */
	String method() {
		return name().toLowerCase(Locale.ROOT);
	}

}
