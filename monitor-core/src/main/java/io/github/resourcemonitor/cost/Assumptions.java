package io.github.resourcemonitor.cost;

import java.util.ArrayList;
import java.util.List;

/**
 * What is assumed of an instance, because it cannot be found out from inside and is not
 * configured. In few words, because each record has them and its line is paid for.
 */
final class Assumptions {

	private Assumptions() {
	}

	/**
	 * Return the assumptions.
	 * @param options what is known of the instance
	 * @param tariff the tariff
	 * @param egress whether bytes sent are part of the cost
	 * @param log whether the line in the log is part of the cost
	 * @return the assumptions, in words
	 */
	static List<String> of(CostOptions options, Tariff tariff, boolean egress, boolean log) {
		List<String> result = new ArrayList<>();
		if (options.mode() == null && options.platform().modes().size() > 1) {
			result.add(tariff.mode().label() + " billing");
		}
		if (options.minimumInstance() == null && isMinimumInstancePossible(tariff)) {
			result.add("no minimum instance");
		}
		if (options.commitment() == null && options.platform() != Platform.CUSTOM) {
			result.add("no commitment");
		}
		if (options.cpuThousandths() == null && tariff.cpu().price() != null && !tariff.isCpuByMemory()) {
			result.add("vCPUs of the control group");
		}
		if (options.memoryBytes() == null) {
			result.add("memory of the control group");
		}
		if (options.platform() == Platform.AZURE_FUNCTIONS) {
			result.add("all memory in use");
		}
		if (egress) {
			result.add("one price for all bytes sent");
		}
		if (log) {
			result.add("log line as long as those before");
		}
		return List.copyOf(result);
	}

	private static boolean isMinimumInstancePossible(Tariff tariff) {
		return !tariff.mode().isWholeLife() && (tariff.mode() == BillingMode.REQUEST_BASED
				|| tariff.idleCpu().price() != null || tariff.idleMemory().price() != null);
	}

}
