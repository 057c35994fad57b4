package io.github.resourcemonitor.web;

import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.DisconnectedClientHelper;

/**
 * The error of an invocation whose client disconnected before it had received the whole
 * response.
 */
public final class ClientDisconnectedException extends CancellationException {

	/**
	 * Return the error of an invocation whose response could not be written.
	 * @param ex what was thrown, {@code null} if nothing
	 * @return an exception of this class if it says that the client has disconnected,
	 * else the same one
	 */
	public static @Nullable Throwable of(@Nullable Throwable ex) {
		boolean disconnected = ex != null && !(ex instanceof ClientDisconnectedException)
				&& DisconnectedClientHelper.isClientDisconnectedException(ex);
		return disconnected ? new ClientDisconnectedException(ex) : ex;
	}

	/**
	 * Create a new exception.
	 * @param cause what the server or the container threw, {@code null} if nothing
	 */
	public ClientDisconnectedException(@Nullable Throwable cause) {
		super("The client has disconnected");
		initCause(cause);
	}

}
