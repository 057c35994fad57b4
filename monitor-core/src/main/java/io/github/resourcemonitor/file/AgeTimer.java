package io.github.resourcemonitor.file;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Calls back once after a time, on the JDK's own threads, so that none of ours waits for
 * an hour.
 */
@FunctionalInterface
interface AgeTimer {

	AgeTimer OF_THE_JDK = (delay, action) -> {
		CompletableFuture<@Nullable Void> timer = new CompletableFuture<>();
		timer.thenRunAsync(action);
		timer.completeOnTimeout(null, delay.toMillis(), TimeUnit.MILLISECONDS);
		return () -> timer.cancel(false);
	};

	/**
	 * Call an action after a time.
	 * @param delay the time
	 * @param action the action
	 * @return cancels it
	 */
	Runnable after(Duration delay, Runnable action);

}
