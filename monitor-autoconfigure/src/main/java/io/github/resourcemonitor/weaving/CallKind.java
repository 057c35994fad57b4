package io.github.resourcemonitor.weaving;

/**
 * What a woven call is measured as.
 */
enum CallKind {

	/**
	 * A call of a handler.
	 */
	HANDLER,

	/**
	 * A service call.
	 */
	SERVICE_CALL

}
