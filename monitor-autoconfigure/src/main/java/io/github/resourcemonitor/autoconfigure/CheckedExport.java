package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;

import io.github.resourcemonitor.export.ExportOptions;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.FunctionIdentity;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * The properties for the export of records. An invalid value stops the start: if it were
 * replaced, records might be lost unexpectedly.
 */
final class CheckedExport {

	private static final String PREFIX = "resource-monitor.export.";

	private static final int MAX_RECORDS = 1_000_000;

	private static final Duration LONGEST = Duration.ofHours(1);

	private CheckedExport() {
	}

	static ExportOptions options(ResourceMonitorProperties.Export export) {
		int capacity = CheckedRange.check(PREFIX + "queue-capacity", export.getQueueCapacity(), 1, MAX_RECORDS,
				"1 to " + MAX_RECORDS + " records");
		int batch = CheckedRange.check(PREFIX + "batch-size", export.getBatchSize(), 1, capacity,
				"1 to the capacity of the queue, " + capacity);
		DataSize samples = export.getMaxSamplesSize();
		if (samples.isNegative()) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "max-samples-size", samples,
					"It must be 0 or more, such as '8MB'");
		}
		return new ExportOptions(capacity, batch, duration("interval", export.getInterval(), Duration.ofMillis(1)),
				duration("timeout", export.getTimeout(), Duration.ofMillis(1)),
				duration("flush-at-end", export.getFlushAtEnd(), Duration.ZERO), samples.toBytes());
	}

	static LastExport lastExport(ResourceMonitorProperties.Export export, Invocations invocations,
			RecordExports exports, FunctionIdentity function) {
		Duration timeout = duration("shutdown-timeout", export.getShutdownTimeout(), Duration.ZERO);
		return new LastExport(invocations, exports, timeout.isZero() ? RecordExports.STOP_TIMEOUT : timeout,
				!timeout.isZero() || function.platform());
	}

	private static Duration duration(String name, Duration value, Duration least) {
		return CheckedRange.check(PREFIX + name, value, least, LONGEST,
				(least.isZero() ? "0" : "1ms") + " to 1h, such as '5s'");
	}

}
