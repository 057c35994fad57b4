package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;

import io.github.resourcemonitor.export.ExportOptions;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.FunctionIdentity;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties for the export of records. An invalid value stops the start: if it were
 * replaced, records might be lost unexpectedly.
 */
final class CheckedExport {

	private static final int MAX_RECORDS = 1_000_000;

	private static final Duration LONGEST = Duration.ofHours(1);

	/**
	 * Cloud Run kills a process 10 seconds after it has asked it to stop.
	 */
	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(8);

	private CheckedExport() {
	}

	static ExportOptions options(ResourceMonitorProperties.Export export) {
		int capacity = export.getQueueCapacity();
		if (capacity < 1 || capacity > MAX_RECORDS) {
			throw invalid("queue-capacity", capacity, "It must be from 1 to " + MAX_RECORDS + " records");
		}
		int batch = export.getBatchSize();
		if (batch < 1 || batch > capacity) {
			throw invalid("batch-size", batch, "It must be from 1 to the capacity of the queue, " + capacity);
		}
		if (export.getMaxSamplesSize().isNegative()) {
			throw invalid("max-samples-size", export.getMaxSamplesSize(), "It must be 0 or more, such as '8MB'");
		}
		return new ExportOptions(capacity, batch, duration("interval", export.getInterval(), Duration.ofMillis(1)),
				duration("timeout", export.getTimeout(), Duration.ofMillis(1)),
				duration("flush-at-end", export.getFlushAtEnd(), Duration.ZERO), export.getMaxSamplesSize().toBytes());
	}

	static LastExport lastExport(ResourceMonitorProperties.Export export, Invocations invocations,
			RecordExports exports, FunctionIdentity function) {
		Duration timeout = duration("shutdown-timeout", export.getShutdownTimeout(), Duration.ZERO);
		return new LastExport(invocations, exports, timeout.isZero() ? SHUTDOWN_TIMEOUT : timeout,
				!timeout.isZero() || function.platform());
	}

	private static Duration duration(String name, Duration value, Duration least) {
		if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
			throw invalid(name, value, "It must be from " + (least.isZero() ? "0" : "1ms") + " to 1h, such as '5s'");
		}
		return value;
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException("resource-monitor.export." + name, value, reason);
	}

}
