package io.github.resourcemonitor.benchmarks.interference;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;

import oshi.SystemInfo;
import oshi.software.os.OSProcess;

/**
 * A thread that lets OSHI update the attributes of this process at an interval. Like the
 * library's sampler, it skips samples that are late by an interval or more.
 */
final class OshiSampling implements Sampling {

	private final long intervalNanos;

	private final OSProcess process = new SystemInfo().getOperatingSystem().getCurrentProcess();

	private final Thread thread = new Thread(this::sample, "oshi-sampler");

	private volatile boolean stopped;

	private volatile long samples;

	private volatile long cpuNanos;

	OshiSampling(int intervalMillis) {
		this.intervalNanos = intervalMillis * 1_000_000L;
		this.thread.setDaemon(true);
		this.process.updateAttributes();
	}

	@Override
	public void start() {
		this.thread.start();
	}

	private void sample() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long taken = 0;
		long deadline = System.nanoTime() + this.intervalNanos;
		while (!this.stopped) {
			long now = System.nanoTime();
			if (now < deadline) {
				LockSupport.parkNanos(deadline - now);
				continue;
			}
			this.process.updateAttributes();
			taken++;
			deadline += this.intervalNanos * (1 + (now - deadline) / this.intervalNanos);
			this.samples = taken;
			this.cpuNanos = threads.getCurrentThreadCpuTime();
		}
	}

	@Override
	public Totals totals() {
		return new Totals(this.samples, this.cpuNanos, System.nanoTime());
	}

	@Override
	public void close() {
		this.stopped = true;
		LockSupport.unpark(this.thread);
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
