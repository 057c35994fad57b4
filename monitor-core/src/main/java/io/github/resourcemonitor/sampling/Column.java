package io.github.resourcemonitor.sampling;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A value that can be read for the process. A reading is a {@code long[]} with one
 * element per column at its {@link #ordinal()}, which is {@link #ABSENT} if nothing was
 * read.
 */
public enum Column {

	/**
	 * CPU time in user mode; {@code /proc/self/stat} field 14.
	 */
	CPU_USER("cpu.userNanos", Unit.NANOSECONDS, Kind.COUNTER, "process.cpu.time"),

	/**
	 * CPU time in the kernel; {@code /proc/self/stat} field 15.
	 */
	CPU_SYSTEM("cpu.systemNanos", Unit.NANOSECONDS, Kind.COUNTER, "process.cpu.time"),

	/**
	 * CPU time in user mode of ended child processes; {@code /proc/self/stat} field 16.
	 */
	CPU_CHILDREN_USER("cpu.childrenUserNanos", Unit.NANOSECONDS, Kind.COUNTER, null),

	/**
	 * CPU time in the kernel of ended child processes; {@code /proc/self/stat} field 17.
	 */
	CPU_CHILDREN_SYSTEM("cpu.childrenSystemNanos", Unit.NANOSECONDS, Kind.COUNTER, null),

	/**
	 * Time waited for block devices; {@code /proc/self/stat} field 42.
	 */
	CPU_IO_WAIT("cpu.ioWaitNanos", Unit.NANOSECONDS, Kind.COUNTER, null),

	/**
	 * CPU usage between two samples, in percent of one core; stored in thousandths.
	 */
	CPU_PERCENT("cpu.percent", Unit.PERCENT, Kind.RATE, "process.cpu.utilization"),

	/**
	 * Time for which the control group was throttled; {@code cpu.stat}.
	 */
	CPU_THROTTLED("cpu.throttledNanos", Unit.NANOSECONDS, Kind.COUNTER, null),

	/**
	 * Periods in which the control group was throttled; {@code cpu.stat}.
	 */
	CPU_THROTTLED_PERIODS("cpu.throttledPeriods", Unit.COUNT, Kind.COUNTER, null),

	/**
	 * CPU time of the control group; {@code cpuacct.usage} or {@code cpu.stat}.
	 */
	CPU_CGROUP("cpu.cgroupNanos", Unit.NANOSECONDS, Kind.COUNTER, "container.cpu.time"),

	/**
	 * Time in which some task waited for a CPU; {@code cpu.pressure} or
	 * {@code /proc/pressure/cpu}.
	 */
	CPU_PRESSURE("cpu.pressureNanos", Unit.NANOSECONDS, Kind.COUNTER, null),

	/**
	 * Time in which some task waited for memory; {@code memory.pressure} or
	 * {@code /proc/pressure/memory}.
	 */
	MEMORY_PRESSURE("memory.pressureNanos", Unit.NANOSECONDS, Kind.COUNTER, null),

	/**
	 * Time in which some task waited for input or output; {@code io.pressure} or
	 * {@code /proc/pressure/io}.
	 */
	IO_PRESSURE("io.pressureNanos", Unit.NANOSECONDS, Kind.COUNTER, null),

	/**
	 * Threads of the process; {@code /proc/self/stat} field 20.
	 */
	THREADS("threads", Unit.COUNT, Kind.GAUGE, "process.thread.count"),

	/**
	 * Times that threads gave up the CPU to wait; sum over {@code task/*}{@code /status}.
	 */
	CONTEXT_SWITCHES_VOLUNTARY("contextSwitches.voluntary", Unit.COUNT, Kind.COUNTER, "process.context_switches"),

	/**
	 * Times that the CPU was taken from threads; sum over {@code task/*}{@code /status}.
	 */
	CONTEXT_SWITCHES_INVOLUNTARY("contextSwitches.involuntary", Unit.COUNT, Kind.COUNTER, "process.context_switches"),

	/**
	 * Page faults served from memory; {@code /proc/self/stat} field 10.
	 */
	FAULTS_MINOR("faults.minor", Unit.COUNT, Kind.COUNTER, "process.paging.faults"),

	/**
	 * Page faults that read a device; {@code /proc/self/stat} field 12.
	 */
	FAULTS_MAJOR("faults.major", Unit.COUNT, Kind.COUNTER, "process.paging.faults"),

	/**
	 * Resident memory; {@code /proc/self/statm} field 2.
	 */
	MEMORY_RSS("memory.rssBytes", Unit.BYTES, Kind.GAUGE, "process.memory.usage"),

	/**
	 * Address space; {@code /proc/self/statm} field 1.
	 */
	MEMORY_VIRTUAL("memory.virtualBytes", Unit.BYTES, Kind.GAUGE, "process.memory.virtual"),

	/**
	 * Resident memory backed by files; {@code /proc/self/statm} field 3.
	 */
	MEMORY_SHARED("memory.sharedBytes", Unit.BYTES, Kind.GAUGE, null),

	/**
	 * Program text; {@code /proc/self/statm} field 4.
	 */
	MEMORY_TEXT("memory.textBytes", Unit.BYTES, Kind.GAUGE, null),

	/**
	 * Libraries; {@code /proc/self/statm} field 5.
	 */
	MEMORY_LIB("memory.libBytes", Unit.BYTES, Kind.GAUGE, null),

	/**
	 * Data and stacks; {@code /proc/self/statm} field 6.
	 */
	MEMORY_DATA("memory.dataBytes", Unit.BYTES, Kind.GAUGE, null),

	/**
	 * Dirty pages; {@code /proc/self/statm} field 7.
	 */
	MEMORY_DIRTY("memory.dirtyBytes", Unit.BYTES, Kind.GAUGE, null),

	/**
	 * Proportional set size; {@code /proc/self/smaps_rollup} Pss.
	 */
	MEMORY_PSS("memory.pssBytes", Unit.BYTES, Kind.GAUGE, null),

	/**
	 * Unique set size; {@code /proc/self/smaps_rollup} Private_Clean + Private_Dirty +
	 * Private_Hugetlb.
	 */
	MEMORY_USS("memory.ussBytes", Unit.BYTES, Kind.GAUGE, null),

	/**
	 * Swapped out; {@code /proc/self/smaps_rollup} Swap.
	 */
	MEMORY_SWAP("memory.swapBytes", Unit.BYTES, Kind.GAUGE, null),

	/**
	 * Resident memory in percent of the limit; stored in thousandths.
	 */
	MEMORY_PERCENT("memory.percent", Unit.PERCENT, Kind.GAUGE, null),

	/**
	 * Memory of the control group; {@code memory.usage_in_bytes} or
	 * {@code memory.current}.
	 */
	MEMORY_CGROUP("memory.cgroupBytes", Unit.BYTES, Kind.GAUGE, "container.memory.usage"),

	/**
	 * The memory that the process may use: the smallest limit of its control groups, else
	 * the physical memory.
	 */
	MEMORY_LIMIT("memory.limitBytes", Unit.BYTES, Kind.GAUGE, null),

	/**
	 * Heap in use; {@code Runtime.totalMemory() - freeMemory()}.
	 */
	HEAP_USED("heap.usedBytes", Unit.BYTES, Kind.GAUGE, "jvm.memory.used"),

	/**
	 * Garbage collections; {@code GarbageCollectorMXBean}.
	 */
	GC_COUNT("gc.count", Unit.COUNT, Kind.COUNTER, null),

	/**
	 * Time of garbage collections; {@code GarbageCollectorMXBean}, whole milliseconds.
	 */
	GC_NANOS("gc.nanos", Unit.NANOSECONDS, Kind.COUNTER, "jvm.gc.duration"),

	/**
	 * Open file descriptors; {@code /proc/self/fd}.
	 */
	FILES_OPEN("files.open", Unit.COUNT, Kind.GAUGE, "process.unix.file_descriptor.count"),

	/**
	 * Read calls; {@code /proc/self/io} syscr.
	 */
	DISK_READ_CALLS("disk.readCalls", Unit.COUNT, Kind.COUNTER, null),

	/**
	 * Write calls; {@code /proc/self/io} syscw.
	 */
	DISK_WRITE_CALLS("disk.writeCalls", Unit.COUNT, Kind.COUNTER, null),

	/**
	 * Bytes passed to read calls, sockets and caches included; {@code /proc/self/io}
	 * rchar.
	 */
	DISK_READ_CHARS("disk.readChars", Unit.BYTES, Kind.COUNTER, null),

	/**
	 * Bytes passed to write calls, sockets and caches included; {@code /proc/self/io}
	 * wchar.
	 */
	DISK_WRITE_CHARS("disk.writeChars", Unit.BYTES, Kind.COUNTER, null),

	/**
	 * Bytes fetched from a device; {@code /proc/self/io} read_bytes.
	 */
	DISK_READ_BYTES("disk.readBytes", Unit.BYTES, Kind.COUNTER, "process.disk.io"),

	/**
	 * Bytes sent to a device; {@code /proc/self/io} write_bytes.
	 */
	DISK_WRITE_BYTES("disk.writeBytes", Unit.BYTES, Kind.COUNTER, "process.disk.io"),

	/**
	 * Bytes received on all interfaces but loopback; {@code /proc/self/net/dev}.
	 */
	NETWORK_RECEIVED("network.receivedBytes", Unit.BYTES, Kind.COUNTER, "process.network.io"),

	/**
	 * Bytes sent on all interfaces but loopback; {@code /proc/self/net/dev}.
	 */
	NETWORK_SENT("network.sentBytes", Unit.BYTES, Kind.COUNTER, "process.network.io"),

	/**
	 * Bytes received on loopback; {@code /proc/self/net/dev} lo.
	 */
	NETWORK_LOOPBACK_RECEIVED("network.loopbackReceivedBytes", Unit.BYTES, Kind.COUNTER, null),

	/**
	 * Bytes sent on loopback; {@code /proc/self/net/dev} lo.
	 */
	NETWORK_LOOPBACK_SENT("network.loopbackSentBytes", Unit.BYTES, Kind.COUNTER, null),

	// TCP sockets of the network namespace by state, in the order of the kernel's
	// numbers,
	// from 1; /proc/self/net/tcp and tcp6.

	/**
	 * Sockets in state ESTABLISHED.
	 */
	SOCKETS_ESTABLISHED("network.sockets.established", Unit.COUNT, Kind.GAUGE, null),

	/**
	 * Sockets in state SYN_SENT.
	 */
	SOCKETS_SYN_SENT("network.sockets.synSent", Unit.COUNT, Kind.GAUGE, null),

	/**
	 * Sockets in state SYN_RECV.
	 */
	SOCKETS_SYN_RECV("network.sockets.synRecv", Unit.COUNT, Kind.GAUGE, null),

	/**
	 * Sockets in state FIN_WAIT1.
	 */
	SOCKETS_FIN_WAIT_1("network.sockets.finWait1", Unit.COUNT, Kind.GAUGE, null),

	/**
	 * Sockets in state FIN_WAIT2.
	 */
	SOCKETS_FIN_WAIT_2("network.sockets.finWait2", Unit.COUNT, Kind.GAUGE, null),

	/**
	 * Sockets in state TIME_WAIT.
	 */
	SOCKETS_TIME_WAIT("network.sockets.timeWait", Unit.COUNT, Kind.GAUGE, null),

	/**
	 * Sockets in state CLOSE.
	 */
	SOCKETS_CLOSE("network.sockets.close", Unit.COUNT, Kind.GAUGE, null),

	/**
	 * Sockets in state CLOSE_WAIT.
	 */
	SOCKETS_CLOSE_WAIT("network.sockets.closeWait", Unit.COUNT, Kind.GAUGE, null),

	/**
	 * Sockets in state LAST_ACK.
	 */
	SOCKETS_LAST_ACK("network.sockets.lastAck", Unit.COUNT, Kind.GAUGE, null),

	/**
	 * Sockets in state LISTEN.
	 */
	SOCKETS_LISTEN("network.sockets.listen", Unit.COUNT, Kind.GAUGE, null),

	/**
	 * Sockets in state CLOSING.
	 */
	SOCKETS_CLOSING("network.sockets.closing", Unit.COUNT, Kind.GAUGE, null),

	/**
	 * Time since the process started; {@code /proc/self/stat} field 22.
	 */
	ELAPSED("elapsedNanos", Unit.NANOSECONDS, Kind.INSTANT, "process.uptime");

	/**
	 * Value in a reading if nothing was read.
	 */
	public static final long ABSENT = Long.MIN_VALUE;

	/**
	 * Factor of {@link Unit#PERCENT} columns in a reading.
	 */
	public static final long PERCENT_SCALE = 1000;

	/**
	 * The length of a reading.
	 */
	public static final int COUNT = values().length;

	private static final Map<String, Column> BY_LABEL = Stream.of(values())
		.collect(Collectors.toUnmodifiableMap(Column::label, Function.identity()));

	private final String label;

	private final Unit unit;

	private final Kind kind;

	private final @Nullable String openTelemetryName;

	Column(String label, Unit unit, Kind kind, @Nullable String openTelemetryName) {
		this.label = label;
		this.unit = unit;
		this.kind = kind;
		this.openTelemetryName = openTelemetryName;
	}

	/**
	 * Return the name of the column in records; dots separate the levels of the JSON
	 * document.
	 * @return the name
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Return the unit of the column.
	 * @return the unit
	 */
	public Unit unit() {
		return this.unit;
	}

	/**
	 * Return how a record summarizes the column.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Return the name in OpenTelemetry's semantic conventions.
	 * @return the name, or {@code null} if they have none
	 */
	public @Nullable String openTelemetryName() {
		return this.openTelemetryName;
	}

	/**
	 * Return a value of a reading in the unit of the column.
	 * @param raw the value in a reading, not {@link #ABSENT}
	 * @return a {@code Long}, or a {@code Double} for {@link Unit#PERCENT}
	 */
	public Number toUnit(long raw) {
		if (this.unit == Unit.PERCENT) {
			return (double) raw / PERCENT_SCALE;
		}
		return raw;
	}

	/**
	 * Return the column with the given name.
	 * @param label the name
	 * @return the column, or {@code null} if there is none
	 */
	public static @Nullable Column of(String label) {
		return BY_LABEL.get(label);
	}

	/**
	 * The unit of a column.
	 */
	public enum Unit {

		/**
		 * Nanoseconds.
		 */
		NANOSECONDS("ns"),

		/**
		 * Bytes.
		 */
		BYTES("By"),

		/**
		 * A count.
		 */
		COUNT("1"),

		/**
		 * Percent.
		 */
		PERCENT("%");

		private final String symbol;

		Unit(String symbol) {
			this.symbol = symbol;
		}

		/**
		 * Return the UCUM symbol, as used by OpenTelemetry.
		 * @return the symbol
		 */
		public String symbol() {
			return this.symbol;
		}

	}

	/**
	 * How a record summarizes a column.
	 */
	public enum Kind {

		/**
		 * Monotonically increasing: the record has the difference between end and start.
		 */
		COUNTER,

		/**
		 * Goes up and down: the record has start, maximum, mean and end.
		 */
		GAUGE,

		/**
		 * Derived from two samples: like a gauge, but without a value at the start and
		 * end.
		 */
		RATE,

		/**
		 * Identifies when a sample was taken; not summarized.
		 */
		INSTANT

	}

}
