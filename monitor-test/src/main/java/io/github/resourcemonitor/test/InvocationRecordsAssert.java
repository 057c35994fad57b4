package io.github.resourcemonitor.test;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.test.InvocationRecords.Awaited;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on the records of a test, in the order in which the invocations ended: an
 * outer invocation after those nested in it.
 * <p>
 * All assertions wait, up to the timeout of the {@link InvocationRecords}, until each
 * invocation that has started has a record and there are as many as is asserted.
 */
public final class InvocationRecordsAssert extends AbstractAssert<InvocationRecordsAssert, InvocationRecords> {

	private final @Nullable String handler;

	private final boolean outermost;

	InvocationRecordsAssert(@Nullable InvocationRecords actual) {
		this(actual, null, false);
	}

	@SuppressWarnings("NullAway") // AssertJ takes null, and isNotNull() reports it
	private InvocationRecordsAssert(@Nullable InvocationRecords actual, @Nullable String handler, boolean outermost) {
		super(actual, InvocationRecordsAssert.class);
		this.handler = handler;
		this.outermost = outermost;
	}

	/**
	 * Continue with the records of one handler. Invocations of others are not waited for.
	 * @param name the name of the handler
	 * @return assertions on its records
	 */
	public InvocationRecordsAssert ofHandler(String name) {
		isNotNull();
		return new InvocationRecordsAssert(this.actual, name, this.outermost).as(descriptionText());
	}

	/**
	 * Continue with the records of invocations that are not nested in another one.
	 * @return assertions on their records
	 */
	public InvocationRecordsAssert outermost() {
		isNotNull();
		return new InvocationRecordsAssert(this.actual, this.handler, true).as(descriptionText());
	}

	/**
	 * Continue with the record of the invocation that ended last.
	 * @return assertions on the record
	 */
	public InvocationRecordAssert last() {
		List<InvocationRecord> records = atLeastOne();
		return record(records.get(records.size() - 1));
	}

	/**
	 * Continue with the record of the invocation that ended first.
	 * @return assertions on the record
	 */
	public InvocationRecordAssert first() {
		return record(atLeastOne().get(0));
	}

	/**
	 * Verify that there is one record, and continue with it.
	 * @return assertions on the record
	 */
	public InvocationRecordAssert only() {
		return record(exactly(1).get(0));
	}

	/**
	 * Verify the number of records.
	 * @param count the number
	 * @return these assertions
	 */
	public InvocationRecordsAssert hasSize(int count) {
		exactly(count);
		return this;
	}

	/**
	 * Verify that there is no record.
	 * @return these assertions
	 */
	public InvocationRecordsAssert isEmpty() {
		return hasSize(0);
	}

	/**
	 * Verify the handlers of the records.
	 * @param names their names in the order in which the invocations ended
	 * @return these assertions
	 */
	public InvocationRecordsAssert hasHandlers(String... names) {
		Awaited awaited = await(names.length);
		List<String> found = awaited.records().stream().map(InvocationRecord::handler).toList();
		if (!found.equals(Arrays.asList(names))) {
			throw failureWithActualExpected(found, Arrays.asList(names), "Expected records of the handlers %s but %s",
					Arrays.toString(names), describe(awaited));
		}
		return this;
	}

	private InvocationRecordAssert record(InvocationRecord record) {
		return new InvocationRecordAssert(record).as(descriptionText());
	}

	private List<InvocationRecord> atLeastOne() {
		Awaited awaited = await(1);
		if (awaited.records().isEmpty()) {
			throw failure("Expected a record%s but %s", what(), describe(awaited));
		}
		return awaited.records();
	}

	private List<InvocationRecord> exactly(int count) {
		Awaited awaited = await(count);
		if (awaited.records().size() != count) {
			throw failureWithActualExpected(awaited.records().size(), count, "Expected %s%s but %s",
					RecordText.count(count, "record"), what(), describe(awaited));
		}
		return awaited.records();
	}

	private Awaited await(int atLeast) {
		isNotNull();
		Predicate<InvocationRecord> records = (
				record) -> (this.handler == null || record.handler().equals(this.handler))
						&& (!this.outermost || record.parentId() == null);
		Predicate<Invocation> open = (invocation) -> this.handler == null || invocation.handler().equals(this.handler);
		Awaited awaited = this.actual.await(records, open, atLeast);
		if (!awaited.open().isEmpty()) {
			throw failure("%s%nRecords so far: %s", awaited.describeOpen(), RecordText.list(awaited.records()));
		}
		return awaited;
	}

	private String what() {
		return ((this.outermost) ? " of an outermost invocation" : "")
				+ ((this.handler != null) ? " of handler '" + this.handler + "'" : "");
	}

	private String describe(Awaited awaited) {
		String others = (awaited.others() > 0)
				? System.lineSeparator() + "and " + RecordText.count(awaited.others(), "record") + " of others" : "";
		return RecordText.found(awaited.records()) + others;
	}

}
