package io.github.resourcemonitor.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.SampleSeries;
import org.jspecify.annotations.Nullable;

/**
 * Repository that keeps the latest records in an in-memory ring buffer. Bounded by the
 * number of records and by the total size of their samples; if the latter is exceeded,
 * the oldest records lose their samples first.
 * <p>
 * Thread-safe. Threads that add records do not wait for each other, unless samples have
 * to be dropped.
 */
public final class InMemoryInvocationRepository implements InvocationRepository {

	private final long maxSamplesBytes;

	private final AtomicReferenceArray<@Nullable Kept> ring;

	/**
	 * The number of records added so far, which is also the number of the next one.
	 */
	private final AtomicLong position = new AtomicLong();

	private final AtomicLong samplesBytes = new AtomicLong();

	/**
	 * The number of the oldest record that may still have samples. Guarded by this.
	 */
	private long oldestSampled;

	/**
	 * Create a new repository.
	 * @param capacity the number of records to keep
	 * @param maxSamplesBytes the maximum total size of the samples to keep, in bytes
	 */
	public InMemoryInvocationRepository(int capacity, long maxSamplesBytes) {
		if (capacity < 0) {
			throw new IllegalArgumentException("The capacity of the history must not be negative, but is " + capacity);
		}
		this.ring = new AtomicReferenceArray<>(capacity);
		this.maxSamplesBytes = maxSamplesBytes;
	}

	@Override
	public void add(InvocationRecord record) {
		if (this.ring.length() == 0) {
			return;
		}
		Kept kept = new Kept(this.position.getAndIncrement(), record);
		Kept before = put(kept);
		long bytes = samplesBytes(kept) - samplesBytes(before);
		// Also without a change: another thread that drops samples leaves the rest to
		// this
		// one when it meets a record that is not in its slot yet.
		long sum = (bytes != 0) ? this.samplesBytes.addAndGet(bytes) : this.samplesBytes.get();
		if (sum > this.maxSamplesBytes) {
			dropSamples();
		}
	}

	/**
	 * Put a record into its slot, unless another thread has already put a later one
	 * there.
	 * @return what is no longer in the ring
	 */
	private @Nullable Kept put(Kept kept) {
		int slot = slot(kept.number());
		while (true) {
			Kept before = this.ring.get(slot);
			if (before != null && before.number() > kept.number()) {
				return kept;
			}
			if (this.ring.compareAndSet(slot, before, kept)) {
				return before;
			}
		}
	}

	private synchronized void dropSamples() {
		long end = this.position.get();
		this.oldestSampled = Math.max(this.oldestSampled, end - this.ring.length());
		while (this.samplesBytes.get() > this.maxSamplesBytes && this.oldestSampled < end) {
			Kept kept = this.ring.get(slot(this.oldestSampled));
			if (kept == null || kept.number() < this.oldestSampled) {
				// The thread that adds this one continues here when it has put it.
				return;
			}
			if (kept.number() > this.oldestSampled || samplesBytes(kept) == 0 || dropSamples(kept)) {
				this.oldestSampled++;
			}
		}
	}

	private boolean dropSamples(Kept kept) {
		Kept without = new Kept(kept.number(), kept.record().withoutSamples());
		if (!this.ring.compareAndSet(slot(kept.number()), kept, without)) {
			return false;
		}
		this.samplesBytes.addAndGet(-samplesBytes(kept));
		return true;
	}

	private int slot(long number) {
		return (int) (number % this.ring.length());
	}

	private static long samplesBytes(@Nullable Kept kept) {
		SampleSeries samples = (kept != null) ? kept.record().samples() : null;
		return (samples != null) ? samples.sizeInBytes() : 0;
	}

	@Override
	public List<InvocationRecord> findAll() {
		List<InvocationRecord> result = new ArrayList<>();
		long end = this.position.get();
		for (long number = end - 1; number >= 0 && number >= end - this.ring.length(); number--) {
			Kept kept = this.ring.get(slot(number));
			// Another thread may not have put it there yet, or a later one.
			if (kept != null && kept.number() == number) {
				result.add(kept.record());
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

	/**
	 * A record that is kept.
	 *
	 * @param number its number, in the order in which records were added
	 * @param record the record
	 */
	private record Kept(long number, InvocationRecord record) {

	}

}
