package io.github.resourcemonitor.servicecall;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.ServiceCallUsage;
import org.jspecify.annotations.Nullable;

/**
 * Table of service calls by service, operation and direction. Bounded: when it is full,
 * calls of further operations are added up under the name {@value #OTHER}, so that totals
 * remain exact. Thread-safe.
 * <p>
 * Calls add to the table when they have something to add, and, while they are open, when
 * the table asks them because it is read or closed. A closed table refuses all.
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
	 * Maximum number of open calls that are asked when the table is read, besides one.
	 * Further ones are counted, but add what they have counted only when they end.
	 */
	private static final int MAX_ASKED = 1000;

	private final int capacity;

	/**
	 * The first row. Few tables have another.
	 */
	private @Nullable Row first;

	private @Nullable Map<ServiceOperation, Row> others;

	/**
	 * An open call. Few tables have another at the same time.
	 */
	private @Nullable OpenCall open;

	private @Nullable Set<OpenCall> moreOpen;

	private volatile boolean closed;

	/**
	 * Create a new table.
	 * @param capacity the number of operations to keep separately
	 */
	public ServiceCallTable(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Add to the totals of an operation.
	 * @param call the call that adds to them
	 * @param isOpen whether it is open from now on
	 * @param operation the operation
	 * @param change changes the totals
	 * @return {@code false} if the table is closed
	 */
	synchronized boolean update(OpenCall call, boolean isOpen, ServiceOperation operation,
			Consumer<? super CallTotals> change) {
		if (this.closed) {
			return false;
		}
		change.accept(row(operation));
		if (isOpen) {
			ask(call);
		}
		else {
			askNoLonger(call);
		}
		return true;
	}

	private Row row(ServiceOperation operation) {
		Row row = find(operation);
		if (row != null) {
			return row;
		}
		if (size() < this.capacity) {
			return create(operation);
		}
		ServiceOperation other = new ServiceOperation(OTHER, OTHER, operation.direction());
		row = find(other);
		return (row != null) ? row : create(other);
	}

	private @Nullable Row find(ServiceOperation operation) {
		Row first = this.first;
		if (first == null || first.operation == operation || first.operation.equals(operation)) {
			return first;
		}
		return (this.others != null) ? this.others.get(operation) : null;
	}

	private int size() {
		return ((this.first != null) ? 1 : 0) + ((this.others != null) ? this.others.size() : 0);
	}

	private Row create(ServiceOperation operation) {
		Row row = new Row(operation);
		if (this.first == null) {
			this.first = row;
		}
		else {
			if (this.others == null) {
				this.others = new LinkedHashMap<>();
			}
			this.others.put(operation, row);
		}
		return row;
	}

	private void ask(OpenCall call) {
		if (this.open == null || this.open == call) {
			this.open = call;
			return;
		}
		if (this.moreOpen == null) {
			this.moreOpen = Collections.newSetFromMap(new IdentityHashMap<>());
		}
		if (this.moreOpen.size() < MAX_ASKED) {
			this.moreOpen.add(call);
		}
	}

	private void askNoLonger(OpenCall call) {
		if (this.open == call) {
			this.open = null;
		}
		if (this.moreOpen != null) {
			this.moreOpen.remove(call);
		}
	}

	/**
	 * Return the open calls, which are asked to add what they have counted. They lock
	 * themselves before a table, so the table must not be locked then.
	 */
	private List<OpenCall> openCalls() {
		if (this.moreOpen == null) {
			return (this.open != null) ? List.of(this.open) : List.of();
		}
		List<OpenCall> calls = new ArrayList<>(this.moreOpen);
		if (this.open != null) {
			calls.add(this.open);
		}
		return calls;
	}

	private void askOpenCalls() {
		List<OpenCall> calls;
		synchronized (this) {
			calls = openCalls();
		}
		calls.forEach(OpenCall::post);
	}

	/**
	 * Return the usage of all calls so far.
	 * @return an immutable copy, in the order of the first call of each operation
	 */
	public List<ServiceCallUsage> usages() {
		if (this.closed) {
			return rowUsages();
		}
		askOpenCalls();
		synchronized (this) {
			return rowUsages();
		}
	}

	private List<ServiceCallUsage> rowUsages() {
		return (this.first != null && this.others == null) ? List.of(this.first.usage())
				: rows().stream().map(Row::usage).toList();
	}

	private List<Row> rows() {
		List<Row> rows = new ArrayList<>(size());
		if (this.first != null) {
			rows.add(this.first);
		}
		if (this.others != null) {
			rows.addAll(this.others.values());
		}
		return rows;
	}

	/**
	 * Close the table; it no longer changes.
	 */
	public void close() {
		if (!closeIfNoneIsOpen()) {
			askOpenCalls();
			doClose();
		}
	}

	private synchronized boolean closeIfNoneIsOpen() {
		return openCalls().isEmpty() && doClose();
	}

	private synchronized boolean doClose() {
		this.open = null;
		this.moreOpen = null;
		this.closed = true;
		return true;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Return the number of calls whose operation exceeded the capacity.
	 * @return the number
	 */
	public synchronized long dropped() {
		return (size() <= this.capacity) ? 0
				: rows().stream().filter((row) -> row.operation.service().equals(OTHER)).mapToLong(Row::calls).sum();
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
	 * An operation and the totals of its calls.
	 */
	private static final class Row extends CallTotals {

		private final ServiceOperation operation;

		Row(ServiceOperation operation) {
			this.operation = operation;
		}

		ServiceCallUsage usage() {
			return usage(this.operation.service(), this.operation.operation(), this.operation.direction());
		}

	}

}
