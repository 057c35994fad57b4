package io.github.resourcemonitor.completion;

import io.github.resourcemonitor.attribution.ThreadScope;
import org.jspecify.annotations.Nullable;

/**
 * Observer of one asynchronous result. Called on the thread that completes the result or
 * waits for it.
 */
public interface CompletionObserver {

	/**
	 * The result is there. Called once, before what the caller does with the result.
	 * @param value the value, {@code null} if it failed
	 * @param failure the exception, as a dependent stage gets it; {@code null} if it
	 * succeeded
	 * @return the value to hand on instead, usually the same
	 */
	@Nullable Object completed(@Nullable Object value, @Nullable Throwable failure);

	/**
	 * What follows on the calling thread is work of the caller, until the scope is
	 * closed.
	 * @return the scope
	 */
	default ThreadScope leave() {
		return ThreadScope.NOOP;
	}

}
