package io.github.resourcemonitor.history;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.cardinality.BoundedMap;
import io.github.resourcemonitor.journal.Journal;
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

	private final Journal<Ended> journal = new Journal<>(this::apply);

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
	}

	private void apply(Ended ended) {
		this.summaries.get(ended.handler).add(ended);
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

	/**
	 * What is summarized of an invocation. Not the record itself, which would keep its
	 * samples in memory.
	 */
	private static final class Ended extends Journal.Entry {

		private static final long UNKNOWN = -1;

		private final String handler;

		private final Outcome outcome;

		private final long durationNanos;

		private final long cpuNanos;

		private final long memoryBytes;

		private final long downloadBytes;

		private final long uploadBytes;

		private Ended(InvocationRecord record) {
			this.handler = record.handler();
			this.outcome = record.outcome();
			this.durationNanos = record.durationNanos();
			this.cpuNanos = known(record.own().cpuNanos());
			this.memoryBytes = record.process().max(Column.MEMORY_RSS);
			Transfers transfers = record.transfers();
			this.downloadBytes = known(transfers.downloadBytes());
			this.uploadBytes = known(transfers.uploadBytes());
		}

		private static long known(@Nullable Long value) {
			return (value != null) ? value : UNKNOWN;
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

		void add(Ended ended) {
			this.count++;
			this.errors += (ended.outcome == Outcome.ERROR) ? 1 : 0;
			this.cancelled += (ended.outcome == Outcome.CANCELLED) ? 1 : 0;
			this.duration.add(ended.durationNanos);
			this.cpu.add(ended.cpuNanos);
			this.memory.add(ended.memoryBytes);
			this.download.add(ended.downloadBytes);
			this.upload.add(ended.uploadBytes);
		}

		HandlerSummary toSummary(String name) {
			return new HandlerSummary(name, this.count, this.errors, this.cancelled, this.duration.figures(),
					this.cpu.figures(), this.memory.figures(), this.download.figures(), this.upload.figures());
		}

	}

}
