package io.github.resourcemonitor.export;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Calls of one thread that are interrupted if they take too long. The thread is not
 * interrupted after its call has returned.
 */
final class TimedCalls {

	private final Duration timeout;

	private final Runnable onTimeout;

	private final Object lock = new Object();

	private @Nullable Thread calling;

	/**
	 * Create new calls.
	 * @param timeout how long a call may take
	 * @param onTimeout called, on another thread, when a call has taken longer
	 */
	TimedCalls(Duration timeout, Runnable onTimeout) {
		this.timeout = timeout;
		this.onTimeout = onTimeout;
	}

	void run(Action action) throws Exception {
		synchronized (this.lock) {
			this.calling = Thread.currentThread();
		}
		// The JDK's own timer, so that no thread of ours waits.
		CompletableFuture<@Nullable Void> timer = new CompletableFuture<>();
		timer.thenRun(this::interrupt);
		timer.completeOnTimeout(null, this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		try {
			action.run();
		}
		finally {
			timer.cancel(false);
			synchronized (this.lock) {
				this.calling = null;
				Thread.interrupted();
			}
		}
	}

	private void interrupt() {
		synchronized (this.lock) {
			if (this.calling == null) {
				return;
			}
			this.calling.interrupt();
		}
		this.onTimeout.run();
	}

	/**
	 * What a call does.
	 */
	@FunctionalInterface
	interface Action {

		void run() throws Exception;

	}

}
