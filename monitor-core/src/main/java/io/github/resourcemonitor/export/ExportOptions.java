package io.github.resourcemonitor.export;

import java.time.Duration;

/**
 * How records wait for their export. Each exporter has a queue of its own.
 *
 * @param queueCapacity the maximum number of records that wait; further ones are dropped
 * @param batchSize the maximum number of records that are exported together
 * @param interval how long a record waits at most for others, unless there is a full
 * batch
 * @param timeout how long an export or a flush may take before it is interrupted
 * @param flushAtEnd how long the end of an outermost invocation waits until all is
 * exported and flushed; 0 if it does not wait
 * @param maxSamplesBytes the maximum total size of the samples of waiting records, for an
 * exporter that needs them; further records wait without
 */
public record ExportOptions(int queueCapacity, int batchSize, Duration interval, Duration timeout, Duration flushAtEnd,
		long maxSamplesBytes) {

	/**
	 * The default options: 2048 records, 256 together, after 5 seconds, within 10
	 * seconds, not at the end of invocations, 8 MB of samples.
	 */
	public static final ExportOptions DEFAULTS = new ExportOptions(2048, 256, Duration.ofSeconds(5),
			Duration.ofSeconds(10), Duration.ZERO, 8 << 20);

	/**
	 * Create options.
	 * @throws IllegalArgumentException if a number or duration is out of range
	 */
	public ExportOptions {
		check(queueCapacity > 0, "The capacity of the queue must be positive, but is ", queueCapacity);
		check(batchSize > 0 && batchSize <= queueCapacity,
				"The size of a batch must be from 1 to the capacity of the queue, but is ", batchSize);
		check(!interval.isNegative(), "The interval must not be negative, but is ", interval);
		check(timeout.toMillis() > 0, "The timeout must be 1 ms or more, but is ", timeout);
		check(!flushAtEnd.isNegative(), "The time to flush at an end must not be negative, but is ", flushAtEnd);
		check(maxSamplesBytes >= 0, "The size of samples must not be negative, but is ", maxSamplesBytes);
	}

	private static void check(boolean valid, String message, Object value) {
		if (!valid) {
			throw new IllegalArgumentException(message + value);
		}
	}

}
