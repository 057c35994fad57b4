package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;

/**
 * Reader of the age of the process. Reads {@code /proc/uptime} and the start time in
 * {@code /proc/self/stat} once, and then adds the time elapsed by the JVM's monotonic
 * clock.
 */
final class ElapsedReader implements ResourceReader {

	private final long anchor;

	ElapsedReader(Path proc, long tickNanos) throws IOException {
		Text uptime = ProcFile.readOnce(proc.resolve("uptime").toString(), new Text(64));
		long seconds = uptime.number(Column.ABSENT);
		long hundredths = uptime.skipPast('.') ? uptime.number(0) : 0;
		long start = ProcParsers.startTicks(ProcFile.readOnce(proc.resolve("self/stat").toString(), new Text(4096)));
		if (seconds == Column.ABSENT || start == Column.ABSENT) {
			throw new IOException("has no start time");
		}
		long age = seconds * 1_000_000_000L + hundredths * 10_000_000L - start * tickNanos;
		this.anchor = System.nanoTime() - age;
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		return Map.of(Column.ELAPSED, ColumnStatus.measured("/proc/self/stat field 22 and /proc/uptime"));
	}

	@Override
	public Tier tier() {
		return Tier.EDGE;
	}

	@Override
	public void read(long[] row) {
		row[Column.ELAPSED.ordinal()] = System.nanoTime() - this.anchor;
	}

}
