package io.github.resourcemonitor.sampling.linux;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ThreadTimes;
import io.github.resourcemonitor.sampling.ThreadTimes.ThreadTime;
import io.github.resourcemonitor.sampling.ThreadsReader;
import org.jspecify.annotations.Nullable;

/**
 * Reader of {@code stat} and {@code status} of every thread below
 * {@code /proc/self/task}. Context switches of the process are the sum over its threads;
 * the last values of a thread remain part of the sum after it has ended.
 */
final class TasksReader implements ThreadsReader {

	private static final String MISSED = "threads that start and end between two readings are missing";

	private static final int STATUS_TAIL = 256;

	private final Path tasks;

	private final long tickNanos;

	/**
	 * Id of a thread that existed at the first reading, {@code null} if there was none.
	 */
	private final @Nullable String knownThread;

	private final boolean switches;

	private final Text text = new Text(4096);

	private final Map<Long, Counts> living = new HashMap<>();

	private final Counts ended = new Counts(0);

	private long generation;

	private ThreadTimes threads = new ThreadTimes(List.of());

	/**
	 * Create a new reader.
	 * @param tasks the directory with a subdirectory per thread
	 * @param tickNanos the length of a clock tick in nanoseconds
	 * @param switches whether to read context switches, which takes another file per
	 * thread
	 */
	TasksReader(Path tasks, long tickNanos, boolean switches) {
		this.tasks = tasks;
		this.tickNanos = tickNanos;
		String[] ids = tasks.toFile().list();
		this.knownThread = (ids != null && ids.length > 0) ? ids[0] : null;
		this.switches = switches && this.knownThread != null && hasSwitches(this.knownThread);
	}

