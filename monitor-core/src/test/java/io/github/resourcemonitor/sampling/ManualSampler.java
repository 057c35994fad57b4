package io.github.resourcemonitor.sampling;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import io.github.resourcemonitor.failure.Failures;

/**
 * A sampler whose samples are taken by a test, without a thread.
 */
public final class ManualSampler {

	private final ManualClock clock;

	private final ManualClock cpu = new ManualClock(0);

	private final ResourceSampler sampler;

	/**
	 * Create a sampler that samples every 100 ms and keeps 16 rows.
	 * @param source what to read
	 * @param catalog the catalog of columns
	 * @param clock the clock
	 * @param failures where failures are recorded
	 */
	public ManualSampler(ResourceSource source, ColumnCatalog catalog, ManualClock clock, Failures failures) {
		this(source, catalog, clock, failures, (task) -> new Thread(() -> {
		}));
	}

	/**
	 * Create a sampler with a thread factory.
	 * @param source what to read
	 * @param catalog the catalog of columns
	 * @param clock the clock
	 * @param failures where failures are recorded
	 * @param threads creates the thread
	 */
	public ManualSampler(ResourceSource source, ColumnCatalog catalog, ManualClock clock, Failures failures,
			ThreadFactory threads) {
		this.clock = clock;
		SamplerOptions options = new SamplerOptions(Duration.ofMillis(100), 0.005, Duration.ofMinutes(1), 64, 16);
		this.sampler = new ResourceSampler(source, catalog, options, new SamplerClocks(clock, this.cpu), failures,
				threads);
	}

	/**
	 * Take a sample now.
	 * @param cpuNanos the CPU time that it takes
	 */
	public void tick(long cpuNanos) {
		this.cpu.advance(cpuNanos);
		this.sampler.tick(this.clock.getAsLong());
	}

	/**
	 * Return the sampler.
	 * @return the sampler
	 */
	public ResourceSampler sampler() {
		return this.sampler;
	}

}
