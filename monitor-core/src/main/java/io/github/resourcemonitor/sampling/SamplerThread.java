package io.github.resourcemonitor.sampling;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * The life of the sampler's thread: it starts when it is first needed, ticks at a fixed
 * interval while it is needed, lingers for some ticks, parks, and ends after a while.
 * <p>
 * Any thread may {@link #wake()} it, after it has made {@link Work#isNeeded()} true: that
 * never waits, and does nothing but read a field while the thread is at work. Nobody
 * tells it that it is no longer needed; it finds out at its next tick.
 */
final class SamplerThread {

	/**
	 * Ticks without need before the thread parks, so that one invocation after another
	 * need not wake it each time.
	 */
	private static final int LINGER_TICKS = 3;

	private static final int GONE = 0;

	private static final int RUNNING = 1;

	private static final int PARKED = 2;

	private final Work work;

	private final LongSupplier nanoTime;

	private final long intervalNanos;

	private final long idleNanos;

	private final ThreadFactory threadFactory;

	private final Failures failures;

	private final AtomicInteger state = new AtomicInteger(GONE);

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
		else if (current == GONE && this.state.compareAndSet(GONE, RUNNING)) {
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
			// No thread to be had now: who needs it next tries again.
			this.state.set(GONE);
			this.failures.record("starting the sampler's thread", ex);
		}
	}

	private void run() {
		try {
			this.work.starts();
			tickWhileNeeded();
		}
		catch (Throwable ex) {
			// A clock failed: who needs it next tries again with another thread.
			this.state.set(GONE);
			this.failures.record("the sampler's thread", ex);
		}
	}

	private void tickWhileNeeded() {
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
				if (!rest()) {
					return;
				}
				idleTicks = 0;
				deadline = this.nanoTime.getAsLong() + this.intervalNanos;
			}
		}
	}

	private void parkUntil(long deadline) {
		long wait = deadline - this.nanoTime.getAsLong();
		if (wait > 0) {
			park(wait);
		}
	}

	private void park(long nanos) {
		LockSupport.parkNanos(this, nanos);
		// Nobody has a reason to interrupt this thread; who does must not make it spin.
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
	 * Park until the thread is needed.
	 * @return {@code false} if it was not for so long that it shall end
	 */
	private boolean rest() {
		this.work.rests();
		long until = this.nanoTime.getAsLong() + this.idleNanos;
		this.state.set(PARKED);
		while (this.state.get() == PARKED) {
			// A need that arose before it could see the state is seen here.
			if (this.closed || this.work.isNeeded()) {
				this.state.compareAndSet(PARKED, RUNNING);
				break;
			}
			long wait = until - this.nanoTime.getAsLong();
			if (wait <= 0) {
				return !leave();
			}
			park(wait);
		}
		return !this.closed;
	}

	private boolean leave() {
		if (!this.state.compareAndSet(PARKED, GONE)) {
			return false;
		}
		// The same once more: whoever saw PARKED did not start a thread.
		return !this.work.isNeeded() || !this.state.compareAndSet(GONE, RUNNING);
	}

	long missedTicks() {
		return this.missedTicks;
	}

	boolean isAlive() {
		Thread current = this.thread;
		return current != null && current.isAlive();
	}

	/**
	 * End the thread, and wait for that for a second at most.
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
	 * What the thread is there for. All but {@link #isNeeded()} is called by the thread
	 * only.
	 */
	interface Work {

		/**
		 * A thread starts.
		 */
		void starts();

		/**
		 * Return whether there is something to do.
		 * @return whether there is
		 */
		boolean isNeeded();

		/**
		 * It is time.
		 * @param now the time by the monotonic clock
		 */
		void tick(long now);

		/**
		 * The thread is going to park.
		 */
		void rests();

	}

}
