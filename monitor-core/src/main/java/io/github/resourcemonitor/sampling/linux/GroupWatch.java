package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;
import org.jspecify.annotations.Nullable;

/**
 * Notices when the process is moved to another control group. Reads no column. It comes
 * before the readers of the groups, and looks into {@code /proc/self/cgroup} about once a
 * second, because that takes as long as several other readers.
 */
final class GroupWatch implements ResourceReader {

	private static final int READINGS = 64;

	private static final long NANOS = 1_000_000_000;

	private final Path root;

	private final LongSupplier nanoTime;

	private final @Nullable ProcFile file;

	private ControlGroups groups;

	private byte[] known = new byte[0];

	private int generation;

	private int readings;

	private long looked;

	/**
	 * Create a new watch.
	 * @param root the directory that contains {@code proc} and {@code sys}
	 * @param nanoTime the monotonic clock
	 */
	GroupWatch(Path root, LongSupplier nanoTime) {
		this.root = root;
		this.nanoTime = nanoTime;
		this.file = ProcFile.openIfPossible(root.resolve("proc/self/cgroup"), 1024);
		try {
			if (this.file != null) {
				this.known = this.file.read().copy();
			}
		}
		catch (IOException ex) {
			// It will look changed as soon as it can be read.
		}
		this.groups = ControlGroups.of(root, this.known);
		this.looked = nanoTime.getAsLong();
	}

	/**
	 * Return the groups that the process is in.
	 */
	ControlGroups groups() {
		return this.groups;
	}

	@Override
	public String name() {
		return "/proc/self/cgroup";
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		return Map.of();
	}

	@Override
	public Tier tier() {
		return Tier.EDGE;
	}

	@Override
	public int generation() {
		return this.generation;
	}

	@Override
	public void read(long[] row) throws IOException {
		long now = this.nanoTime.getAsLong();
		if (this.file == null || (++this.readings < READINGS && now - this.looked < NANOS)) {
			return;
		}
		this.readings = 0;
		this.looked = now;
		Text text = this.file.read();
		if (!text.hasContent(this.known)) {
			this.known = text.copy();
			this.groups = ControlGroups.of(this.root, this.known);
			this.generation++;
		}
	}

	@Override
	public void close() {
		if (this.file != null) {
			this.file.close();
		}
	}

}
