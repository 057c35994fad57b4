package io.github.resourcemonitor.record;

import java.util.List;

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

	/**
	 * How the types of events begin that a change of data causes.
	 */
	private static final List<String> DATA_EVENTS = List.of("google.cloud.storage.", "google.cloud.firestore.",
			"google.cloud.datastore.", "google.firebase.database.");

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

	/**
	 * Return what has caused a CloudEvent.
	 * @param type its attribute {@code type}, such as
	 * {@code google.cloud.storage.object.v1.finalized}
	 * @return the trigger, {@link #OTHER} if the type is not known
	 */
	public static Trigger ofCloudEvent(String type) {
		if (type.startsWith("google.cloud.pubsub.")) {
			return PUBSUB;
		}
		if (type.startsWith("google.cloud.scheduler.")) {
			return TIMER;
		}
		return DATA_EVENTS.stream().anyMatch(type::startsWith) ? DATASOURCE : OTHER;
	}

}
