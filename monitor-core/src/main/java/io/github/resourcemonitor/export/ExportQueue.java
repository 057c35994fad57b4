package io.github.resourcemonitor.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.SampleSeries;

/**
 * The records that wait for one exporter. Bounded by their number, and by the size of
 * their samples. Any thread adds, one thread takes; no thread waits.
 */
final class ExportQueue {

	private final LinkedBlockingQueue<InvocationRecord> records;

	private final boolean samples;

	private final long maxSamplesBytes;

	private final AtomicLong samplesBytes = new AtomicLong();

	private final LongAdder withoutSamples = new LongAdder();

	ExportQueue(ExportOptions options, boolean samples) {
		this.records = new LinkedBlockingQueue<>(options.queueCapacity());
		this.samples = samples;
		this.maxSamplesBytes = options.maxSamplesBytes();
	}

	/**
	 * Add a record.
	 * @return whether there was room for it
	 */
	boolean add(InvocationRecord record) {
		SampleSeries series = record.samples();
		if (series == null) {
			return this.records.offer(record);
		}
		if (!this.samples) {
			return this.records.offer(record.withoutSamples());
		}
		long bytes = series.sizeInBytes();
		if (this.samplesBytes.addAndGet(bytes) > this.maxSamplesBytes) {
			this.samplesBytes.addAndGet(-bytes);
			this.withoutSamples.increment();
			return this.records.offer(record.withoutSamples());
		}
		boolean added = this.records.offer(record);
		if (!added) {
			this.samplesBytes.addAndGet(-bytes);
		}
		return added;
	}

	int size() {
		return this.records.size();
	}

	boolean isEmpty() {
		return this.records.isEmpty();
	}

	/**
	 * Take records, in the order in which they were added.
	 * @param max the maximum number
	 * @return the records; empty if none waits
	 */
	List<InvocationRecord> take(int max) {
		List<InvocationRecord> batch = new ArrayList<>(Math.min(max, this.records.size()));
		this.records.drainTo(batch, max);
		return List.copyOf(batch);
	}

	/**
	 * Make room for the samples of others, because records that were taken are done with.
	 */
	void release(List<InvocationRecord> batch) {
		for (InvocationRecord record : batch) {
			SampleSeries series = record.samples();
			if (series != null) {
				this.samplesBytes.addAndGet(-series.sizeInBytes());
			}
		}
	}

	long withoutSamples() {
		return this.withoutSamples.sum();
	}

}
