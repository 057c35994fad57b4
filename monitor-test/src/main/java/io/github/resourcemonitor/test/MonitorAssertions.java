package io.github.resourcemonitor.test;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.record.InvocationRecord;
import org.jspecify.annotations.Nullable;

/**
 * Entry point for assertions on records. It can be imported together with AssertJ's own:
 *
 * <pre class="code">
 * import static io.github.resourcemonitor.test.MonitorAssertions.assertThat;
 *
 * assertThat(records).last().hasOutcome(SUCCESS).downloaded(3530942).calledOnly("storage");
 * </pre>
 */
public final class MonitorAssertions {

	private MonitorAssertions() {
	}

	/**
	 * Create assertions on the records of a test. They wait for invocations that have
	 * started and for records that are asked for.
	 * @param actual the records
	 * @return the assertions
	 */
	public static InvocationRecordsAssert assertThat(@Nullable InvocationRecords actual) {
		return new InvocationRecordsAssert(actual);
	}

	/**
	 * Create assertions on one record.
	 * @param actual the record
	 * @return the assertions
	 */
	public static InvocationRecordAssert assertThat(@Nullable InvocationRecord actual) {
		return new InvocationRecordAssert(actual);
	}

	/**
	 * Create assertions on the records that are in the history of a monitor now. They do
	 * not wait; for asynchronous work pass {@code InvocationRecords::add} of
	 * {@link InvocationRecords} to {@link ResourceMonitor.Builder#onRecord}.
	 * @param actual the monitor
	 * @return the assertions
	 */
	public static InvocationRecordsAssert assertThat(ResourceMonitor.@Nullable Standalone actual) {
		return new InvocationRecordsAssert((actual != null) ? InvocationRecords.ofLatestFirst(actual.records()) : null);
	}

	/**
	 * Create assertions on the records that are in a repository now. They do not wait.
	 * @param actual the repository
	 * @return the assertions
	 */
	public static InvocationRecordsAssert assertThat(@Nullable InvocationRepository actual) {
		return new InvocationRecordsAssert((actual != null) ? InvocationRecords.ofLatestFirst(actual.findAll()) : null);
	}

}
