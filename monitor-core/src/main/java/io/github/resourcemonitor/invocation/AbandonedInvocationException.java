package io.github.resourcemonitor.invocation;

import java.util.concurrent.CancellationException;

/**
 * Exception that marks an invocation which the monitor has ended because too many
 * invocations were running.
 */
public class AbandonedInvocationException extends CancellationException {

	/**
	 * Create a new exception.
	 * @param maxActive the number of invocations that may be running
	 */
	AbandonedInvocationException(int maxActive) {
		super("More than " + maxActive + " invocations were running, of which this one was the oldest. "
				+ "Close each InvocationScope that is started, and complete each result. If so many do run concurrently, "
				+ "raise 'resource-monitor.max-active-invocations'");
	}

}
