package io.github.resourcemonitor.cost;

import java.util.ArrayList;
import java.util.List;

/**
 * What is assumed of an instance, because it cannot be found out from inside and is not
 * configured.
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
			result.add("billing is " + tariff.mode().label());
		}
		if (options.minimumInstance() == null && tariff.mode() == BillingMode.REQUEST_BASED) {
			result.add("it is no minimum instance, so idle time is free");
		}
		if (options.commitment() == null && options.platform() != Platform.CUSTOM) {
			result.add("there is no discount for a commitment");
		}
		if (options.cpuThousandths() == null && tariff.cpu().price() != null) {
			result.add("the vCPUs are those of the control group, and no other container has more");
		}
		if (options.memoryBytes() == null) {
			result.add("the memory is the limit of the control group, and no other container has more");
		}
		if (options.platform() == Platform.AZURE_FUNCTIONS) {
			result.add("all of the memory is in use");
		}
		if (egress) {
			result.add("all that is sent has the configured price");
		}
		if (log) {
			result.add("the line is as long as those before it");
		}
		return List.copyOf(result);
	}

}
