package io.github.resourcemonitor.cost;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.ServiceCallUsage;
import org.jspecify.annotations.Nullable;

/**
 * Prices of the operations of one cloud service. Thread-safe.
 */
final class ServicePrices {

	/**
	 * The names of operations of other clients than ours may be without end.
	 */
	private static final int MAX_KNOWN = 1000;

	private final PriceTable table;

	private final Map<String, Optional<Price>> known = new ConcurrentHashMap<>();

	ServicePrices(PriceTable table) {
		this.table = table;
	}

	PriceTable table() {
		return this.table;
	}

	/**
	 * Return the price of an operation.
	 * @param operation its name
	 * @return the price, {@code null} if the table does not have it
	 */
	@Nullable Price price(String operation) {
		Optional<Price> price = this.known.get(operation);
		if (price == null) {
			price = Optional.ofNullable(find(operation));
			if (this.known.size() < MAX_KNOWN) {
				this.known.put(operation, price);
			}
		}
		return price.orElse(null);
	}

	private @Nullable Price find(String operation) {
		int longest = -1;
		Price price = null;
		for (Map.Entry<String, List<String>> entry : this.table.patterns().entrySet()) {
			String name = entry.getKey().substring(TableKeys.OPERATIONS.length());
			for (String pattern : entry.getValue()) {
				// The more a pattern says, the more it is meant.
				if (pattern.length() > longest && matches(pattern, operation)) {
					longest = pattern.length();
					price = this.table.price(TableKeys.CLASS + name);
				}
			}
		}
		return price;
	}

	private static boolean matches(String pattern, String operation) {
		if (pattern.indexOf('*') < 0) {
			return pattern.equals(operation);
		}
		String[] parts = pattern.split("\\*", -1);
		StringBuilder regex = new StringBuilder(Pattern.quote(parts[0]));
		for (int i = 1; i < parts.length; i++) {
			regex.append(".*").append(Pattern.quote(parts[i]));
		}
		return operation.matches(regex.toString());
	}

	/**
	 * Return how many operations of a call are charged: those that succeeded. An upload
	 * in several requests is one, and each request of a resumed download is one.
	 * @param usage the calls
	 * @return the number
	 */
	static long charged(ServiceCallUsage usage) {
		ServiceCallUsage.Requests requests = usage.requests();
		if (requests == null || requests.statuses().isEmpty()) {
			return Math.max(0, usage.count() - usage.errors());
		}
		long succeeded = 0;
		for (Map.Entry<String, Long> status : requests.statuses().entrySet()) {
			if (isSuccess(status.getKey())) {
				succeeded += status.getValue();
			}
		}
		return (usage.direction() != CallDirection.UPLOAD) ? succeeded
				: Math.min(succeeded, Math.max(0, usage.count() - usage.errors()));
	}

	/**
	 * Return whether a request with that status is charged: not if it answers 307, or an
	 * error. 308 only says that more of an upload is expected.
	 */
	private static boolean isSuccess(String status) {
		if (status.length() != 3) {
			return status.equals("OK");
		}
		return status.charAt(0) == '2' || status.charAt(0) == '3' && !status.equals("307") && !status.equals("308");
	}

}
