package io.github.resourcemonitor.benchmarks.requests;

/**
 * What is done for each request to an application that is otherwise the same.
 */
enum Variant {

	BARE(false, Monitored.NOTHING),

	/**
	 * The same again, for the noise.
	 */
	BARE_AGAIN(false, Monitored.NOTHING),

	OBSERVATION(true, Monitored.NOTHING),

	HANDLER(false, Monitored.HANDLER),

	REQUEST(false, Monitored.REQUEST),

	OBSERVATION_HANDLER(true, Monitored.HANDLER),

	OBSERVATION_REQUEST(true, Monitored.REQUEST);

	private final boolean observed;

	private final Monitored monitored;

	Variant(boolean observed, Monitored monitored) {
		this.observed = observed;
		this.monitored = monitored;
	}

	/**
	 * Return whether Spring's observation {@code http.server.requests} is recorded.
	 */
	boolean isObserved() {
		return this.observed;
	}

	Monitored monitored() {
		return this.monitored;
	}

	/**
	 * What is an invocation of the monitor.
	 */
	enum Monitored {

		NOTHING, HANDLER, REQUEST

	}

}
