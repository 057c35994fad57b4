package io.github.resourcemonitor.aop;

/**
 * The kinds of methods that frameworks call, and that can be invocations without an
 * annotation of the monitor.
 */
public enum EntryPointKind {

	/**
	 * Methods that a schedule calls.
	 */
	SCHEDULED,

	/**
	 * Listeners of messages.
	 */
	MESSAGES,

	/**
	 * Listeners of CloudEvents.
	 */
	EVENTS

}
