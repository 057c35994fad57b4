package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;

import io.github.resourcemonitor.sampling.SamplerOptions;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.unit.DataSize;

/**
 * The properties, checked against their valid ranges. An invalid value is logged as a
 * warning and replaced by the default, because monitoring must not prevent a function
 * from starting.
 */
final class CheckedProperties {

	private static final Log logger = LogFactory.getLog(CheckedProperties.class);

	private final ResourceMonitorProperties properties;

	CheckedProperties(ResourceMonitorProperties properties) {
		this.properties = properties;
	}

	SamplerOptions samplerOptions() {
		ResourceMonitorProperties.Sampling sampling = this.properties.getSampling();
		Duration interval = sampling.getInterval();
		if (interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(Duration.ofHours(1)) > 0) {
			interval = invalid("sampling.interval", interval, "from 1ms to 1h", Duration.ofMillis(100));
		}
		double budget = sampling.getCpuBudget();
		if (!(budget > 0 && budget <= 100)) {
			budget = invalid("sampling.cpu-budget", budget, "above 0 and at most 100 (percent of one core)", 0.5);
		}
		Duration idle = sampling.getIdleTimeout();
		if (idle.isNegative() || idle.compareTo(Duration.ofDays(1)) > 0) {
			idle = invalid("sampling.idle-timeout", idle, "from 0 to 1d", Duration.ofSeconds(10));
		}
		int ring = sampling.getRingCapacity();
		if (ring < 16 || ring > 1_000_000) {
			ring = invalid("sampling.ring-capacity", ring, "from 16 to 1000000", 512);
		}
		int rows = sampling.getMaxRows();
		if (rows < 0) {
			rows = invalid("sampling.max-rows", rows, "0 or more", 240);
		}
		return new SamplerOptions(interval, budget / 100, idle, ring, rows);
	}

	boolean nativeAccess() {
		return this.properties.getSampling().isNativeAccess();
	}

	double edgeCpuBudget() {
		double budget = this.properties.getSampling().getEdgeCpuBudget();
		return ((budget > 0 && budget <= 100) ? budget
				: invalid("sampling.edge-cpu-budget", budget, "above 0 and at most 100 (percent of one core)", 2.0))
				/ 100;
	}

	int maxActiveInvocations() {
		int invocations = this.properties.getMaxActiveInvocations();
		return (invocations > 0) ? invocations : invalid("max-active-invocations", invocations, "above 0", 5000);
	}

	int historyCapacity() {
		int capacity = this.properties.getHistory().getCapacity();
		return (capacity >= 0) ? capacity : invalid("history.capacity", capacity, "0 or more", 500);
	}

	long maxSamplesBytes() {
		DataSize size = this.properties.getHistory().getMaxSamplesSize();
		size = !size.isNegative() ? size
				: invalid("history.max-samples-size", size, "0 or more", DataSize.ofMegabytes(4));
		return size.toBytes();
	}

	int maxHandlers() {
		int handlers = this.properties.getHistory().getMaxHandlers();
		return (handlers > 0) ? handlers : invalid("history.max-handlers", handlers, "above 0", 100);
	}

	int maxOperations() {
		int operations = this.properties.getServiceCalls().getMaxOperations();
		return (operations > 0) ? operations : invalid("service-calls.max-operations", operations, "above 0", 64);
	}

	String mdcKey() {
		String key = this.properties.getCorrelation().getMdcKey();
		return !key.isBlank() ? key : invalid("correlation.mdc-key", key, "a name", "invocationId");
	}

	private static <T> T invalid(String name, Object value, String wanted, T used) {
		logger.warn("The property 'resource-monitor." + name + "' must be " + wanted + ", but is '" + value + "'. "
				+ used + " is used instead.");
		return used;
	}

}
