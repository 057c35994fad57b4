package io.github.resourcemonitor.test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.OwnUsage;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.Trigger;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on the record of an invocation. A value that is not known fulfils no
 * assertion on it.
 */
public final class InvocationRecordAssert extends AbstractAssert<InvocationRecordAssert, InvocationRecord> {

	@SuppressWarnings("NullAway") // AssertJ takes null, and isNotNull() reports it
	InvocationRecordAssert(@Nullable InvocationRecord actual) {
		super(actual, InvocationRecordAssert.class);
	}

	/**
	 * Verify the handler.
	 * @param name its name
	 * @return these assertions
	 */
	public InvocationRecordAssert hasHandler(String name) {
		return check(record().handler().equals(name), "to be of handler '" + name + "'", "");
	}

	/**
	 * Verify what caused it.
	 * @param trigger the trigger
	 * @return these assertions
	 */
	public InvocationRecordAssert hasTrigger(Trigger trigger) {
		return check(record().trigger() == trigger, "to have the trigger " + trigger,
				"but " + RecordText.origin(this.actual));
	}

	/**
	 * Verify the HTTP request that it answered.
	 * @param method the method
	 * @param route the template of the route, such as <code>/owners/{id}</code>;
	 * {@code null} if none matched
	 * @param status the status of the response
	 * @return these assertions
	 */
	public InvocationRecordAssert hasRequest(String method, @Nullable String route, int status) {
		HandledRequest expected = new HandledRequest(method, route, status);
		return check(expected.equals(record().request()), "to have answered " + RecordText.request(expected),
				"but " + RecordText.origin(this.actual));
	}

	/**
	 * Verify the outcome.
	 * @param outcome the outcome
	 * @return these assertions
	 */
	public InvocationRecordAssert hasOutcome(Outcome outcome) {
		return check(record().outcome() == outcome, "to have the outcome " + outcome,
				"but it is " + RecordText.outcome(this.actual));
	}

	/**
	 * Verify the class of the exception.
	 * @param type the class itself, not a superclass
	 * @return these assertions
	 */
	public InvocationRecordAssert hasError(Class<? extends Throwable> type) {
		return check(type.getName().equals(record().error()), "to have the error " + type.getName(),
				"but it is " + RecordText.outcome(this.actual));
	}

	/**
	 * Verify that there was no exception: neither of the work nor of a service call.
	 * @return these assertions
	 */
	public InvocationRecordAssert hasNoFailure() {
		hasNoError();
		return check(record().serviceCalls().stream().allMatch((call) -> call.errors() == 0),
				"to have no failed service call", calls());
	}

	/**
	 * Verify that the work threw no exception, and was not cancelled or interrupted.
	 * @return these assertions
	 */
	public InvocationRecordAssert hasNoError() {
		return check(record().outcome() == Outcome.SUCCESS && this.actual.error() == null, "to have no error",
				"but it is " + RecordText.outcome(this.actual));
	}

	/**
	 * Verify the payload of all downloads, those of nested invocations included.
	 * @param bytes the payload in bytes; 0 if nothing is downloaded
	 * @return these assertions
	 */
	public InvocationRecordAssert downloaded(long bytes) {
		return transferred(CallDirection.DOWNLOAD, "downloaded ", bytes, record().transfers().downloadBytes());
	}

	/**
	 * Verify the payload of all uploads, those of nested invocations included.
	 * @param bytes the payload in bytes; 0 if nothing is uploaded
	 * @return these assertions
	 */
	public InvocationRecordAssert uploaded(long bytes) {
		return transferred(CallDirection.UPLOAD, "uploaded ", bytes, record().transfers().uploadBytes());
	}

