package io.github.resourcemonitor.web;

import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

/**
 * The error of an invocation whose client disconnected before it had received the whole
 * response.
 */
public final class ClientDisconnectedException extends CancellationException {

	/**
	 * Create a new exception.
	 * @param cause what the server or the container threw, {@code null} if nothing
	 */
	public ClientDisconnectedException(@Nullable Throwable cause) {
		super("The client has disconnected");
		initCause(cause);
	}

}
