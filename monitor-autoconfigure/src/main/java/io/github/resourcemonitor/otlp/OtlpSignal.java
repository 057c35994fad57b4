package io.github.resourcemonitor.otlp;

import java.util.Locale;

/**
 * What is sent, each with requests of its own.
 */
public enum OtlpSignal {

	/**
	 * Each record as a log event.
	 */
	LOGS,

	/**
	 * Sums and histograms.
	 */
	METRICS;

	/**
	 * Return the path of its requests, by the specification of OTLP.
	 * @return the path
	 */
	public String path() {
		return "/v1/" + name().toLowerCase(Locale.ROOT);
	}

}