	private InvocationRecordAssert transferred(CallDirection direction, String verb, long bytes,
			@Nullable Long transferred) {
		long unmeasured = this.actual.serviceCalls()
			.stream()
			.filter((call) -> call.direction() == direction)
			.mapToLong(ServiceCallUsage::unmeasured)
			.sum();
		String expected = "to have " + verb + RecordText.count(bytes, "byte");
		check(unmeasured == 0 && transferred != null, expected,
				"but the size of " + RecordText.count(unmeasured, "call") + " is unknown. " + calls());
		return check(Objects.equals(transferred, bytes), expected,
				"but it " + verb + RecordText.count((transferred != null) ? transferred : 0, "byte") + ". " + calls());
	}

	/**
	 * Verify which services were called, by nested invocations included.
	 * @param services the names of all of them
	 * @return these assertions
	 */
	public InvocationRecordAssert calledOnly(String... services) {
		Set<String> called = record().serviceCalls()
			.stream()
			.map(ServiceCallUsage::service)
			.collect(Collectors.toCollection(TreeSet::new));
		Set<String> expected = new TreeSet<>(List.of(services));
		return check(called.equals(expected),
				expected.isEmpty() ? "to have called no service" : "to have called only " + expected,
				"but it called " + (called.isEmpty() ? "none" : called) + ". " + calls());
	}

	/**
	 * Verify that no service was called, by a nested invocation neither.
	 * @return these assertions
	 */
	public InvocationRecordAssert calledNothing() {
		return calledOnly();
	}

	/**
	 * Verify how often a service was called, by nested invocations included.
	 * @param service the name of the service
	 * @param times the number of calls that have ended, whatever their operations
	 * @return these assertions
	 */
	public InvocationRecordAssert called(String service, long times) {
		return called(times, "'" + service + "'",
				record().serviceCalls().stream().filter((call) -> call.service().equals(service)).toList());
	}

	/**
	 * Verify how often an operation of a service was called, by nested invocations
	 * included.
	 * @param service the name of the service
	 * @param operation the name of the operation
	 * @param times the number of calls that have ended
	 * @return these assertions
	 */
	public InvocationRecordAssert called(String service, String operation, long times) {
		return called(times, "'" + operation + "' of '" + service + "'", find(service, operation));
	}

	private InvocationRecordAssert called(long times, String what, List<ServiceCallUsage> calls) {
		long count = calls.stream().mapToLong(ServiceCallUsage::count).sum();
		return check(count == times, "to have called " + what + " " + RecordText.count(times, "time"),
				"but it did " + RecordText.count(count, "time") + ". " + calls());
	}

	/**
	 * Continue with the calls of an operation.
	 * @param service the name of the service
	 * @param operation the name of the operation; if it was called with several
	 * directions, use {@link #serviceCall(String, String, CallDirection)}
	 * @return assertions on the calls
	 */
	public ServiceCallAssert serviceCall(String service, String operation) {
		record();
		return only("'" + operation + "' of '" + service + "'", find(service, operation));
	}

	/**
	 * Continue with the calls of an operation in one direction.
	 * @param service the name of the service
	 * @param operation the name of the operation
	 * @param direction the direction of their payload
	 * @return assertions on the calls
	 */
	public ServiceCallAssert serviceCall(String service, String operation, CallDirection direction) {
		record();
		return only("'" + operation + "' of '" + service + "' with the direction " + direction,
				find(service, operation).stream().filter((call) -> call.direction() == direction).toList());
	}

	private ServiceCallAssert only(String what, List<ServiceCallUsage> calls) {
		check(!calls.isEmpty(), "to have called " + what, "but it did not. " + calls());
		check(calls.size() == 1, "to have called " + what + " with one direction", "but there are several. " + calls());
		return new ServiceCallAssert(calls.get(0), RecordText.name(this.actual)).as(descriptionText());
	}

	private List<ServiceCallUsage> find(String service, String operation) {
		return record().serviceCalls()
			.stream()
			.filter((call) -> call.service().equals(service) && call.operation().equals(operation))
			.toList();
	}

