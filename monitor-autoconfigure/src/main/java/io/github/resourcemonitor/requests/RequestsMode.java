package io.github.resourcemonitor.requests;

/**
 * Whether requests are invocations.
 */
public enum RequestsMode {

	/**
	 * If the application has no monitored handler of its own.
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
