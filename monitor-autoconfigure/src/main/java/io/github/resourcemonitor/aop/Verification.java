package io.github.resourcemonitor.aop;

/**
 * What happens when an annotation has no effect.
 */
public enum Verification {

	/**
	 * It is logged as a warning, with what to do about it.
	 */
	WARN,

	/**
	 * The application does not start.
	 */
	FAIL,

	/**
	 * Annotations are not verified.
	 */
	OFF

}
