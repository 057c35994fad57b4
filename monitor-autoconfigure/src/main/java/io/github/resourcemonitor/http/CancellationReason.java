package io.github.resourcemonitor.http;

/**
 * Why a subscriber cancels. A cancellation carries no reason, but the operator that
 * causes it is on the stack.
 */
enum CancellationReason {

	/**
	 * The time that {@code timeout} gives was over.
	 */
	TIMEOUT("timeout"),

	/**
	 * A thread that blocked for the result has given up, because its time was over or it
	 * was interrupted.
	 */
	GIVEN_UP("cancelled"),

	/**
	 * The subscriber has enough, or the result is no longer waited for.
	 */
	UNKNOWN("cancelled");

	private static final String OPERATORS = "reactor.core.publisher.";

	private final String status;

	CancellationReason(String status) {
		this.status = status;
	}

	/**
	 * Return the reason of the cancellation that the calling thread is about.
	 * @return the reason
	 */
	static CancellationReason find() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.map(CancellationReason::of)
				.filter((reason) -> reason != UNKNOWN)
				.findFirst()
				.orElse(UNKNOWN));
	}

	private static CancellationReason of(StackWalker.StackFrame frame) {
		String type = frame.getClassName();
		String method = frame.getMethodName();
		if (!type.startsWith(OPERATORS)) {
			return UNKNOWN;
		}
		// Both also pass on what other operators cancel, in other methods.
		if (type.startsWith("FluxTimeout$", OPERATORS.length()) && method.endsWith("Timeout")) {
			return TIMEOUT;
		}
		return (type.startsWith("Blocking", OPERATORS.length()) && method.startsWith("blockingGet")) ? GIVEN_UP
				: UNKNOWN;
	}

	/**
	 * Return the word for the status of the request.
	 */
	String status() {
		return this.status;
	}

}
