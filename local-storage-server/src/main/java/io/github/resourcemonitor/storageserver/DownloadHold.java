package io.github.resourcemonitor.storageserver;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A download that stops in its middle until the test has done what it wants to do there.
 * All methods may be called by any thread; closing the server ends the hold.
 */
public final class DownloadHold implements AutoCloseable {

	private final long afterBytes;

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private volatile boolean cut;

	DownloadHold(long afterBytes) {
		this.afterBytes = afterBytes;
	}

	long afterBytes() {
		return this.afterBytes;
	}

	/**
	 * Waits until the bytes before the hold are on their way to the client, and the
	 * download is held.
	 * @param timeout the longest to wait
	 * @return {@code false} if there is no such download in this time
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean awaitReached(Duration timeout) throws InterruptedException {
		return this.reached.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Lets the download go on to its end, or not be held at all.
	 */
	public void release() {
		this.released.countDown();
	}

	/**
	 * Ends the download here: the connection is closed, and the journal says that the
	 * bytes before the hold are all that was sent. Has no effect on a download that was
	 * released.
	 */
	public void cut() {
		this.cut = this.released.getCount() > 0;
		this.released.countDown();
	}

	/**
	 * The same as {@link #release()}.
	 */
	@Override
	public void close() {
		release();
	}

	/**
	 * Holds the thread that sends the download.
	 * @return whether to go on
	 */
	boolean pause() {
		this.reached.countDown();
		try {
			this.released.await();
			return !this.cut;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
