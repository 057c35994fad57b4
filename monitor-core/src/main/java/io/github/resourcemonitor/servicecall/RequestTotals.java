package io.github.resourcemonitor.servicecall;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.resourcemonitor.record.ServiceCallUsage.Requests;
import org.jspecify.annotations.Nullable;

/**
 * Totals of requests: those of one operation in a table, or those of one call that are
 * not in a table yet. Not thread-safe.
 */
final class RequestTotals {

	/**
	 * Maximum number of distinct statuses; further ones are counted together.
	 */
	private static final int MAX_STATUSES = 16;

	private long attempts;

	private long retries;

	private long sentBytes;

	private long receivedBytes;

	private @Nullable Map<String, Long> statuses;

	/**
	 * A request is being sent.
	 * @param again whether it follows a failed one
	 */
	void attempt(boolean again) {
		this.attempts++;
		if (again) {
			this.retries++;
		}
	}

	void sent(long wireBytes) {
		this.sentBytes += wireBytes;
	}

	void received(long wireBytes) {
		this.receivedBytes += wireBytes;
	}

	void answered(String status) {
		answered(status, 1L);
	}

	private void answered(String status, long times) {
		Map<String, Long> statuses = this.statuses;
		if (statuses == null) {
			statuses = new LinkedHashMap<>(4);
			this.statuses = statuses;
		}
		boolean known = statuses.containsKey(status) || statuses.size() < MAX_STATUSES;
		statuses.merge(known ? status : ServiceCallTable.OTHER, times, Long::sum);
	}

	void add(RequestTotals more) {
		this.attempts += more.attempts;
		this.retries += more.retries;
		this.sentBytes += more.sentBytes;
		this.receivedBytes += more.receivedBytes;
		if (more.statuses != null) {
			more.statuses.forEach(this::answered);
		}
	}

	/**
	 * Return an immutable copy. Without attempts, the requests were sent for calls of
	 * another table.
	 */
	Requests copy() {
		return new Requests(this.attempts, this.retries, this.sentBytes, this.receivedBytes,
				(this.statuses != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(this.statuses)) : Map.of());
	}

}
