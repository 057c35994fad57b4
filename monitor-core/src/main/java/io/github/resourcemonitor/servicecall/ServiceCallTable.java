package io.github.resourcemonitor.servicecall;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.ServiceCallUsage;
import org.jspecify.annotations.Nullable;

/**
 * Table of service calls by service, operation and direction. Bounded: when it is full,
 * calls of further operations are added up under the name {@value #OTHER}, so that totals
 * remain exact. Thread-safe.
 * <p>
 * For each registered call the table knows the state that it has already included, and
 * adds the difference to the current state: when the call is updated, and, for open
 * calls, when the table is read.
 */
public final class ServiceCallTable {

	/**
	 * The name for all operations beyond the capacity.
	 */
	public static final String OTHER = "(other)";

	/**
	 * Value for an unknown duration or size.
	 */
	public static final long UNKNOWN = -1;

	/**
	 * An empty table that is closed.
	 */
	public static final ServiceCallTable CLOSED = new ServiceCallTable(0);

	static {
		CLOSED.close();
	}

	/**
	 * Maximum number of open calls that are refreshed when the table is read. Further
	 * ones are counted, but updated only when they end.
	 */
	private static final int MAX_REFRESHED = 1000;

	/**
	 * Maximum number of distinct statuses per operation; further ones are counted
	 * together.
	 */
	private static final int MAX_STATUSES = 16;

	private final Map<ServiceOperation, Entry> entries = new LinkedHashMap<>();

	private final Set<CallRegistration> open = Collections.newSetFromMap(new IdentityHashMap<>());

	private final int capacity;

	private boolean closed;

	private long dropped;

	/**
	 * Create a new table.
	 * @param capacity the number of operations to keep separately
	 */
	public ServiceCallTable(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Register a call.
	 * @param operation the operation that is called
	 * @param figures returns the current state of the call; must not block
	 * @return the registration, to be updated when the call changes
	 */
	public CallRegistration register(ServiceOperation operation, Supplier<CallFigures> figures) {
		CallRegistration registration = new CallRegistration(this, operation, figures, CallFigures.NONE);
		registration.update(null);
		return registration;
	}

	private synchronized boolean update(CallRegistration registration, @Nullable String status) {
		if (this.closed) {
			return false;
		}
		Entry entry = registration.entry;
		if (entry == null) {
			entry = entry(registration.operation);
			registration.entry = entry;
		}
		CallFigures now = refresh(registration, entry);
		if (status != null) {
			entry.answered(status);
		}
		if (now.open() == 0) {
			this.open.remove(registration);
		}
		else if (this.open.size() < MAX_REFRESHED) {
			this.open.add(registration);
		}
		return true;
	}

	private static CallFigures refresh(CallRegistration registration, Entry entry) {
		CallFigures now = registration.figures.get();
		entry.add(registration.included, now);
		registration.included = now;
		return now;
	}

	private void refreshOpen() {
		if (!this.closed) {
			for (CallRegistration registration : this.open) {
				Entry entry = registration.entry;
				if (entry != null) {
					refresh(registration, entry);
				}
			}
		}
	}

	private Entry entry(ServiceOperation operation) {
		Entry entry = this.entries.get(operation);
		if (entry != null) {
			return entry;
		}
		if (this.entries.size() >= this.capacity) {
			this.dropped++;
			ServiceOperation other = new ServiceOperation(OTHER, OTHER, operation.direction());
			return this.entries.computeIfAbsent(other, (key) -> new Entry());
		}
		entry = new Entry();
		this.entries.put(operation, entry);
		return entry;
	}

	/**
	 * Return the usage of all calls so far.
	 * @return an immutable copy, in the order of the first call of each operation
	 */
	public synchronized List<ServiceCallUsage> usages() {
		refreshOpen();
		List<ServiceCallUsage> result = new ArrayList<>(this.entries.size());
		this.entries.forEach((operation, entry) -> result.add(entry.usage(operation)));
		return List.copyOf(result);
	}

	/**
	 * Close the table; it no longer changes.
	 */
	public synchronized void close() {
		refreshOpen();
		this.closed = true;
		this.open.clear();
	}

	/**
	 * Return the number of calls whose operation exceeded the capacity.
	 * @return the number
	 */
	public synchronized long dropped() {
		return this.dropped;
	}

	/**
	 * An operation of a service.
	 *
	 * @param service the name of the service
	 * @param operation the name of the operation
	 * @param direction the direction of the payload
	 */
	public record ServiceOperation(String service, String operation, CallDirection direction) {

	}

	/**
	 * Registration of one call in one table.
	 */
	public static final class CallRegistration {

		private final ServiceCallTable table;

		private final ServiceOperation operation;

		private final Supplier<CallFigures> figures;

		// Guarded by the table.

		private @Nullable Entry entry;

		private CallFigures included;

		private CallRegistration(ServiceCallTable table, ServiceOperation operation, Supplier<CallFigures> figures,
				CallFigures included) {
			this.table = table;
			this.operation = operation;
			this.figures = figures;
			this.included = included;
		}

		/**
		 * Update the table with the current state of the call.
		 * @param status the status of a response, {@code null} if there was none
		 * @return {@code false} if the table is closed; the rest of the call can be
		 * {@linkplain #continueIn registered in another table}
		 */
		public boolean update(@Nullable String status) {
			return this.table.update(this, status);
		}

		/**
		 * Register the rest of the call in another table, which includes only changes
		 * from now on.
		 * @param other the other table
		 * @return the registration in the other table
		 */
		public CallRegistration continueIn(ServiceCallTable other) {
			synchronized (this.table) {
				CallFigures before = this.included;
				CallFigures counted = new CallFigures(0, before.count(), before.errors(), before.bytes(),
						before.count() * before.measured(), before.unmeasured(), before.durationNanos(), before.timed(),
						before.attempts(), before.retries(), before.sentBytes(), before.receivedBytes());
				return new CallRegistration(other, this.operation, this.figures, counted);
			}
		}

	}

	private static final class Entry {

		private CallFigures sum = CallFigures.NONE;

		private long maxNanos;

		private final Map<String, Long> statuses = new LinkedHashMap<>();

		void add(CallFigures before, CallFigures now) {
			this.sum = this.sum.plus(now, before);
			this.maxNanos = Math.max(this.maxNanos, now.durationNanos());
		}

		void answered(String status) {
			boolean known = this.statuses.containsKey(status) || this.statuses.size() < MAX_STATUSES;
			this.statuses.merge(known ? status : OTHER, 1L, Long::sum);
		}

		ServiceCallUsage usage(ServiceOperation operation) {
			CallFigures sum = this.sum;
			boolean timed = sum.timed() > 0;
			boolean measured = sum.measured() > 0 || sum.bytes() != 0;
			return new ServiceCallUsage(operation.service(), operation.operation(), operation.direction(), sum.count(),
					sum.errors(), measured ? sum.bytes() : null, sum.unmeasured(), sum.open(),
					timed ? sum.durationNanos() : null, timed ? this.maxNanos : null, requests(sum));
		}

		/**
		 * Return the requests; calls that ended late may have sent all of theirs in time.
		 */
		private ServiceCallUsage.@Nullable Requests requests(CallFigures sum) {
			if (sum.attempts() == 0 && sum.sentBytes() == 0 && sum.receivedBytes() == 0 && this.statuses.isEmpty()) {
				return null;
			}
			return new ServiceCallUsage.Requests(sum.attempts(), sum.retries(), sum.sentBytes(), sum.receivedBytes(),
					Collections.unmodifiableMap(new LinkedHashMap<>(this.statuses)));
		}

	}

}
