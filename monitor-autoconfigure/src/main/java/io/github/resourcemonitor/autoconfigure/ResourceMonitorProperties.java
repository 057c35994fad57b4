package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;

import io.github.resourcemonitor.aop.Verification;
import io.github.resourcemonitor.output.StandardOutputMode;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of Resource Monitor.
 *
 * @param enabled whether to monitor. If not, no bean, thread or proxy of the monitor
 * exists
 * @param verification what to do about annotations that can have no effect, for instance
 * on a private method
 * @param history the records that are kept in memory
 * @param sampling the reading of the process
 * @param serviceCalls the calls to cloud services
 * @param output where records are written to
 */
@ConfigurationProperties("resource-monitor")
public record ResourceMonitorProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("warn") Verification verification, @DefaultValue History history, @DefaultValue Sampling sampling,
		@DefaultValue ServiceCalls serviceCalls, @DefaultValue Output output) {

	/**
	 * The records that are kept in memory.
	 *
	 * @param capacity number of records to keep; the oldest go first. 0 keeps none
	 * @param maxSamplesSize size of the samples to keep with all records; the oldest
	 * records lose theirs first
	 * @param maxHandlers number of handlers to sum up and meter under their own names;
	 * more are summed up together
	 */
	public record History(@DefaultValue("500") int capacity, @DefaultValue("4MB") DataSize maxSamplesSize,
			@DefaultValue("100") int maxHandlers) {

	}

	/**
	 * The reading of the process.
	 *
	 * @param enabled whether to sample while an invocation is active. If not, records
	 * have what is read at their start and end only
	 * @param edges whether to read the process at the start and end of each invocation
	 * @param interval time between two samples, 1 ms at least
	 * @param cpuBudget CPU that sampling may use, in percent of one core. Slow sources
	 * are read as seldom as that takes
	 * @param edgeCpuBudget CPU that readings at the start and end of invocations may use,
	 * in percent of one core. Beyond that, invocations share their readings
	 * @param idleTimeout how long the sampler's thread stays, parked, after the last
	 * invocation
	 * @param ringCapacity number of samples in the ring that all invocations share
	 * @param maxRows number of samples that a record keeps; longer invocations are
	 * thinned out
	 * @param nativeAccess whether to call the kernel for exact CPU times and context
	 * switches of the process; on Linux, with JDK 22 or later and
	 * --enable-native-access=ALL-UNNAMED. Takes some ten milliseconds at start
	 */
	public record Sampling(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean edges,
			@DefaultValue("100ms") Duration interval, @DefaultValue("0.5") double cpuBudget,
			@DefaultValue("2") double edgeCpuBudget, @DefaultValue("10s") Duration idleTimeout,
			@DefaultValue("512") int ringCapacity, @DefaultValue("240") int maxRows,
			@DefaultValue("false") boolean nativeAccess) {

	}

	/**
	 * The calls to cloud services.
	 *
	 * @param maxOperations number of operations that a record keeps apart; calls of
	 * others are added up together
	 */
	public record ServiceCalls(@DefaultValue("64") int maxOperations) {

	}

	/**
	 * Where records are written to.
	 *
	 * @param stdout whether to write each record to standard output, as one line of JSON.
	 * With 'auto' it is done where the platform says that it is one for functions
	 * (K_SERVICE or FUNCTION_TARGET is set)
	 */
	public record Output(@DefaultValue("auto") StandardOutputMode stdout) {

	}

}
