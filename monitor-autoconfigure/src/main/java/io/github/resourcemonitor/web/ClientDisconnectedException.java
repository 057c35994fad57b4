package io.github.resourcemonitor.web;

import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

/**
 * Says in a record that the client went away before it had all of the response.
 */
public final class ClientDisconnectedException extends CancellationException {

	ClientDisconnectedException(@Nullable Throwable cause) {
		super("The client has disconnected");
		initCause(cause);
	}

}