	/**
	 * Verify that its threads used less CPU time than a limit, the estimate for virtual
	 * threads and nested invocations included. The time is that of the threads that were
	 * followed; add {@link #isComplete()} if none may be missing.
	 * @param limit the limit
	 * @return these assertions
	 */
	public InvocationRecordAssert usedCpuBelow(Duration limit) {
		OwnUsage own = record().own();
		Long nanos = own.totalCpuNanos();
		if (own.cpuNanos() == null && own.resolutionNanos() > 0) {
			// The exact part is below the resolution of the clock.
			nanos = ((nanos != null) ? nanos : 0) + own.resolutionNanos() - 1;
		}
		return check(nanos != null && isBelow(nanos, limit),
				"to have used less CPU time than " + RecordText.duration(limit), "but " + RecordText.own(own));
	}

	/**
	 * Verify that its threads allocated less than a limit on the heap, the estimate for
	 * virtual threads and nested invocations included.
	 * @param bytes the limit in bytes
	 * @return these assertions
	 */
	public InvocationRecordAssert allocatedLessThan(long bytes) {
		OwnUsage own = record().own();
		Long total = own.totalAllocatedBytes();
		return check(total != null && total < bytes, "to have allocated less than " + RecordText.count(bytes, "byte"),
				"but " + RecordText.own(own));
	}

	/**
	 * Verify that it took less time than a limit. The time depends on what else the
	 * machine does; prefer {@link #usedCpuBelow} or counts of calls.
	 * @param limit the limit
	 * @return these assertions
	 */
	public InvocationRecordAssert lastedLessThan(Duration limit) {
		return check(isBelow(record().durationNanos(), limit), "to have lasted less than " + RecordText.duration(limit),
				"but it lasted " + RecordText.duration(this.actual.durationNanos()));
	}

	/**
	 * Verify that the usage of its threads is complete, as far as known: no work went to
	 * threads that were not followed.
	 * @return these assertions
	 */
	public InvocationRecordAssert isComplete() {
		return check(record().own().isComplete(), "to be complete",
				"but it is not: " + this.actual.own().incompleteReason());
	}

	/**
	 * Verify that it was the first invocation of the instance.
	 * @return these assertions
	 */
	public InvocationRecordAssert isColdStart() {
		return check(record().coldStart(), "to be the first of its instance",
				"but its sequence is " + this.actual.sequence());
	}

	/**
	 * Verify that it was not nested in another invocation.
	 * @return these assertions
	 */
	public InvocationRecordAssert isOutermost() {
		return check(record().parentId() == null, "not to be nested", "but it is nested in " + this.actual.parentId());
	}

	/**
	 * Verify that it was nested in another invocation.
	 * @param outer the record of the other one
	 * @return these assertions
	 */
	public InvocationRecordAssert isNestedIn(InvocationRecord outer) {
		String parent = record().parentId();
		return check(outer.id().equals(parent), "to be nested in " + RecordText.name(outer),
				(parent != null) ? "but it is nested in " + parent : "but it is not nested");
	}

	/**
	 * Verify how many invocations were nested directly in it.
	 * @param count the number
	 * @return these assertions
	 */
	public InvocationRecordAssert hasNested(int count) {
		return check(record().nested().count() == count,
				"to have " + RecordText.count(count, "invocation") + " nested in it",
				"but it has " + this.actual.nested().count());
	}

	private static boolean isBelow(long nanos, Duration limit) {
		return Duration.ofNanos(nanos).compareTo(limit) < 0;
	}

	private InvocationRecord record() {
		isNotNull();
		return this.actual;
	}

	private String calls() {
		return RecordText.calls(this.actual.serviceCalls());
	}

	private InvocationRecordAssert check(boolean fulfilled, String expected, String found) {
		if (!fulfilled) {
			throw failure("%s", "Expected " + RecordText.name(this.actual) + System.lineSeparator() + expected
					+ (found.isEmpty() ? "" : System.lineSeparator() + found));
		}
		return this;
	}

}
