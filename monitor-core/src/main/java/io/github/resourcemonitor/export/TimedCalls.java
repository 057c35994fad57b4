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

	private long call;

	private boolean interrupted;

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
		long number;
		synchronized (this.lock) {
			this.calling = Thread.currentThread();
			this.interrupted = false;
			number = ++this.call;
		}
		// The JDK's own timer, so that no thread of ours waits. What it does is done
		// elsewhere, because all of the application's timers share that thread.
		CompletableFuture<@Nullable Void> timer = new CompletableFuture<>();
		timer.thenRunAsync(() -> {
			if (interrupt(number)) {
				this.onTimeout.run();
			}
		});
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

	/**
	 * Return whether the last call was interrupted.
	 */
	boolean wasInterrupted() {
		synchronized (this.lock) {
			return this.interrupted;
		}
	}

	/**
	 * Interrupt the present call, if there is one.
	 */
	void interrupt() {
		synchronized (this.lock) {
			interrupt(this.call);
		}
	}

	private boolean interrupt(long number) {
		synchronized (this.lock) {
			if (this.calling == null || this.call != number) {
				return false;
			}
			this.interrupted = true;
			this.calling.interrupt();
			return true;
		}
	}

	/**
	 * What a call does.
	 */
	@FunctionalInterface
	interface Action {

		void run() throws Exception;

	}

}
