package io.github.resourcemonitor.sampling.linux;

import java.util.EnumMap;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;

/**
 * Reader of CPU time, page faults and context switches of the whole process by
 * {@code getrusage}: in microseconds instead of ticks, including threads that have ended,
 * and faster than {@code /proc/self/stat}.
 */
final class RusageReader implements ResourceReader {

	private final Rusage usage;

	RusageReader(Rusage usage) {
		this.usage = usage;
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		Map<Column, ColumnStatus> columns = new EnumMap<>(Column.class);
		columns.put(Column.CPU_USER, ColumnStatus.measured("getrusage(RUSAGE_SELF) ru_utime"));
		columns.put(Column.CPU_SYSTEM, ColumnStatus.measured("getrusage(RUSAGE_SELF) ru_stime"));
		columns.put(Column.CPU_CHILDREN_USER, ColumnStatus.measured("getrusage(RUSAGE_CHILDREN) ru_utime"));
		columns.put(Column.CPU_CHILDREN_SYSTEM, ColumnStatus.measured("getrusage(RUSAGE_CHILDREN) ru_stime"));
		columns.put(Column.FAULTS_MINOR, ColumnStatus.measured("getrusage(RUSAGE_SELF) ru_minflt"));
		columns.put(Column.FAULTS_MAJOR, ColumnStatus.measured("getrusage(RUSAGE_SELF) ru_majflt"));
		columns.put(Column.CONTEXT_SWITCHES_VOLUNTARY, ColumnStatus.measured("getrusage(RUSAGE_SELF) ru_nvcsw"));
		columns.put(Column.CONTEXT_SWITCHES_INVOLUNTARY, ColumnStatus.measured("getrusage(RUSAGE_SELF) ru_nivcsw"));
		return columns;
	}

	@Override
	public Tier tier() {
		return Tier.EDGE;
	}

	@Override
	public void read(long[] row) {
		if (this.usage.call(Rusage.SELF)) {
			ProcParsers.put(row, Column.CPU_USER, this.usage.userNanos());
			ProcParsers.put(row, Column.CPU_SYSTEM, this.usage.systemNanos());
			ProcParsers.put(row, Column.FAULTS_MINOR, this.usage.minorFaults());
			ProcParsers.put(row, Column.FAULTS_MAJOR, this.usage.majorFaults());
			ProcParsers.put(row, Column.CONTEXT_SWITCHES_VOLUNTARY, this.usage.voluntarySwitches());
			ProcParsers.put(row, Column.CONTEXT_SWITCHES_INVOLUNTARY, this.usage.involuntarySwitches());
		}
		if (this.usage.call(Rusage.CHILDREN)) {
			ProcParsers.put(row, Column.CPU_CHILDREN_USER, this.usage.userNanos());
			ProcParsers.put(row, Column.CPU_CHILDREN_SYSTEM, this.usage.systemNanos());
		}
	}

}
