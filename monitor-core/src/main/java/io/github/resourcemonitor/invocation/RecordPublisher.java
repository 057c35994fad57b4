package io.github.resourcemonitor.invocation;

import java.util.List;
import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.HandlerSummaries;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.record.InvocationRecord;

/**
 * Publishes the start of invocations, and their records, to the repository, the
 * summaries, the listeners and the exporters. An exception in one of them does not affect
 * the others. Listeners are looked up when the first invocation starts, so that they may
 * use the monitor themselves.
 */
public final class RecordPublisher {

	private final InvocationRepository repository;

	private final HandlerSummaries summaries;

	private final Supplier<List<InvocationListener>> listeners;

	private final RecordExports exports;

	private final Failures failures;

	/**
	 * Create a new publisher.
	 * @param repository the repository of records
	 * @param summaries the summaries per handler
	 * @param listeners supplies the listeners
	 * @param exports the exporters
	 * @param failures where their failures are recorded
	 */
	public RecordPublisher(InvocationRepository repository, HandlerSummaries summaries,
			Supplier<List<InvocationListener>> listeners, RecordExports exports, Failures failures) {
		this.repository = repository;
		this.summaries = summaries;
		this.listeners = listeners;
		this.exports = exports;
		this.failures = failures;
	}

	void started(Invocation invocation) {
		this.exports.wakeIfDue();
		for (InvocationListener listener : listeners()) {
			try {
				listener.onStart(invocation);
			}
			catch (Throwable ex) {
				failed(listener, ex);
			}
		}
	}

	void ended(InvocationRecord record) {
		try {
			this.repository.add(record);
		}
		catch (Throwable ex) {
			this.failures.record("repository", ex);
		}
		try {
			this.summaries.add(record);
		}
		catch (Throwable ex) {
			this.failures.record("handler summaries", ex);
		}
		for (InvocationListener listener : listeners()) {
			try {
				listener.onEnd(record);
			}
			catch (Throwable ex) {
				failed(listener, ex);
			}
		}
		this.exports.add(record);
	}

	/**
	 * Return how many records exporters have dropped since the last call.
	 */
	long takeDropped() {
		return this.exports.takeDropped();
	}

	private List<InvocationListener> listeners() {
		try {
			return this.listeners.get();
		}
		catch (Throwable ex) {
			this.failures.record("listeners", ex);
			return List.of();
		}
	}

	private void failed(InvocationListener listener, Throwable ex) {
		this.failures.record("listener " + listener.getClass().getName(), ex);
	}

}
