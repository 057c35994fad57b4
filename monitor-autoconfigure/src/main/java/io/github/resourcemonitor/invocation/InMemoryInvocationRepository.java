package io.github.resourcemonitor.invocation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.sampling.SampleSeries;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest records in memory. Bounded twice: by their number, and by the size of
 * their samples, which the oldest lose first.
 */
public final class InMemoryInvocationRepository implements InvocationRepository {

	private final int capacity;

	private final long maxSamplesBytes;

	/**
	 * The records by their id, in the order in which they came.
	 */
	private final Map<String, InvocationRecord> records = new LinkedHashMap<>();

	/**
	 * The ids of the records that came with samples, in the same order.
	 */
	private final Deque<String> sampled = new ArrayDeque<>();

	private long samplesBytes;

	/**
	 * Create a new repository.
	 * @param capacity the number of records to keep
	 * @param maxSamplesBytes the size of all samples to keep, in bytes
	 */
	public InMemoryInvocationRepository(int capacity, long maxSamplesBytes) {
		if (capacity < 0) {
			throw new IllegalArgumentException("The history's capacity must not be negative, but is " + capacity);
		}
		this.capacity = capacity;
		this.maxSamplesBytes = maxSamplesBytes;
	}

	@Override
	public synchronized void add(InvocationRecord record) {
		if (this.capacity == 0) {
			return;
		}
		if (this.records.size() == this.capacity) {
			removeOldest();
		}
		this.records.put(record.id(), record);
		if (record.samples() != null) {
			this.sampled.addLast(record.id());
			this.samplesBytes += samplesBytes(record);
			while (this.samplesBytes > this.maxSamplesBytes) {
				this.records.computeIfPresent(this.sampled.removeFirst(), (id, oldest) -> {
					this.samplesBytes -= samplesBytes(oldest);
					return oldest.withoutSamples();
				});
			}
		}
	}

	private void removeOldest() {
		Iterator<InvocationRecord> iterator = this.records.values().iterator();
		InvocationRecord oldest = iterator.next();
		iterator.remove();
		if (oldest.samples() != null) {
			this.samplesBytes -= samplesBytes(oldest);
			this.sampled.removeFirst();
		}
	}

	private static long samplesBytes(InvocationRecord record) {
		SampleSeries samples = record.samples();
		return (samples != null) ? samples.sizeInBytes() : 0;
	}

	@Override
	public synchronized List<InvocationRecord> findAll() {
		List<InvocationRecord> result = new ArrayList<>(this.records.values());
		Collections.reverse(result);
		return result;
	}

	@Override
	public synchronized @Nullable InvocationRecord findById(String id) {
		return this.records.get(id);
	}

}
