package io.github.resourcemonitor.aop;

/**
 * What happens when an annotation is found that can have no effect.
 */
public enum Verification {

	/**
	 * A warning names it and the cure.
	 */
	WARN,

	/**
	 * The application does not start.
	 */
	FAIL,

	/**
	 * Nothing is looked for.
	 */
	OFF

}
