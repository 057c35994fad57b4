package io.github.resourcemonitor.otlp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.Set;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Why a request failed. The SDK's exceptions are internal and differ between its
 * versions, so they are looked into by the names of their methods.
 */
final class FailedRequest {

	/**
	 * Statuses that may be mended at the receiver, such as a missing permission. With any
	 * other one from 400 to 499 the receiver refuses what was sent.
	 */
	private static final Set<Integer> MENDABLE = Set.of(401, 402, 403, 404, 405, 407, 408, 421, 425, 429);

	private FailedRequest() {
	}

	/**
	 * Return the exception to throw.
	 * @param address where the request was sent
	 * @param failure what the SDK says; {@code null} if nothing
	 * @return an {@link IOException} if it makes sense to try again
	 */
	static Exception exception(String address, @Nullable Throwable failure) {
		Integer status = status(failure);
		if (status != null) {
			String message = "The receiver at " + address + " answered with status " + status;
			boolean refused = status >= 400 && status < 500 && !MENDABLE.contains(status);
			return refused ? new RefusedException(message) : new IOException(message);
		}
		Throwable cause = cause(failure);
		String reason = (cause != null) ? cause.toString() : "no answer";
		return new IOException("The receiver at " + address + " could not be reached: " + reason, cause);
	}

	/**
	 * Return whether the connection was lost while it was in use, as happens after a
	 * freeze if the receiver has closed it meanwhile.
	 * @param failure what the SDK says; {@code null} if nothing
	 * @return whether it makes sense to try again at once
	 */
	static boolean isLostConnection(@Nullable Throwable failure) {
		Throwable cause = (status(failure) == null) ? cause(failure) : null;
		return cause instanceof IOException && !(cause instanceof HttpTimeoutException
				|| cause instanceof InterruptedIOException || cause instanceof ConnectException);
	}

	private static @Nullable Throwable cause(@Nullable Throwable failure) {
		Throwable cause = failure;
		while (cause != null && cause.getCause() != null && (cause == failure || cause instanceof CompletionException
				|| cause instanceof UncheckedIOException)) {
			cause = cause.getCause();
		}
		return cause;
	}

	private static @Nullable Integer status(@Nullable Throwable failure) {
		Object response = call(failure, "getResponse");
		Object status = call(response, "getStatusCode");
		if (status == null) {
			status = call(response, "statusCode");
		}
		return (status instanceof Integer code) ? code : null;
	}

	private static @Nullable Object call(@Nullable Object target, String name) {
		if (target == null) {
			return null;
		}
		try {
			Method method = target.getClass().getMethod(name);
			return ClassUtils.getPubliclyAccessibleMethodIfPossible(method, target.getClass()).invoke(target);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return null;
		}
	}

	/**
	 * The receiver does not accept what was sent, and would not accept it later either.
	 */
	static final class RefusedException extends Exception {

		RefusedException(String message) {
			super(message);
		}

	}

}
