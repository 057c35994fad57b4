package io.github.resourcemonitor.otlp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.Reading;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * Counters that grow as long as the process lives. Used by one thread.
 */
public final class ProcessCounters {

	private final Supplier<@Nullable Reading> reader;

	private final List<Counter> counters = new ArrayList<>();

	private long[] last;

	/**
	 * Create counters, which begin now.
	 * @param reader reads the process
	 * @param overheadNanos the CPU time of the monitor so far, in nanoseconds
	 * @param lost the number of invocations without a record so far
	 */
	public ProcessCounters(Supplier<@Nullable Reading> reader, LongSupplier overheadNanos, LongSupplier lost) {
		this.reader = reader;
		column(Metric.PROCESS_CPU_TIME, OtlpAttributes.CPU_MODE, "user", Column.CPU_USER);
		column(Metric.PROCESS_CPU_TIME, OtlpAttributes.CPU_MODE, "system", Column.CPU_SYSTEM);
		column(Metric.PROCESS_DISK_IO, OtlpAttributes.DISK_DIRECTION, "read", Column.DISK_READ_BYTES);
		column(Metric.PROCESS_DISK_IO, OtlpAttributes.DISK_DIRECTION, "write", Column.DISK_WRITE_BYTES);
		column(Metric.PROCESS_NETWORK_IO, OtlpAttributes.NETWORK_DIRECTION, "receive", Column.NETWORK_RECEIVED);
		column(Metric.PROCESS_NETWORK_IO, OtlpAttributes.NETWORK_DIRECTION, "transmit", Column.NETWORK_SENT);
		column(Metric.PROCESS_CONTEXT_SWITCHES, OtlpAttributes.CONTEXT_SWITCH_TYPE, "voluntary",
				Column.CONTEXT_SWITCHES_VOLUNTARY);
		column(Metric.PROCESS_CONTEXT_SWITCHES, OtlpAttributes.CONTEXT_SWITCH_TYPE, "involuntary",
				Column.CONTEXT_SWITCHES_INVOLUNTARY);
		column(Metric.PROCESS_PAGING_FAULTS, OtlpAttributes.FAULT_TYPE, "minor", Column.FAULTS_MINOR);
		column(Metric.PROCESS_PAGING_FAULTS, OtlpAttributes.FAULT_TYPE, "major", Column.FAULTS_MAJOR);
		this.counters.add(new Counter(Metric.OVERHEAD_CPU, Attributes.empty(), (reading) -> overheadNanos.getAsLong()));
		this.counters.add(new Counter(Metric.RECORDS_DROPPED, Attributes.empty(), (reading) -> lost.getAsLong()));
		this.last = read();
	}

	private void column(Metric metric, AttributeKey<String> key, String value, Column column) {
		this.counters.add(new Counter(metric, Attributes.of(key, value),
				(reading) -> (reading != null) ? reading.value(column) : Column.ABSENT));
	}

	private long[] read() {
		Reading reading = this.reader.get();
		return this.counters.stream().mapToLong((counter) -> counter.value().applyAsLong(reading)).toArray();
	}

	/**
	 * Return by how much each counter grew since the last call.
	 * @return the growth, 0 where it is unknown
	 */
	long[] growth() {
		long[] now = read();
		long[] growth = new long[now.length];
		for (int i = 0; i < now.length; i++) {
			if (now[i] == Column.ABSENT) {
				// What is missing now may be there later.
				now[i] = this.last[i];
			}
			else if (this.last[i] != Column.ABSENT) {
				growth[i] = Math.max(0, now[i] - this.last[i]);
			}
		}
		this.last = now;
		return growth;
	}

	/**
	 * Add the points of those counters that grew.
	 * @param growth the sums of what {@link #growth()} returned
	 * @param points where to add them
	 */
	void collect(long[] growth, MetricPoints points) {
		for (int i = 0; i < growth.length; i++) {
			if (growth[i] > 0) {
				points.add(this.counters.get(i).metric(), this.counters.get(i).attributes(), growth[i]);
			}
		}
	}

	private record Counter(Metric metric, Attributes attributes, ToLongFunction<@Nullable Reading> value) {

	}

}
