package io.github.resourcemonitor.oshi;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;
import oshi.software.os.OSProcess;

/**
 * Reader of OSHI's {@code OSProcess} of this process.
 */
final class OshiProcessReader implements ResourceReader {

	private static final long MILLI = 1_000_000;

	private static final int MAX_PAUSE = 1 << 16;

	private final OSProcess process;

	private final long physicalMemory;

	private int pause = 1;

	private int readingsToSkip;

	OshiProcessReader(OSProcess process, long physicalMemory) {
		this.process = process;
		this.physicalMemory = physicalMemory;
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		Map<Column, ColumnStatus> columns = new EnumMap<>(Column.class);
		columns.put(Column.CPU_USER, measured("getUserTime()").withResolution(10 * MILLI));
		columns.put(Column.CPU_SYSTEM, measured("getKernelTime()").withResolution(10 * MILLI));
		columns.put(Column.THREADS, measured("getThreadCount()"));
		columns.put(Column.MEMORY_RSS, measured("getResidentMemory()"));
		columns.put(Column.MEMORY_VIRTUAL, measured("getVirtualSize()"));
		columns.put(Column.MEMORY_LIMIT, ColumnStatus.measured("OSHI GlobalMemory.getTotal()"));
		columns.put(Column.MEMORY_PERCENT, measured("getResidentMemory() / GlobalMemory.getTotal()"));
		columns.put(Column.FAULTS_MINOR, measured("getMinorFaults()"));
		columns.put(Column.FAULTS_MAJOR, measured("getMajorFaults()"));
		columns.put(Column.FILES_OPEN, measured("getOpenFiles()"));
		columns.put(Column.DISK_READ_BYTES, measured("getBytesRead()"));
		columns.put(Column.DISK_WRITE_BYTES, measured("getBytesWritten()"));
		columns.put(Column.ELAPSED, measured("getUpTime()"));
		return columns;
	}

	private static ColumnStatus measured(String method) {
		return ColumnStatus.measured("OSHI OSProcess." + method);
	}

	@Override
	public Tier tier() {
		return Tier.EDGE;
	}

	@Override
	public void read(long[] row) throws IOException {
		if (this.readingsToSkip > 0) {
			this.readingsToSkip--;
			return;
		}
		if (!this.process.updateAttributes()) {
			// It will probably fail again, and OSHI may log a warning each time.
			this.pause = Math.min(16 * this.pause, MAX_PAUSE);
			this.readingsToSkip = this.pause;
			throw new IOException("OSHI could not read this process, and is not asked again for a while");
		}
		this.pause = 1;
		put(row, Column.CPU_USER, this.process.getUserTime() * MILLI);
		put(row, Column.CPU_SYSTEM, this.process.getKernelTime() * MILLI);
		put(row, Column.THREADS, this.process.getThreadCount());
		put(row, Column.MEMORY_RSS, this.process.getResidentMemory());
		put(row, Column.MEMORY_VIRTUAL, this.process.getVirtualSize());
		put(row, Column.FAULTS_MINOR, this.process.getMinorFaults());
		put(row, Column.FAULTS_MAJOR, this.process.getMajorFaults());
		put(row, Column.FILES_OPEN, this.process.getOpenFiles());
		put(row, Column.DISK_READ_BYTES, this.process.getBytesRead());
		put(row, Column.DISK_WRITE_BYTES, this.process.getBytesWritten());
		put(row, Column.ELAPSED, this.process.getUpTime() * MILLI);
		if (this.physicalMemory > 0) {
			put(row, Column.MEMORY_LIMIT, this.physicalMemory);
			put(row, Column.MEMORY_PERCENT,
					this.process.getResidentMemory() * 100 * Column.PERCENT_SCALE / this.physicalMemory);
		}
	}

	private static void put(long[] row, Column column, long value) {
		// OSHI returns -1 for values that a system does not provide.
		if (value >= 0) {
			row[column.ordinal()] = value;
		}
	}

}
