package io.github.resourcemonitor.annotation;

/**
 * Which way the payload of a cloud service call goes, seen from this process.
 */
public enum CallDirection {

	/**
	 * The call carries no payload worth counting, or none is known.
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
