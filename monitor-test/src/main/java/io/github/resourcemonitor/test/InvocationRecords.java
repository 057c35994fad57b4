package io.github.resourcemonitor.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.record.InvocationRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of a test, in the order in which the invocations ended. A client gets its
 * response before the record of the request is written; this therefore knows which
 * invocations have started, and waits for their records.
 * <p>
 * {@link MonitorTest} provides it in Spring tests. Elsewhere, pass {@code records::add}
 * to {@link io.github.resourcemonitor.ResourceMonitor.Builder#onRecord}, or add this as a
 * bean. Thread-safe.
 */
public final class InvocationRecords implements InvocationListener {

	/**
	 * A test that has more of them is likely to have forgotten {@link #clear()}.
	 */
	static final int CAPACITY = 10_000;

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Duration timeout;

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/**
	 * The invocations that have started and have no record yet, by id.
	 */
	private final Map<String, Invocation> open = new LinkedHashMap<>();

	private final List<InvocationRecord> records = new ArrayList<>();

	private boolean overflown;

	private @Nullable String unavailable;

	/**
	 * Create records that are waited for for at most 10 seconds.
	 */
	public InvocationRecords() {
		this(TIMEOUT);
	}

	/**
	 * Create records.
	 * @param timeout how long to wait for an invocation that has started
	 */
	public InvocationRecords(Duration timeout) {
		this.timeout = timeout;
	}

	static InvocationRecords ofLatestFirst(List<InvocationRecord> latestFirst) {
		InvocationRecords result = new InvocationRecords(Duration.ZERO);
		for (int i = latestFirst.size() - 1; i >= 0; i--) {
			result.add(latestFirst.get(i));
		}
		return result;
	}

	@Override
	public void onStart(Invocation invocation) {
		String id = invocation.id();
		change(() -> this.open.put(id, invocation));
	}

	@Override
	public void onEnd(InvocationRecord record) {
		String id = record.id();
		change(() -> {
			// Otherwise it started before the test.
			if (this.open.remove(id) != null) {
				keep(record);
			}
		});
	}

	/**
	 * Add a record, whenever its invocation started.
	 * @param record the record
	 */
	public void add(InvocationRecord record) {
		change(() -> keep(record));
	}

	private void keep(InvocationRecord record) {
		if (this.records.size() < CAPACITY) {
			this.records.add(record);
		}
		else {
			this.overflown = true;
		}
		this.changed.signalAll();
	}

	/**
	 * Forget all records, and all invocations that have started.
	 */
	public void clear() {
		change(() -> {
			this.open.clear();
			this.records.clear();
			this.overflown = false;
			this.unavailable = null;
			this.changed.signalAll();
		});
	}

	/**
	 * Let each access fail, because there is no monitor.
	 * @param reason why
	 */
	public void unavailable(String reason) {
		change(() -> this.unavailable = reason);
	}

	/**
	 * Return all records, after waiting for the invocations that have started.
	 * @return a copy, in the order in which the invocations ended
	 * @throws AssertionError if an invocation has not ended in time
	 * @throws IllegalStateException if there is no monitor, or if there were too many
	 * records
	 */
	public List<InvocationRecord> all() {
		return await((record) -> true, (invocation) -> true, 0).complete();
	}

	/**
	 * Return the records of a handler, after waiting for its invocations that have
	 * started.
	 * @param handler the name of the handler
	 * @return a copy, in the order in which the invocations ended
	 * @throws AssertionError if an invocation has not ended in time
	 * @throws IllegalStateException if there is no monitor, or if there were too many
	 * records
	 */
	public List<InvocationRecord> ofHandler(String handler) {
		return await((record) -> record.handler().equals(handler), (invocation) -> invocation.handler().equals(handler),
				0)
			.complete();
	}

	/**
	 * Wait until there are enough records and no invocation is open, or the time is over.
	 */
	Awaited await(Predicate<InvocationRecord> records, Predicate<Invocation> invocations, int atLeast) {
		return locked(() -> {
			long left = TimeUnit.NANOSECONDS.convert(this.timeout);
			Awaited awaited = look(records, invocations);
			while (left > 0 && (awaited.records().size() < atLeast || !awaited.open().isEmpty())) {
				try {
					left = this.changed.awaitNanos(left);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					left = 0;
				}
				awaited = look(records, invocations);
			}
			return awaited;
		});
	}

	private Awaited look(Predicate<InvocationRecord> records, Predicate<Invocation> invocations) {
		if (this.unavailable != null) {
			throw new IllegalStateException("There are no records: " + this.unavailable);
		}
		if (this.overflown) {
			throw new IllegalStateException("There are more than " + CAPACITY
					+ " records. Call clear() on InvocationRecords between the parts of the test");
		}
		List<InvocationRecord> found = this.records.stream().filter(records).toList();
		return new Awaited(found, this.records.size() - found.size(),
				this.open.values().stream().filter(invocations).toList(), this.timeout);
	}

	/**
	 * Return how many records there are, without waiting.
	 */
	@Override
	public String toString() {
		return locked(() -> RecordText.count(this.records.size(), "record") + ", "
				+ RecordText.count(this.open.size(), "invocation") + " without a record");
	}

	private void change(Runnable change) {
		this.lock.lock();
		try {
			change.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	private <T> T locked(Supplier<T> work) {
		this.lock.lock();
		try {
			return work.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What was there when the wait was over.
	 *
	 * @param records the records that were asked for
	 * @param others the number of other records
	 * @param open the invocations that have no record yet
	 * @param timeout how long they were waited for
	 */
	record Awaited(List<InvocationRecord> records, int others, Collection<Invocation> open, Duration timeout) {

		List<InvocationRecord> complete() {
			if (!this.open.isEmpty()) {
				throw new AssertionError(describeOpen());
			}
			return this.records;
		}

		String describeOpen() {
			StringBuilder text = new StringBuilder("Invocations that have started have no record after ")
				.append(RecordText.duration(this.timeout))
				.append(':');
			for (Invocation each : this.open) {
				text.append(System.lineSeparator())
					.append("  ")
					.append(each.id())
					.append(" of '")
					.append(each.handler())
					.append("', started at ")
					.append(each.start());
			}
			return text.toString();
		}

	}

}
