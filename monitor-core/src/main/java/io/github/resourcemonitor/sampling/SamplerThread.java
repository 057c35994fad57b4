package io.github.resourcemonitor.sampling;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Lifecycle of the sampler's thread: it starts when it is first needed, ticks at a fixed
 * interval while it is needed, lingers for some ticks, parks, and ends after an idle
 * timeout.
 * <p>
 * Any thread may {@link #wake()} it after making {@link Work#isNeeded()} true. This never
 * blocks, and only reads a field while the thread is running. The thread is not notified
 * when it is no longer needed; it checks this at its next tick.
 */
final class SamplerThread {

	/**
	 * Number of idle ticks before the thread parks, so that successive invocations need
	 * not wake it each time.
	 */
	private static final int LINGER_TICKS = 3;

	private static final int STOPPED = 0;

	private static final int RUNNING = 1;

	private static final int PARKED = 2;

	private final Work work;

	private final LongSupplier nanoTime;

	private final long intervalNanos;

	private final long idleNanos;

	private final ThreadFactory threadFactory;

	private final Failures failures;

	private final AtomicInteger state = new AtomicInteger(STOPPED);

	private volatile @Nullable Thread thread;

	private volatile boolean closed;

	private volatile long missedTicks;

	SamplerThread(Work work, LongSupplier nanoTime, long intervalNanos, long idleNanos, ThreadFactory threadFactory,
			Failures failures) {
		this.work = work;
		this.nanoTime = nanoTime;
		this.intervalNanos = intervalNanos;
		this.idleNanos = idleNanos;
		this.threadFactory = threadFactory;
		this.failures = failures;
	}

	void wake() {
		if (this.closed) {
			return;
		}
		int current = this.state.get();
		if (current == PARKED && this.state.compareAndSet(PARKED, RUNNING)) {
			LockSupport.unpark(this.thread);
		}
		else if (current == STOPPED && this.state.compareAndSet(STOPPED, RUNNING)) {
			start();
		}
	}

	private void start() {
		try {
			Thread newThread = this.threadFactory.newThread(this::run);
			this.thread = newThread;
			newThread.start();
		}
		catch (Throwable ex) {
			// No thread could be created; the next wake-up tries again.
			this.state.set(STOPPED);
			this.failures.record("starting the sampler's thread", ex);
		}
	}

	private void run() {
		try {
			this.work.onStart();
			boolean ended = false;
			while (!ended) {
				ended = tickUntilIdle() || tryStop();
			}
		}
		catch (Throwable ex) {
			// A clock failed; the next wake-up tries again with another thread.
			this.state.set(STOPPED);
			this.failures.record("the sampler's thread", ex);
		}
	}

	/**
	 * End the thread because of a close.
	 * @return {@code false} if it is to continue, because it was opened again
	 */
	private boolean tryStop() {
		this.work.onClose();
		this.state.set(STOPPED);
		// Check again: a wake-up after the opening that still saw RUNNING did not start a
		// thread.
		return this.closed || !this.work.isNeeded() || !this.state.compareAndSet(STOPPED, RUNNING);
	}

	/**
	 * Tick while it is needed.
	 * @return {@code true} if the thread is to end because of the idle timeout,
	 * {@code false} because of a close
	 */
	private boolean tickUntilIdle() {
		long deadline = this.nanoTime.getAsLong() + this.intervalNanos;
		int idleTicks = 0;
		while (!this.closed) {
			parkUntil(deadline);
			long now = this.nanoTime.getAsLong();
			if (this.work.isNeeded()) {
				idleTicks = 0;
				if (now - deadline >= 0) {
					this.work.tick(now);
					deadline = nextDeadline(deadline, now);
				}
			}
			else if (++idleTicks < LINGER_TICKS) {
				deadline = now + this.intervalNanos;
			}
			else {
				if (!parkUntilNeeded()) {
					return true;
				}
				idleTicks = 0;
				deadline = this.nanoTime.getAsLong() + this.intervalNanos;
			}
		}
		return false;
	}

	private void parkUntil(long deadline) {
		long wait = deadline - this.nanoTime.getAsLong();
		if (wait > 0) {
			park(wait);
		}
	}

	private void park(long nanos) {
		LockSupport.parkNanos(this, nanos);
		// There is no reason to interrupt this thread, but if it happens it must not
		// spin.
		Thread.interrupted();
	}

	private long nextDeadline(long deadline, long now) {
		long next = deadline + this.intervalNanos;
		if (now - next < 0) {
			return next;
		}
		long missed = (now - deadline) / this.intervalNanos;
		this.missedTicks += missed;
		return deadline + (missed + 1) * this.intervalNanos;
	}

	/**
	 * Park until the thread is needed, or this is closed.
	 * @return {@code false} if the thread is to end because of the idle timeout
	 */
	private boolean parkUntilNeeded() {
		this.work.onPark();
		long until = this.nanoTime.getAsLong() + this.idleNanos;
		this.state.set(PARKED);
		while (this.state.get() == PARKED) {
			// Check again: a wake-up before the state was set has not unparked this
			// thread.
			if (this.closed || this.work.isNeeded()) {
				this.state.compareAndSet(PARKED, RUNNING);
				break;
			}
			long wait = until - this.nanoTime.getAsLong();
			if (wait <= 0) {
				return !tryEnd();
			}
			park(wait);
		}
		return true;
	}

	private boolean tryEnd() {
		if (!this.state.compareAndSet(PARKED, STOPPED)) {
			return false;
		}
		// Check again: a wake-up that still saw PARKED did not start a thread.
		return !this.work.isNeeded() || !this.state.compareAndSet(STOPPED, RUNNING);
	}

	long missedTicks() {
		return this.missedTicks;
	}

	boolean isAlive() {
		Thread current = this.thread;
		return current != null && current.isAlive();
	}

	/**
	 * Let the thread be started again after {@link #close()}.
	 */
	void reopen() {
		this.closed = false;
	}

	/**
	 * End the thread, waiting for up to 1 s.
	 */
	void close() {
		this.closed = true;
		Thread current = this.thread;
		if (current != null) {
			LockSupport.unpark(current);
			try {
				current.join(1000);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Work of the thread. All methods except {@link #isNeeded()} are called only by the
	 * thread.
	 */
	interface Work {

		/**
		 * Called when a thread starts.
		 */
		void onStart();

		/**
		 * Return whether there is work to do.
		 * @return whether there is
		 */
		boolean isNeeded();

		/**
		 * Called at each tick.
		 * @param now the time by the monotonic clock
		 */
		void tick(long now);

		/**
		 * Called before the thread parks.
		 */
		void onPark();

		/**
		 * Called before the thread ends because of a close.
		 */
		void onClose();

	}

}
