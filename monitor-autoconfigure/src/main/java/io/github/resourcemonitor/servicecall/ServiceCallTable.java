package io.github.resourcemonitor.servicecall;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.annotation.CallDirection;

/**
 * Service calls by service, operation and direction. Bounded: when it is full, calls of
 * operations that it does not know are added up under the name {@value #OTHER}, so that
 * totals stay exact. Safe for use by any thread.
 */
public final class ServiceCallTable {

	/**
	 * Stands for the names that found no place.
	 */
	public static final String OTHER = "(other)";

	/**
	 * Says that a duration or a size is not known.
	 */
	public static final long UNKNOWN = -1;

	/**
	 * A table that is closed and empty.
	 */
	public static final ServiceCallTable CLOSED = new ServiceCallTable(0);

	static {
		CLOSED.close();
	}

	private final Map<ServiceOperation, Entry> entries = new LinkedHashMap<>();

	private final int capacity;

	private boolean closed;

	private long dropped;

	/**
	 * Create a new table.
	 * @param capacity the number of operations it holds
	 */
	public ServiceCallTable(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Note that a call started.
	 * @param operation what is called
	 * @return {@code false} if the table is closed
	 */
	public synchronized boolean opened(ServiceOperation operation) {
		if (this.closed) {
			return false;
		}
		entry(operation, true).open++;
		return true;
	}

	/**
	 * Note that a call that was {@link #opened} ended.
	 * @param operation what was called
	 * @param durationNanos how long it took, in nanoseconds
	 * @param bytes the size of its payload, or {@link #UNKNOWN}
	 * @param failed whether it failed
	 * @return {@code false} if the table is closed, which leaves the call open for ever
	 */
	public synchronized boolean ended(ServiceOperation operation, long durationNanos, long bytes, boolean failed) {
		if (this.closed) {
			return false;
		}
		Entry entry = entry(operation, false);
		entry.open--;
		entry.add(operation, durationNanos, bytes, failed);
		return true;
	}

	/**
	 * Add a call that is over.
	 * @param operation what was called
	 * @param durationNanos how long it took, in nanoseconds, or {@link #UNKNOWN}
	 * @param bytes the size of its payload, or {@link #UNKNOWN}
	 * @param failed whether it failed
	 * @return {@code false} if the table is closed
	 */
	public synchronized boolean add(ServiceOperation operation, long durationNanos, long bytes, boolean failed) {
		if (this.closed) {
			return false;
		}
		entry(operation, true).add(operation, durationNanos, bytes, failed);
		return true;
	}

	private Entry entry(ServiceOperation operation, boolean isNew) {
		Entry entry = this.entries.get(operation);
		if (entry != null) {
			return entry;
		}
		if (this.entries.size() >= this.capacity) {
			this.dropped += isNew ? 1 : 0;
			ServiceOperation other = new ServiceOperation(OTHER, OTHER, operation.direction());
			return this.entries.computeIfAbsent(other, (key) -> new Entry());
		}
		entry = new Entry();
		this.entries.put(operation, entry);
		return entry;
	}

	/**
	 * Return the calls so far.
	 * @return an immutable copy, in the order of their first calls
	 */
	public synchronized List<ServiceCallUsage> usages() {
		List<ServiceCallUsage> result = new ArrayList<>(this.entries.size());
		this.entries.forEach((operation, entry) -> result.add(entry.usage(operation)));
		return List.copyOf(result);
	}

	/**
	 * Take no more calls.
	 */
	public synchronized void close() {
		this.closed = true;
	}

	/**
	 * Return the number of calls whose name found no place.
	 * @return the number
	 */
	public synchronized long dropped() {
		return this.dropped;
	}

	/**
	 * What is called.
	 *
	 * @param service the name of the service
	 * @param operation the name of the operation
	 * @param direction which way the payload goes
	 */
	public record ServiceOperation(String service, String operation, CallDirection direction) {

	}

	private static final class Entry {

		private long count;

		private long errors;

		private long open;

		private long bytes;

		private long measured;

		private long unmeasured;

		private long durationNanos;

		private long maxNanos;

		private long timed;

		void add(ServiceOperation operation, long newDuration, long newBytes, boolean failed) {
			this.count++;
			if (failed) {
				this.errors++;
			}
			if (newBytes >= 0) {
				this.bytes += newBytes;
				this.measured++;
			}
			else if (!failed && operation.direction() != CallDirection.NONE) {
				this.unmeasured++;
			}
			if (newDuration >= 0) {
				this.durationNanos += newDuration;
				this.maxNanos = Math.max(this.maxNanos, newDuration);
				this.timed++;
			}
		}

		ServiceCallUsage usage(ServiceOperation operation) {
			return new ServiceCallUsage(operation.service(), operation.operation(), operation.direction(), this.count,
					this.errors, (this.measured > 0) ? this.bytes : null, this.unmeasured, this.open,
					(this.timed > 0) ? this.durationNanos : null, (this.timed > 0) ? this.maxNanos : null);
		}

	}

}
