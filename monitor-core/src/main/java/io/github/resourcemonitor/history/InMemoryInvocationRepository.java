package io.github.resourcemonitor.history;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.concurrent.Journal;
import io.github.resourcemonitor.record.InvocationRecord;
import org.jspecify.annotations.Nullable;

/**
 * Repository that keeps the latest records in an in-memory ring buffer. Bounded by the
 * number of records and by the total size of their samples; if the latter is exceeded,
 * the oldest records lose their samples first.
 * <p>
 * Thread-safe. Threads that add records do not wait for each other, unless the records
 * have samples. Some records that were added last are kept in addition until someone
 * reads.
 */
public final class InMemoryInvocationRepository implements InvocationRepository {

	private final int capacity;

	private final Ring ring;

	private final Journal<Kept> journal;

	/**
	 * Create a new repository.
	 * @param capacity the number of records to keep
	 * @param maxSamplesBytes the maximum total size of the samples to keep, in bytes
	 */
	public InMemoryInvocationRepository(int capacity, long maxSamplesBytes) {
		if (capacity < 0) {
			throw new IllegalArgumentException("The capacity of the history must not be negative, but is " + capacity);
		}
		this.capacity = capacity;
		this.ring = new Ring(capacity, maxSamplesBytes);
		this.journal = new Journal<>(Journal.Order.TIME, this.ring::add);
	}

	@Override
	public void add(InvocationRecord record) {
		if (this.capacity == 0) {
			return;
		}
		if (record.samples() == null) {
			this.journal.add(new Kept(System.nanoTime(), record));
		}
		else {
			this.journal.add(new Sampled(System.nanoTime(), record, record.samples().sizeInBytes()));
			// At once, because the memory for samples is limited.
			this.journal.apply();
		}
	}

	@Override
	public List<InvocationRecord> findAll() {
		return this.journal.read(this.ring::latestFirst);
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
	 * Ring buffer of records. Not thread-safe.
	 */
	private static final class Ring {

		private final @Nullable Kept[] records;

		private final long maxSamplesBytes;

		/**
		 * The number of records added so far, which is also the number of the next one.
		 */
		private long position;

		private long samplesBytes;

		/**
		 * The number of the oldest record that may still have samples.
		 */
		private long oldestSampled;

		Ring(int capacity, long maxSamplesBytes) {
			this.records = new Kept[capacity];
			this.maxSamplesBytes = maxSamplesBytes;
		}

		/**
		 * Add a record. If memory runs out, this can be repeated.
		 */
		void add(Kept kept) {
			int slot = slot(this.position);
			this.samplesBytes -= samplesBytes(this.records[slot]);
			this.records[slot] = null;
			dropSamples(samplesBytes(kept));
			Kept added = (this.samplesBytes + samplesBytes(kept) > this.maxSamplesBytes) ? kept.withoutSamples() : kept;
			this.records[slot] = added;
			this.samplesBytes += samplesBytes(added);
			this.position++;
		}

		/**
		 * Drop the samples of the oldest records until there is room for others.
		 */
		private void dropSamples(long bytes) {
			this.oldestSampled = Math.max(this.oldestSampled, this.position - this.records.length);
			while (this.samplesBytes + bytes > this.maxSamplesBytes && this.oldestSampled < this.position) {
				int slot = slot(this.oldestSampled);
				Kept oldest = this.records[slot];
				if (oldest instanceof Sampled sampled) {
					this.records[slot] = sampled.withoutSamples();
					this.samplesBytes -= sampled.bytes;
				}
				this.oldestSampled++;
			}
		}

		private static long samplesBytes(@Nullable Kept kept) {
			return (kept instanceof Sampled sampled) ? sampled.bytes : 0;
		}

		private int slot(long number) {
			return (int) (number % this.records.length);
		}

		List<InvocationRecord> latestFirst() {
			List<InvocationRecord> result = new ArrayList<>();
			for (long number = this.position - 1; number >= 0
					&& number >= this.position - this.records.length; number--) {
				Kept kept = this.records[slot(number)];
				if (kept != null) {
					result.add(kept.record());
				}
			}
			return result;
		}

	}

	/**
	 * A record that is kept.
	 */
	private static class Kept extends Journal.Entry {

		private final long nanos;

		private final InvocationRecord record;

		Kept(long nanos, InvocationRecord record) {
			this.nanos = nanos;
			this.record = record;
		}

		@Override
		protected final long nanos() {
			return this.nanos;
		}

		final InvocationRecord record() {
			return this.record;
		}

		final Kept withoutSamples() {
			return new Kept(this.nanos, this.record.withoutSamples());
		}

	}

	/**
	 * A record with samples.
	 */
	private static final class Sampled extends Kept {

		private final long bytes;

		Sampled(long nanos, InvocationRecord record, long bytes) {
			super(nanos, record);
			this.bytes = bytes;
		}

	}

}
