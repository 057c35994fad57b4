package io.github.resourcemonitor.requests;

import java.util.function.UnaryOperator;

import io.github.resourcemonitor.record.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * What causes requests, by their headers.
 */
final class RequestTriggers {

	private static final String CLOUD_EVENT_TYPE = "ce-type";

	private static final String STRUCTURED_EVENT = "application/cloudevents";

	private RequestTriggers() {
	}

	/**
	 * Return what caused a request.
	 * @param headers returns the value of a header, {@code null} if there is none
	 * @return the trigger
	 */
	static Trigger of(UnaryOperator<@Nullable String> headers) {
		String event = headers.apply(CLOUD_EVENT_TYPE);
		if (event != null) {
			return Trigger.ofCloudEvent(event);
		}
		if ("true".equalsIgnoreCase(headers.apply("X-CloudScheduler"))) {
			return Trigger.TIMER;
		}
		String agent = headers.apply("User-Agent");
		if ((agent != null && (agent.startsWith("APIs-Google") || agent.startsWith("CloudPubSub-Google")))
				|| headers.apply("x-goog-pubsub-subscription-name") != null) {
			return Trigger.PUBSUB;
		}
		String content = headers.apply("Content-Type");
		return (content != null && content.startsWith(STRUCTURED_EVENT)) ? Trigger.OTHER : Trigger.HTTP;
	}

}
