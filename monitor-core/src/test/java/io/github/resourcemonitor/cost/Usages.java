package io.github.resourcemonitor.cost;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.ServiceCallUsage;

/**
 * Service calls for tests.
 */
final class Usages {

	private Usages() {
	}

	/**
	 * Return calls without observed requests.
	 */
	static ServiceCallUsage calls(String service, String operation, long count, long errors) {
		return new ServiceCallUsage(service, operation, CallDirection.NONE, count, errors, null, 0, 0, null, null);
	}

	/**
	 * Return calls with requests that ended with these statuses.
	 * @param statuses pairs of a status and a number
	 */
	static ServiceCallUsage requests(String operation, CallDirection direction, long count, long errors,
			Object... statuses) {
		Map<String, Long> counts = new LinkedHashMap<>();
		long attempts = 0;
		for (int i = 0; i < statuses.length; i += 2) {
			counts.put((String) statuses[i], ((Integer) statuses[i + 1]).longValue());
			attempts += (Integer) statuses[i + 1];
		}
		return new ServiceCallUsage("storage", operation, direction, count, errors, null, 0, 0, null, null,
				new ServiceCallUsage.Requests(attempts, attempts - count, 0, 0, counts));
	}

}
