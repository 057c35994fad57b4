package io.github.resourcemonitor.history;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.cardinality.BoundedMap;
import io.github.resourcemonitor.concurrent.Journal;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.Transfers;
import io.github.resourcemonitor.sampling.Column;
import org.jspecify.annotations.Nullable;

/**
 * Summaries of invocations per handler. Handlers beyond the capacity are summarized
 * together. Thread-safe; adding does not wait for other threads.
 */
public final class HandlerSummaries {

	private final BoundedMap<Summary> summaries;

	private final Journal<Ended> journal = new Journal<>(Journal.Order.ANY, this::apply);

	/**
	 * Create new summaries.
	 * @param capacity the number of handlers to keep separately
	 */
	public HandlerSummaries(int capacity) {
		this.summaries = new BoundedMap<>(capacity, (name) -> new Summary());
	}

	/**
	 * Return the number of handlers that are kept separately.
	 * @return the number
	 */
	public int capacity() {
		return this.summaries.capacity();
	}

	/**
	 * Add an invocation that has ended.
	 * @param record its record
	 */
	public void add(InvocationRecord record) {
		this.journal.add(new Ended(record));
		if (record.samples() != null) {
			// At once, because an entry may wait for long, and has the samples'
			// aggregate.
			this.journal.apply();
		}
	}

	private void apply(Ended ended) {
		this.summaries.get(ended.record.handler()).add(ended.record);
	}

	/**
	 * Return the summaries so far.
	 * @return a copy, sorted by name
	 */
	public List<HandlerSummary> findAll() {
		return this.journal.read(this::readAll);
	}

	private List<HandlerSummary> readAll() {
		List<HandlerSummary> result = new ArrayList<>();
		this.summaries.forEach((name, summary) -> result.add(summary.toSummary(name)));
		result.sort((a, b) -> a.handler().compareTo(b.handler()));
		return result;
	}

	private static final class Ended extends Journal.Entry {

		private final InvocationRecord record;

		private Ended(InvocationRecord record) {
			this.record = record;
		}

	}

	private static final class Summary {

		private long count;

		private long errors;

		private long cancelled;

		private final Distribution duration = new Distribution();

		private final Distribution cpu = new Distribution();

		private final Distribution memory = new Distribution();

		private final Distribution download = new Distribution();

		private final Distribution upload = new Distribution();

		private final Distribution allocated = new Distribution();

		private final Distribution warm = new Distribution();

		private final Distribution cold = new Distribution();

		/**
		 * Add a record. All is read before anything changes, so that this can be repeated
		 * if it fails.
		 */
		void add(InvocationRecord record) {
			Outcome outcome = record.outcome();
			Long cpuNanos = record.own().totalCpuNanos();
			Long allocatedBytes = record.own().totalAllocatedBytes();
			long resident = record.process().max(Column.MEMORY_RSS);
			Transfers transfers = record.transfers();
			this.count++;
			this.errors += (outcome == Outcome.ERROR) ? 1 : 0;
			this.cancelled += (outcome == Outcome.CANCELLED) ? 1 : 0;
			this.duration.add(record.durationNanos());
			(record.coldStart() ? this.cold : this.warm).add(record.durationNanos());
			addIfKnown(this.cpu, cpuNanos);
			this.memory.add(resident);
			addIfKnown(this.download, transfers.downloadBytes());
			addIfKnown(this.upload, transfers.uploadBytes());
			addIfKnown(this.allocated, allocatedBytes);
		}

		private static void addIfKnown(Distribution distribution, @Nullable Long value) {
			if (value != null) {
				distribution.add(value);
			}
		}

		HandlerSummary toSummary(String name) {
			return new HandlerSummary(name, this.count, this.errors, this.cancelled, this.duration.figures(),
					this.cpu.figures(), this.memory.figures(), this.download.figures(), this.upload.figures(),
					this.allocated.figures(), this.warm.durations(), this.cold.durations());
		}

	}

}
