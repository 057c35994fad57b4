package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.invocation.Invocations;
import org.jspecify.annotations.Nullable;

/**
 * The export of records while an application stops: at once, because a platform may kill
 * the process before its requests have ended, and again when they have. Where the
 * platform sets a limit, running invocations are ended before it, so that they have a
 * record.
 */
final class LastExport {

	/**
	 * How long the last export may take at least, if it begins in time.
	 */
	private static final Duration RESERVE = Duration.ofSeconds(1);

	private final Invocations invocations;

	private final RecordExports exports;

	private final Duration timeout;

	private final boolean limited;

	private final CountDownLatch closed = new CountDownLatch(1);

	private volatile @Nullable Long end;

	/**
	 * Create a new last export.
	 * @param invocations the invocations
	 * @param exports the exporters
	 * @param timeout how long all exports may take, from the moment that the application
	 * is asked to stop or, if there is no limit, from the end of its requests
	 * @param limited whether the process is killed some time after it was asked to stop
	 */
	LastExport(Invocations invocations, RecordExports exports, Duration timeout, boolean limited) {
		this.invocations = invocations;
		this.exports = exports;
		this.timeout = timeout;
		this.limited = limited;
	}

	/**
	 * The application begins to stop.
	 */
	void begin() {
		this.exports.stopping();
		this.exports.requestFlush();
		if (this.limited) {
			this.end = System.nanoTime() + this.timeout.toNanos();
			Thread thread = new Thread(null, this::endInTime, "resource-monitor-shutdown", 0, false);
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void endInTime() {
		long reserve = Math.min(RESERVE.toNanos(), this.timeout.toNanos() / 2);
		try {
			if (!this.closed.await(this.timeout.toNanos() - reserve, TimeUnit.NANOSECONDS)) {
				interruptAndFlush();
			}
		}
		catch (InterruptedException ex) {
			// Only what ends all threads interrupts this one.
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * End running invocations, and export what waits. May be called several times, which
	 * together take no longer than the timeout.
	 */
	void interruptAndFlush() {
		this.exports.stopping();
		this.invocations.interruptAll();
		Long until = this.end;
		if (until == null) {
			until = System.nanoTime() + this.timeout.toNanos();
			this.end = until;
		}
		this.exports.flush(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
	}

	/**
	 * An exporter is about to be closed.
	 */
	void close(RecordExporter exporter) {
		this.exports.close(exporter);
	}

	void close() {
		this.closed.countDown();
		this.exports.close();
	}

}
