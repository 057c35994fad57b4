package io.github.resourcemonitor.record;

/**
 * What causes an invocation, in the words of OpenTelemetry's {@code faas.trigger}.
 */
public enum Trigger {

	/**
	 * A request of HTTP that is none of the others.
	 */
	HTTP("http"),

	/**
	 * A message of a publish-subscribe service.
	 */
	PUBSUB("pubsub"),

	/**
	 * A schedule.
	 */
	TIMER("timer"),

	/**
	 * A change of a data source, such as a database or an object store.
	 */
	DATASOURCE("datasource"),

	/**
	 * None of the others.
	 */
	OTHER("other");

	private final String label;

	Trigger(String label) {
		this.label = label;
	}

	/**
	 * Return the name in records.
	 * @return the name
	 */
	public String label() {
		return this.label;
	}

}
