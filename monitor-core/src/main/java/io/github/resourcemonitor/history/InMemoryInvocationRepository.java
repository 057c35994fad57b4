package io.github.resourcemonitor.history;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.SampleSeries;
import org.jspecify.annotations.Nullable;

/**
 * Repository that keeps the latest records in an in-memory ring buffer. Bounded by the
 * number of records and by the total size of their samples; if the latter is exceeded,
 * the oldest records lose their samples first. Thread-safe.
 */
public final class InMemoryInvocationRepository implements InvocationRepository {

	private final long maxSamplesBytes;

	private final @Nullable InvocationRecord[] records;

	/**
	 * The number of records added so far, which is also the number of the next one.
	 */
	private long position;

	/**
	 * The number of the oldest record that may still have samples.
	 */
	private long oldestSampled;

	private long samplesBytes;

	/**
	 * Create a new repository.
	 * @param capacity the number of records to keep
	 * @param maxSamplesBytes the maximum total size of the samples to keep, in bytes
	 */
	public InMemoryInvocationRepository(int capacity, long maxSamplesBytes) {
		if (capacity < 0) {
			throw new IllegalArgumentException("The capacity of the history must not be negative, but is " + capacity);
		}
		this.records = new InvocationRecord[capacity];
		this.maxSamplesBytes = maxSamplesBytes;
	}

	@Override
	public synchronized void add(InvocationRecord record) {
		if (this.records.length == 0) {
			return;
		}
		int slot = slot(this.position);
		this.samplesBytes += samplesBytes(record) - samplesBytes(this.records[slot]);
		this.records[slot] = record;
		this.position++;
		this.oldestSampled = Math.max(this.oldestSampled, this.position - this.records.length);
		while (this.samplesBytes > this.maxSamplesBytes) {
			dropSamples(slot(this.oldestSampled++));
		}
	}

	private void dropSamples(int slot) {
		InvocationRecord record = this.records[slot];
		if (record != null && record.samples() != null) {
			this.samplesBytes -= samplesBytes(record);
			this.records[slot] = record.withoutSamples();
		}
	}

	private int slot(long number) {
		return (int) (number % this.records.length);
	}

	private static long samplesBytes(@Nullable InvocationRecord record) {
		SampleSeries samples = (record != null) ? record.samples() : null;
		return (samples != null) ? samples.sizeInBytes() : 0;
	}

	@Override
	public synchronized List<InvocationRecord> findAll() {
		List<InvocationRecord> result = new ArrayList<>();
		for (long number = this.position - 1; number >= 0 && number >= this.position - this.records.length; number--) {
			InvocationRecord record = this.records[slot(number)];
			if (record != null) {
				result.add(record);
			}
		}
		return result;
	}

	@Override
	public @Nullable InvocationRecord findById(String id) {
		for (InvocationRecord record : findAll()) {
			if (record.id().equals(id)) {
				return record;
			}
		}
		return null;
	}

}
