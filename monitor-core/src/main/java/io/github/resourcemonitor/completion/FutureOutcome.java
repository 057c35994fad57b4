package io.github.resourcemonitor.completion;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a future that is done.
 *
 * @param value the value, {@code null} if it failed
 * @param failure the exception, {@code null} if it succeeded
 */
public record FutureOutcome(@Nullable Object value, @Nullable Throwable failure) {

	/**
	 * Return the outcome of a future without waiting for it.
	 * @param future the future
	 * @return the outcome, {@code null} if it is not done
	 */
	public static @Nullable FutureOutcome of(Future<?> future) {
		if (!future.isDone()) {
			return null;
		}
		// Some futures throw if the thread is interrupted, even if they are done.
		boolean interrupted = Thread.interrupted();
		try {
			return new FutureOutcome(future.get(), null);
		}
		catch (ExecutionException ex) {
			return new FutureOutcome(null, (ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (CancellationException ex) {
			return new FutureOutcome(null, ex);
		}
		catch (InterruptedException ex) {
			interrupted = true;
			return null;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
