package io.github.resourcemonitor.record;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * Outcome of an invocation.
 */
public enum Outcome {

	/**
	 * It returned normally.
	 */
	SUCCESS,

	/**
	 * It threw an exception, or its result failed.
	 */
	ERROR,

	/**
	 * Its result was cancelled.
	 */
	CANCELLED,

	/**
	 * It was still running when the application, or the monitor, was stopped.
	 */
	INTERRUPTED;

	/**
	 * Return the outcome for an exception.
	 * @param ex the exception, {@code null} if there was none
	 * @return the outcome
	 */
	public static Outcome of(@Nullable Throwable ex) {
		if (ex == null) {
			return SUCCESS;
		}
		return (unwrap(ex) instanceof CancellationException) ? CANCELLED : ERROR;
	}

	/**
	 * Return the exception that the application threw, without the wrapper that
	 * {@code CompletableFuture} adds.
	 */
	public static Throwable unwrap(Throwable ex) {
		return (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
	}

}
