package io.github.resourcemonitor.invocation;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.Reading;
import io.github.resourcemonitor.sampling.ResourceSampler;
import io.github.resourcemonitor.sampling.SampleAggregate;
import io.github.resourcemonitor.sampling.SampleSeries;
import io.github.resourcemonitor.sampling.SampleWindow;
import io.github.resourcemonitor.share.LedgerUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Readings of the process for invocations: at the start and end, and samples in between.
 * Thread-safe. No method throws; a reading that fails is absent.
 */
final class ProcessReadings {

	private final MonitorComponents components;

	private final LedgerUpdater ledgerUpdater;

	private final long cpuResolutionNanos;

	ProcessReadings(MonitorComponents components, LedgerUpdater ledgerUpdater) {
		this.components = components;
		this.ledgerUpdater = ledgerUpdater;
		ColumnCatalog catalog = components.catalog();
		this.cpuResolutionNanos = catalog.status(Column.CPU_USER).resolutionNanos()
				+ catalog.status(Column.CPU_SYSTEM).resolutionNanos();
	}

	/**
	 * Read the process at the start or end of an invocation, or share a recent reading.
	 * @param other the reading at the start, {@code null} at the start itself
	 * @param now the time by the monotonic clock
	 * @return the reading, {@code null} if there is none
	 */
	@Nullable Reading readEdge(@Nullable Reading other, long now) {
		EdgeReader edges = this.components.edges();
		try {
			Reading reading = (edges != null) ? edges.read(other, now) : null;
			if (reading != null) {
				this.ledgerUpdater.update(reading, now);
			}
			return reading;
		}
		catch (Throwable ex) {
			this.components.failures().record("edge reading", ex);
			return null;
		}
	}

	/**
	 * Return the resolution of the CPU clock of the process.
	 * @return the resolution of user and system time together in nanoseconds, 0 if fine
	 */
	long cpuResolutionNanos() {
		return this.cpuResolutionNanos;
	}

	@Nullable SampleWindow openWindow() {
		ResourceSampler sampler = this.components.sampler();
		try {
			return (sampler != null) ? sampler.open() : null;
		}
		catch (Throwable ex) {
			this.components.failures().record("opening a window", ex);
			return null;
		}
	}

	@Nullable SampleAggregate closeWindow(@Nullable SampleWindow window) {
		ResourceSampler sampler = this.components.sampler();
		try {
			return (sampler != null && window != null) ? sampler.close(window) : null;
		}
		catch (Throwable ex) {
			this.components.failures().record("closing a window", ex);
			return null;
		}
	}

	/**
	 * Return the samples of an invocation.
	 * @param samples the aggregate of its window, {@code null} if there is none
	 * @param startNanos the start time by the monotonic clock
	 * @return the samples, {@code null} if none was taken
	 */
	@Nullable SampleSeries series(@Nullable SampleAggregate samples, long startNanos) {
		ResourceSampler sampler = this.components.sampler();
		return (samples != null && sampler != null) ? samples.series(startNanos, sampler.intervalNanos()) : null;
	}

	/**
	 * Close all files and end the sampler's thread.
	 */
	void close() {
		ResourceSampler sampler = this.components.sampler();
		if (sampler != null) {
			this.components.failures().guard("closing the sampler", sampler::close);
		}
		EdgeReader edges = this.components.edges();
		if (edges != null) {
			this.components.failures().guard("closing the edge reader", edges::close);
		}
	}

	/**
	 * Open the files again.
	 */
	void reopen() {
		EdgeReader edges = this.components.edges();
		if (edges != null) {
			this.components.failures().guard("opening the edge reader", edges::reopen);
		}
		ResourceSampler sampler = this.components.sampler();
		if (sampler != null) {
			this.components.failures().guard("opening the sampler", sampler::reopen);
		}
	}

	/**
	 * Return the CPU time that the sampler has used so far.
	 * @return the time in nanoseconds, 0 without a sampler
	 */
	long samplerCpuNanos() {
		ResourceSampler sampler = this.components.sampler();
		return (sampler != null) ? sampler.cpuNanos() : 0;
	}

}
