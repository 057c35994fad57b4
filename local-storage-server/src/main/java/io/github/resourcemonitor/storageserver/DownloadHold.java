package io.github.resourcemonitor.storageserver;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A download that is paused until the test releases or cuts it. Thread-safe. Closing the
 * server ends the hold.
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
	 * Waits until the bytes before the hold have been sent and the download is held.
	 * @param timeout the maximum time to wait
	 * @return {@code false} if there is no such download in this time
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean awaitReached(Duration timeout) throws InterruptedException {
		return this.reached.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Continues the download to its end, or prevents a hold that has not been reached.
	 */
	public void release() {
		this.released.countDown();
	}

	/**
	 * Ends the download at the hold: the connection is closed, and the journal has only
	 * the bytes before the hold. Has no effect on a download that was released.
	 */
	public void cut() {
		this.cut = this.released.getCount() > 0;
		this.released.countDown();
	}

	/**
	 * Releases the download, see {@link #release()}.
	 */
	@Override
	public void close() {
		release();
	}

	/**
	 * Blocks the thread that sends the download.
	 * @return whether to continue the download
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
