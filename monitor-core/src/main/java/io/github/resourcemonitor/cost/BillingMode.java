package io.github.resourcemonitor.cost;

/**
 * The time of an instance that is paid for.
 */
public enum BillingMode {

	/**
	 * The time in which there is a request, of the start and of the shutdown; each moment
	 * once, however many requests there are.
	 */
	REQUEST_BASED("request-based"),

	/**
	 * The whole life of the instance.
	 */
	INSTANCE_BASED("instance-based"),

	/**
	 * The whole life of the instance, at the prices of worker pools.
	 */
	WORKER_POOL("worker-pool"),

	/**
	 * The time of each invocation, rounded up by itself; an instance has one at a time.
	 */
	INVOCATION_BASED("invocation-based");

	private final String label;

	BillingMode(String label) {
		this.label = label;
	}

	/**
	 * Return the name in tables and properties.
	 * @return the name
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Return whether the whole life of an instance is paid for, requests or not.
	 * @return whether it is
	 */
	public boolean isWholeLife() {
		return this == INSTANCE_BASED || this == WORKER_POOL;
	}

}
