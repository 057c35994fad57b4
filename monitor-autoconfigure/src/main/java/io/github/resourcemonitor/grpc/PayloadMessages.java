package io.github.resourcemonitor.grpc;

import io.github.resourcemonitor.servicecall.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * Extracts the payload from the messages of a method. Implementations do not keep
 * messages.
 */
interface PayloadMessages {

	/**
	 * Messages without payload.
	 */
	PayloadMessages NONE = new PayloadMessages() {
	};

	/**
	 * Return whether the first message contains the key that attempts have in common.
	 */
	default boolean hasKeys() {
		return false;
	}

	/**
	 * Return the key that a request has in common with others of the same call.
	 * @param message its first message
	 * @return the key, {@code null} if the message contains none
	 */
	default @Nullable String key(Object message) {
		return null;
	}

	default void sending(Object message, ServiceRequest request) {
	}

	default void received(Object message, ServiceRequest request) {
	}

}
