package io.github.resourcemonitor.invocation;

/**
 * Exception that marks an invocation which was still running when the monitor stopped.
 */
final class StoppedInvocationException extends RuntimeException {

	StoppedInvocationException() {
		super("The monitor was stopped", null, false, false);
	}

}
