package io.github.resourcemonitor.invocation;

import java.util.concurrent.CancellationException;

/**
 * Says that the monitor gave up waiting for the end of an invocation, because too many
 * were running.
 */
public class AbandonedInvocationException extends CancellationException {

	/**
	 * Create a new exception.
	 * @param maxActive the number of invocations that may be running
	 */
	AbandonedInvocationException(int maxActive) {
		super("More than " + maxActive + " invocations were running and this one had been running longest. "
				+ "Close each InvocationScope that is started, and complete each result; if so many really run at once, "
				+ "raise 'resource-monitor.max-active-invocations'");
	}

}
