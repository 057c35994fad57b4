package io.github.resourcemonitor.annotation;

/**
 * Direction of the payload of a cloud service call, as seen from this process.
 */
public enum CallDirection {

	/**
	 * The call has no payload worth counting, or none that is known.
	 */
	NONE,

	/**
	 * The payload comes from the service.
	 */
	DOWNLOAD,

	/**
	 * The payload goes to the service.
	 */
	UPLOAD

}
