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
 * Service calls by service, operation and direction. Bounded: when it is full, calls of
 * operations that it does not know are added up under the name {@value #OTHER}, so that
 * totals stay exact. Safe for use by any thread.
 * <p>
 * Of each call it knows what it took in already, and takes in what has come since: when
 * the call says so, and, of calls that are open, when somebody looks.
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

	/**
	 * More open calls than this are counted, but not looked at before they end.
	 */
	private static final int MAX_FOLLOWED = 1000;

	/**
	 * More kinds of answers than this are counted together.
	 */
	private static final int MAX_STATUSES = 16;

	private final Map<ServiceOperation, Entry> entries = new LinkedHashMap<>();

	private final Set<Posting> open = Collections.newSetFromMap(new IdentityHashMap<>());

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
	 * Take in a call.
	 * @param operation what is called
	 * @param figures tells what is known of the call, without waiting for anything
	 * @return where to tell of news
	 */
	public Posting post(ServiceOperation operation, Supplier<CallFigures> figures) {
		Posting posting = new Posting(this, operation, figures, CallFigures.NONE);
		posting.update(null);
		return posting;
	}

	private synchronized boolean update(Posting posting, @Nullable String status) {
		if (this.closed) {
			return false;
		}
		Entry entry = posting.entry;
		if (entry == null) {
			entry = entry(posting.operation);
			posting.entry = entry;
		}
		CallFigures now = take(posting, entry);
		if (status != null) {
			entry.answered(status);
		}
		if (now.open() == 0) {
			this.open.remove(posting);
		}
		else if (this.open.size() < MAX_FOLLOWED) {
			this.open.add(posting);
		}
		return true;
	}

	private static CallFigures take(Posting posting, Entry entry) {
		CallFigures now = posting.figures.get();
		entry.add(posting.taken, now);
		posting.taken = now;
		return now;
	}

	private void takeOpen() {
		if (!this.closed) {
			for (Posting posting : this.open) {
				Entry entry = posting.entry;
				if (entry != null) {
					take(posting, entry);
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
	 * Return the calls so far.
	 * @return an immutable copy, in the order of their first calls
	 */
	public synchronized List<ServiceCallUsage> usages() {
		takeOpen();
		List<ServiceCallUsage> result = new ArrayList<>(this.entries.size());
		this.entries.forEach((operation, entry) -> result.add(entry.usage(operation)));
		return List.copyOf(result);
	}

	/**
	 * Take in no more.
	 */
	public synchronized void close() {
		takeOpen();
		this.closed = true;
		this.open.clear();
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

	/**
	 * One call in one table.
	 */
	public static final class Posting {

		private final ServiceCallTable table;

		private final ServiceOperation operation;

		private final Supplier<CallFigures> figures;

		// Guarded by the table.

		private @Nullable Entry entry;

		private CallFigures taken;

		private Posting(ServiceCallTable table, ServiceOperation operation, Supplier<CallFigures> figures,
				CallFigures taken) {
			this.table = table;
			this.operation = operation;
			this.figures = figures;
			this.taken = taken;
		}

		/**
		 * Have the table take in what has come since.
		 * @param status what a request was answered with, {@code null} if none was
		 * @return {@code false} if the table is closed; what it did not take in can be
		 * {@linkplain #continueIn taken in elsewhere}
		 */
		public boolean update(@Nullable String status) {
			return this.table.update(this, status);
		}

		/**
		 * Have another table take in what comes from now on.
		 * @param other the other table
		 * @return the call in the other table
		 */
		public Posting continueIn(ServiceCallTable other) {
			synchronized (this.table) {
				CallFigures before = this.taken;
				CallFigures counted = new CallFigures(0, before.count(), before.errors(), before.bytes(),
						before.count() * before.measured(), before.unmeasured(), before.durationNanos(), before.timed(),
						before.attempts(), before.retries(), before.sentBytes(), before.receivedBytes());
				return new Posting(other, this.operation, this.figures, counted);
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
		 * Calls that ended too late may have sent all their requests in time.
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
