package io.github.resourcemonitor.requests;

import java.math.BigDecimal;

import io.github.resourcemonitor.cost.CostModel;
import io.github.resourcemonitor.cost.CostOptions;
import io.github.resourcemonitor.cost.InstanceCosts;
import io.github.resourcemonitor.cost.Platform;
import io.github.resourcemonitor.cost.PriceTables;
import io.github.resourcemonitor.invocation.InstanceLife;
import io.github.resourcemonitor.invocation.TestMonitor;

/**
 * The life of an instance whose requests count.
 */
final class InstanceWithCosts {

	private InstanceWithCosts() {
	}

	static InstanceLife of(TestMonitor test) {
		CostOptions options = CostOptions.on(Platform.CLOUD_RUN)
			.region("us-central1")
			.cpu(BigDecimal.ONE)
			.memory(1L << 29)
			.build();
		test.costs(new InstanceCosts(CostModel.of(PriceTables.builtIn(), options), 10)).build();
		return test.invocations().instance();
	}

}
