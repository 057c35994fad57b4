package io.github.resourcemonitor.share;

/**
 * What occupies an instance, apart from its invocations. Platforms that bill by requests
 * bill the time in which there is any of it.
 */
public enum Occupancy {

	/**
	 * The start, from that of the process until the application is ready.
	 */
	START_UP,

	/**
	 * A request, whether or not there is an invocation in it.
	 */
	REQUEST,

	/**
	 * The shutdown, from the signal to end.
	 */
	SHUTDOWN

}