	/**
	 * Return whether the system provides context switches; gVisor does not.
	 */
	private boolean hasSwitches(String id) {
		try {
			Counts counts = new Counts(0);
			counts.parseStatus(ProcFile.readOnce(this.tasks + File.separator + id + "/status", this.text));
			return counts.voluntary != Column.ABSENT && counts.involuntary != Column.ABSENT;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public Map<Column, ColumnStatus> columns() {
		if (this.knownThread == null) {
			return Map.of();
		}
		ColumnStatus status = ColumnStatus.measured("sum over /proc/self/task/*/status")
			.as(Availability.ESTIMATED, MISSED);
		ColumnStatus ioWait = ColumnStatus.measured("sum over /proc/self/task/*/stat field 42")
			.as(Availability.ESTIMATED, MISSED)
			.withResolution(this.tickNanos);
		return this.switches ? Map.of(Column.CONTEXT_SWITCHES_VOLUNTARY, status, Column.CONTEXT_SWITCHES_INVOLUNTARY,
				status, Column.CPU_IO_WAIT, ioWait) : Map.of(Column.CPU_IO_WAIT, ioWait);
	}

	@Override
	public Tier tier() {
		return Tier.SLOW;
	}

	@Override
	public void read(long[] row) throws IOException {
		String[] ids = this.tasks.toFile().list();
		if (ids == null) {
			throw new IOException("Cannot list " + this.tasks);
		}
		this.generation++;
		List<ThreadTime> times = new ArrayList<>(ids.length);
		for (String id : ids) {
			String folder = this.tasks + File.separator + id;
			try {
				Text stat = ProcFile.readOnce(folder + "/stat", this.text);
				ThreadTime time = parseStat(Long.parseLong(id), stat, this.tickNanos);
				times.add(time);
				Counts counts = living(time);
				stat.skipWords(19);
				counts.ioWait = stat.number(Column.ABSENT);
				if (this.switches) {
					counts.parseStatus(ProcFile.readOnce(folder + "/status", this.text));
				}
			}
			catch (IOException | NumberFormatException ex) {
				// The thread has ended in the meantime, or the file is not a thread.
				keep(id);
			}
		}
		this.threads = new ThreadTimes(List.copyOf(times));
		retireEnded();
		sum(row);
	}

	/**
	 * Parse the {@code stat} of a thread as far as field 22.
	 */
	static ThreadTime parseStat(long id, Text stat, long tickNanos) throws IOException {
		stat.skipPast('(');
		int nameStart = stat.position();
		if (!stat.skipPastLast(')', ProcParsers.NAME_WITHIN)) {
			throw new IOException("has no name");
		}
		String name = stat.substring(nameStart, stat.position() - 1);
		stat.skipWords(11);
		long user = stat.number(0) * tickNanos; // 14
		long system = stat.number(0) * tickNanos;
		stat.skipWords(6);
		long startTicks = stat.number(Column.ABSENT); // 22
		if (startTicks == Column.ABSENT) {
			throw new IOException("has no start time");
		}
		return new ThreadTime(id, startTicks, name, user, system);
	}

	/**
	 * Keep what is known of a thread that is listed but cannot be read. It may be alive,
	 * and would be counted twice if it were taken for ended.
	 */
	private void keep(String id) {
		try {
			Counts counts = this.living.get(Long.valueOf(id));
			if (counts != null) {
				counts.generation = this.generation;
			}
		}
		catch (NumberFormatException ex) {
			// Not a thread.
		}
	}

	private Counts living(ThreadTime thread) {
		Counts counts = this.living.get(thread.id());
		if (counts != null && counts.startTicks != thread.startTicks()) {
			// Another thread with a reused id.
			this.ended.add(counts);
			counts = null;
		}
		if (counts == null) {
			counts = new Counts(thread.startTicks());
			this.living.put(thread.id(), counts);
		}
		counts.generation = this.generation;
		return counts;
	}

	private void retireEnded() {
		for (Iterator<Counts> iterator = this.living.values().iterator(); iterator.hasNext();) {
			Counts counts = iterator.next();
			if (counts.generation != this.generation) {
				this.ended.add(counts);
				iterator.remove();
			}
		}
	}

	private void sum(long[] row) {
		Counts sum = new Counts(0);
		this.living.values().forEach(sum::add);
		if (sum.voluntary == Column.ABSENT && sum.ioWait == Column.ABSENT) {
			return;
		}
		sum.add(this.ended);
		ProcParsers.put(row, Column.CONTEXT_SWITCHES_VOLUNTARY, sum.voluntary);
		ProcParsers.put(row, Column.CONTEXT_SWITCHES_INVOLUNTARY, sum.involuntary);
		ProcParsers.put(row, Column.CPU_IO_WAIT, sum.ioWait, this.tickNanos);
	}

	@Override
	public ThreadTimes threads() {
		return this.threads;
	}

	private static final class Counts {

		private final long startTicks;

		private long voluntary = Column.ABSENT;

		private long involuntary = Column.ABSENT;

		private long ioWait = Column.ABSENT;

		private long generation;

		Counts(long startTicks) {
			this.startTicks = startTicks;
		}

		void parseStatus(Text status) {
			// Context switches are among the last lines of a long text, which is read for
			// many threads.
			status.skipToLineWithin(STATUS_TAIL);
			parseSwitches(status);
			if (this.voluntary == Column.ABSENT || this.involuntary == Column.ABSENT) {
				status.position(0);
				parseSwitches(status);
			}
		}

		private void parseSwitches(Text status) {
			this.voluntary = ProcParsers.named(status, "voluntary_ctxt_switches:");
			this.involuntary = ProcParsers.named(status, "nonvoluntary_ctxt_switches:");
		}

		void add(Counts other) {
			this.voluntary = sum(this.voluntary, other.voluntary);
			this.involuntary = sum(this.involuntary, other.involuntary);
			this.ioWait = sum(this.ioWait, other.ioWait);
		}

		private static long sum(long a, long b) {
			if (a == Column.ABSENT) {
				return b;
			}
			return (b == Column.ABSENT) ? a : a + b;
		}

	}

}
