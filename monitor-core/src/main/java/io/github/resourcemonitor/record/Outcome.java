package io.github.resourcemonitor.record;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * How an invocation ended.
 */
public enum Outcome {

	/**
	 * It returned.
	 */
	SUCCESS,

	/**
	 * It threw.
	 */
	ERROR,

	/**
	 * Its result was cancelled.
	 */
	CANCELLED;

	/**
	 * Return the outcome for what was thrown.
	 * @param ex what was thrown, {@code null} if nothing
	 * @return the outcome
	 */
	public static Outcome of(@Nullable Throwable ex) {
		if (ex == null) {
			return SUCCESS;
		}
		return (unwrap(ex) instanceof CancellationException) ? CANCELLED : ERROR;
	}

	/**
	 * Return what the application threw, without what {@code CompletableFuture} wraps
	 * round it.
	 */
	public static Throwable unwrap(Throwable ex) {
		return (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
	}

}
