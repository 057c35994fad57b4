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
 * <p>
 * It extends the totals of its first operation, because most tables have no other: a
 * separate object would be allocated for each invocation that calls a service.
 */
public final class ServiceCallTable extends CallTotals {

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

	private @Nullable ServiceOperation first;

	private @Nullable Map<ServiceOperation, CallTotals> others;

	/**
	 * An open call. Few tables have another at the same time.
	 */
	private @Nullable OpenCall openCall;

	private @Nullable Set<OpenCall> moreOpenCalls;

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
		change.accept(totals(operation));
		if (isOpen) {
			ask(call);
		}
		else {
			askNoLonger(call);
		}
		return true;
	}

	private CallTotals totals(ServiceOperation operation) {
		CallTotals totals = find(operation);
		if (totals != null) {
			return totals;
		}
		if (size() < this.capacity) {
			return create(operation);
		}
		ServiceOperation other = new ServiceOperation(OTHER, OTHER, operation.direction());
		totals = find(other);
		return (totals != null) ? totals : create(other);
	}

	private @Nullable CallTotals find(ServiceOperation operation) {
		if (this.first == operation || operation.equals(this.first)) {
			return this;
		}
		return (this.others != null) ? this.others.get(operation) : null;
	}

	private int size() {
		return ((this.first != null) ? 1 : 0) + ((this.others != null) ? this.others.size() : 0);
	}

	private CallTotals create(ServiceOperation operation) {
		if (this.first == null) {
			this.first = operation;
			return this;
		}
		if (this.others == null) {
			this.others = new LinkedHashMap<>();
		}
		CallTotals totals = new CallTotals();
		this.others.put(operation, totals);
		return totals;
	}

	private void ask(OpenCall call) {
		if (this.openCall == null || this.openCall == call) {
			this.openCall = call;
			return;
		}
		if (this.moreOpenCalls == null) {
			this.moreOpenCalls = Collections.newSetFromMap(new IdentityHashMap<>());
		}
		if (this.moreOpenCalls.size() < MAX_ASKED) {
			this.moreOpenCalls.add(call);
		}
	}

	private void askNoLonger(OpenCall call) {
		if (this.openCall == call) {
			this.openCall = null;
		}
		if (this.moreOpenCalls != null) {
			this.moreOpenCalls.remove(call);
		}
	}

	/**
	 * Return the open calls, which are asked to add what they have counted. They lock
	 * themselves before a table, so the table must not be locked then.
	 */
	private List<OpenCall> openCalls() {
		if (this.moreOpenCalls == null) {
			return (this.openCall != null) ? List.of(this.openCall) : List.of();
		}
		List<OpenCall> calls = new ArrayList<>(this.moreOpenCalls);
		if (this.openCall != null) {
			calls.add(this.openCall);
		}
		return calls;
	}

	private void askOpenCalls() {
		List<OpenCall> calls;
		synchronized (this) {
			calls = openCalls();
		}
		calls.forEach(OpenCall::asked);
	}

	/**
	 * Return the usage of all calls so far.
	 * @return an immutable copy, in the order of the first call of each operation
	 */
	public List<ServiceCallUsage> usages() {
		if (this.closed) {
			return copy();
		}
		askOpenCalls();
		synchronized (this) {
			return copy();
		}
	}

	private List<ServiceCallUsage> copy() {
		ServiceOperation first = this.first;
		if (first == null) {
			return List.of();
		}
		if (this.others == null) {
			return List.of(first.usage(this));
		}
		List<ServiceCallUsage> usages = new ArrayList<>(size());
		usages.add(first.usage(this));
		this.others.forEach((operation, totals) -> usages.add(operation.usage(totals)));
		return Collections.unmodifiableList(usages);
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
		this.openCall = null;
		this.moreOpenCalls = null;
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
		long dropped = 0;
		if (size() > this.capacity) {
			for (CallDirection direction : CallDirection.values()) {
				CallTotals totals = find(new ServiceOperation(OTHER, OTHER, direction));
				dropped += (totals != null) ? totals.calls() : 0;
			}
		}
		return dropped;
	}

	/**
	 * An operation of a service.
	 *
	 * @param service the name of the service
	 * @param operation the name of the operation
	 * @param direction the direction of the payload
	 */
	public record ServiceOperation(String service, String operation, CallDirection direction) {

		private ServiceCallUsage usage(CallTotals totals) {
			return totals.usage(this.service, this.operation, this.direction);
		}

	}

}
