package io.github.resourcemonitor.outlet;

/**
 * When lines have the fields that Google Cloud Logging understands.
 */
public enum CloudLoggingMode {

	/**
	 * When {@code K_SERVICE} is set, as on Cloud Run.
	 */
	AUTO,

	/**
	 * Always.
	 */
	ON,

	/**
	 * Never.
	 */
	OFF

}
