package io.github.resourcemonitor.grpc;

import io.github.resourcemonitor.servicecall.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the messages of a method carry of an object. No method keeps a message.
 */
interface PayloadMessages {

	/**
	 * Messages that carry nothing.
	 */
	PayloadMessages NONE = new PayloadMessages() {
	};

	/**
	 * Return whether the first message tells what attempts have in common.
	 */
	default boolean haveKeys() {
		return false;
	}

	/**
	 * Return what a request has in common with others of the same call.
	 * @param message its first message
	 * @return the key, {@code null} if the message tells nothing
	 */
	default @Nullable String key(Object message) {
		return null;
	}

	default void sending(Object message, ServiceRequest request) {
	}

	default void received(Object message, ServiceRequest request) {
	}

}
