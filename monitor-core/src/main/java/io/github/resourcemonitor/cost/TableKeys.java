package io.github.resourcemonitor.cost;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The keys of a table of prices. Those of a {@link BillingMode} begin with its name.
 */
final class TableKeys {

	static final String SOURCE = "source";

	static final String DATE = "date";

	static final String CURRENCY = "currency";

	static final String PLATFORM = "platform";

	static final String REGIONS = "regions";

	static final String ARCHITECTURE = "architecture";

	static final String SERVICE = "service";

	/**
	 * What the prices of a service assume, in a few words.
	 */
	static final String ASSUMPTION = "assumption";

	/**
	 * MHz by MiB of memory, where the one follows from the other.
	 */
	static final String CPU_MHZ = "cpu-mhz.";

	/**
	 * Price of an operation of a class of a service.
	 */
	static final String CLASS = "class.";

	/**
	 * Names of the operations of a class, {@code *} for any characters.
	 */
	static final String OPERATIONS = "operations.";

	/**
	 * Price of a GiB of something.
	 */
	static final String PER_GIB = "per-gib.";

	static final String CPU = ".cpu-second";

	static final String MEMORY = ".memory-gib-second";

	static final String REQUEST = ".request";

	static final String IDLE_CPU = ".idle-cpu-second";

	static final String IDLE_MEMORY = ".idle-memory-gib-second";

	static final String ROUNDING = ".rounding-ms";

	static final String MINIMUM = ".minimum-ms";

	static final String MEMORY_STEP = ".memory-step-mib";

	/**
	 * 1 if the start is paid for, else 0.
	 */
	static final String START_UP = ".start-up";

	/**
	 * 1 if the shutdown is paid for, else 0.
	 */
	static final String SHUTDOWN = ".shutdown";

	static final String FREE_CPU = ".free-cpu-seconds";

	static final String FREE_MEMORY = ".free-memory-gib-seconds";

	static final String FREE_REQUESTS = ".free-requests";

	/**
	 * Discount of a commitment, from 0 to 1, by the name of the commitment.
	 */
	static final String COMMITMENT = ".commitment.";

	private static final String[] MODE_PRICES = { CPU, MEMORY, REQUEST, IDLE_CPU, IDLE_MEMORY };

	private static final String[] MODE_NUMBERS = { ROUNDING, MINIMUM, MEMORY_STEP, START_UP, SHUTDOWN, FREE_CPU,
			FREE_MEMORY, FREE_REQUESTS };

	private TableKeys() {
	}

	static boolean isPrice(String key) {
		return isModeKey(key, MODE_PRICES) || isNamed(key, CLASS) || isNamed(key, PER_GIB);
	}

	static boolean isNumber(String key) {
		if (isModeKey(key, MODE_NUMBERS)
				|| isNamed(key, CPU_MHZ) && key.substring(CPU_MHZ.length()).matches("[1-9]\\d{0,8}")) {
			return true;
		}
		return isDiscount(key);
	}

	static boolean isDiscount(String key) {
		for (BillingMode mode : BillingMode.values()) {
			if (isNamed(key, mode.label() + COMMITMENT)) {
				return true;
			}
		}
		return false;
	}

	static boolean isOperations(String key) {
		return isNamed(key, OPERATIONS);
	}

	private static boolean isNamed(String key, String prefix) {
		return key.startsWith(prefix) && key.length() > prefix.length();
	}

	private static boolean isModeKey(String key, String[] names) {
		for (BillingMode mode : BillingMode.values()) {
			if (key.startsWith(mode.label()) && Arrays.asList(names).contains(key.substring(mode.label().length()))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return all keys, as a message names them.
	 */
	static Set<String> all() {
		Set<String> keys = new LinkedHashSet<>(Arrays.asList(SOURCE, DATE, CURRENCY, PLATFORM, REGIONS, ARCHITECTURE,
				SERVICE, ASSUMPTION, CPU_MHZ + "<MiB>", CLASS + "<name>", OPERATIONS + "<name>", PER_GIB + "<name>"));
		for (String name : MODE_PRICES) {
			keys.add("<mode>" + name);
		}
		for (String name : MODE_NUMBERS) {
			keys.add("<mode>" + name);
		}
		keys.add("<mode>" + COMMITMENT + "<name>");
		return keys;
	}

}
