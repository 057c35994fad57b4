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
	CPU_USER("cpu.userNanos", Unit.NANOSECONDS, Kind.COUNTER, "process.cpu.time", "CPU time in user mode",
			"`/proc/self/stat` 14; ticks of 10 ms, or *exactly*"),

	/**
	 * CPU time in the kernel; {@code /proc/self/stat} field 15.
	 */
	CPU_SYSTEM("cpu.systemNanos", Unit.NANOSECONDS, Kind.COUNTER, "process.cpu.time", "CPU time in the kernel",
			"`/proc/self/stat` 15; ticks of 10 ms, or *exactly*"),

	/**
	 * CPU time in user mode of ended child processes; {@code /proc/self/stat} field 16.
	 */
	CPU_CHILDREN_USER("cpu.childrenUserNanos", Unit.NANOSECONDS, Kind.COUNTER, null,
			"CPU time in user mode of child processes that ended",
			"`/proc/self/stat` 16; ticks of 10 ms, or *exactly*"),

	/**
	 * CPU time in the kernel of ended child processes; {@code /proc/self/stat} field 17.
	 */
	CPU_CHILDREN_SYSTEM("cpu.childrenSystemNanos", Unit.NANOSECONDS, Kind.COUNTER, null,
			"CPU time in the kernel of child processes that ended",
			"`/proc/self/stat` 17; ticks of 10 ms, or *exactly*"),

	/**
	 * Time waited for block devices; {@code /proc/self/stat} field 42.
	 */
	CPU_IO_WAIT("cpu.ioWaitNanos", Unit.NANOSECONDS, Kind.COUNTER, null, "time waited for block devices",
			"sum over `task/*/stat` 42, because the file of the process has the main thread's only; *slow*"),

	/**
	 * CPU usage between two samples, in percent of one core; stored in thousandths.
	 */
	CPU_PERCENT("cpu.percent", Unit.PERCENT, Kind.RATE, "process.cpu.utilization",
			"CPU in use in percent of one core, since the last sample in which its clock had moved; `mean` is over the whole invocation if that has ten ticks",
			"user and system time of two samples"),

	/**
	 * Time for which the control group was throttled; {@code cpu.stat}.
	 */
	CPU_THROTTLED("cpu.throttledNanos", Unit.NANOSECONDS, Kind.COUNTER, null,
			"time for which the control groups in sight were throttled",
			"`cpu.stat`, v1 and v2; `cpu.stat.local` where the kernel has it"),

	/**
	 * Periods in which the control group was throttled; {@code cpu.stat}.
	 */
	CPU_THROTTLED_PERIODS("cpu.throttledPeriods", Unit.COUNT, Kind.COUNTER, null,
			"periods in which the control groups in sight were throttled", "`cpu.stat`, v1 and v2"),

	/**
	 * CPU time of the control group; {@code cpuacct.usage} or {@code cpu.stat}.
	 */
	CPU_CGROUP("cpu.cgroupNanos", Unit.NANOSECONDS, Kind.COUNTER, "container.cpu.time", "CPU time of the control group",
			"`cpuacct.usage`; `cpu.stat` usage_usec"),

	/**
	 * Time in which some task waited for a CPU; {@code cpu.pressure} or
	 * {@code /proc/pressure/cpu}.
	 */
	CPU_PRESSURE("cpu.pressureNanos", Unit.NANOSECONDS, Kind.COUNTER, null, "time in which some task waited for a CPU",
			"`cpu.pressure` of the control group, else `/proc/pressure/cpu`, `some total`; *ticks*"),

	/**
	 * Time in which some task waited for memory; {@code memory.pressure} or
	 * {@code /proc/pressure/memory}.
	 */
	MEMORY_PRESSURE("memory.pressureNanos", Unit.NANOSECONDS, Kind.COUNTER, null,
			"time in which some task waited for memory",
			"`memory.pressure` of the control group, else `/proc/pressure/memory`, `some total`; *ticks*"),

	/**
	 * Time in which some task waited for input or output; {@code io.pressure} or
	 * {@code /proc/pressure/io}.
	 */
	IO_PRESSURE("io.pressureNanos", Unit.NANOSECONDS, Kind.COUNTER, null,
			"time in which some task waited for input or output",
			"`io.pressure` of the control group, else `/proc/pressure/io`, `some total`; *ticks*"),

	/**
	 * Threads of the process; {@code /proc/self/stat} field 20.
	 */
	THREADS("threads", Unit.COUNT, Kind.GAUGE, "process.thread.count", "threads of the process",
			"`/proc/self/stat` 20; *ticks* where CPU time is read *exactly*"),

	/**
	 * Times that threads gave up the CPU to wait; sum over {@code task/*}{@code /status}.
	 */
	CONTEXT_SWITCHES_VOLUNTARY("contextSwitches.voluntary", Unit.COUNT, Kind.COUNTER, "process.context_switches",
			"times that threads gave up the CPU to wait",
			"sum over `task/*/status`, ended threads included as they were last seen, *slow*; or *exactly*"),

	/**
	 * Times that the CPU was taken from threads; sum over {@code task/*}{@code /status}.
	 */
	CONTEXT_SWITCHES_INVOLUNTARY("contextSwitches.involuntary", Unit.COUNT, Kind.COUNTER, "process.context_switches",
			"times that the CPU was taken from threads",
			"sum over `task/*/status`, ended threads included as they were last seen, *slow*; or *exactly*"),

	/**
	 * Page faults served from memory; {@code /proc/self/stat} field 10.
	 */
	FAULTS_MINOR("faults.minor", Unit.COUNT, Kind.COUNTER, "process.paging.faults", "page faults served from memory",
			"`/proc/self/stat` 10"),

	/**
	 * Page faults that read a device; {@code /proc/self/stat} field 12.
	 */
	FAULTS_MAJOR("faults.major", Unit.COUNT, Kind.COUNTER, "process.paging.faults", "page faults that read a device",
			"`/proc/self/stat` 12"),

	/**
	 * Resident memory; {@code /proc/self/statm} field 2.
	 */
	MEMORY_RSS("memory.rssBytes", Unit.BYTES, Kind.GAUGE, "process.memory.usage", "resident memory",
			"`/proc/self/statm` 2"),

	/**
	 * Address space; {@code /proc/self/statm} field 1.
	 */
	MEMORY_VIRTUAL("memory.virtualBytes", Unit.BYTES, Kind.GAUGE, "process.memory.virtual", "address space",
			"`/proc/self/statm` 1"),

	/**
	 * Resident memory backed by files; {@code /proc/self/statm} field 3.
	 */
	MEMORY_SHARED("memory.sharedBytes", Unit.BYTES, Kind.GAUGE, null, "resident memory backed by files",
			"`/proc/self/statm` 3"),

	/**
	 * Program text; {@code /proc/self/statm} field 4.
	 */
	MEMORY_TEXT("memory.textBytes", Unit.BYTES, Kind.GAUGE, null, "program text", "`/proc/self/statm` 4"),

	/**
	 * Libraries; {@code /proc/self/statm} field 5.
	 */
	MEMORY_LIB("memory.libBytes", Unit.BYTES, Kind.GAUGE, null, "libraries", "`/proc/self/statm` 5"),

	/**
	 * Data and stacks; {@code /proc/self/statm} field 6.
	 */
	MEMORY_DATA("memory.dataBytes", Unit.BYTES, Kind.GAUGE, null, "data and stacks", "`/proc/self/statm` 6"),

	/**
	 * Dirty pages; {@code /proc/self/statm} field 7.
	 */
	MEMORY_DIRTY("memory.dirtyBytes", Unit.BYTES, Kind.GAUGE, null, "dirty pages", "`/proc/self/statm` 7"),

	/**
	 * Proportional set size; {@code /proc/self/smaps_rollup} Pss.
	 */
	MEMORY_PSS("memory.pssBytes", Unit.BYTES, Kind.GAUGE, null, "proportional set size",
			"`/proc/self/smaps_rollup` Pss; *slow*"),

	/**
	 * Unique set size; {@code /proc/self/smaps_rollup} Private_Clean + Private_Dirty +
	 * Private_Hugetlb.
	 */
	MEMORY_USS("memory.ussBytes", Unit.BYTES, Kind.GAUGE, null, "unique set size",
			"`/proc/self/smaps_rollup` Private_Clean + Private_Dirty + Private_Hugetlb; *slow*"),

	/**
	 * Swapped out; {@code /proc/self/smaps_rollup} Swap.
	 */
	MEMORY_SWAP("memory.swapBytes", Unit.BYTES, Kind.GAUGE, null, "memory that is swapped out",
			"`/proc/self/smaps_rollup` Swap; *slow*"),

	/**
	 * Resident memory in percent of the limit; stored in thousandths.
	 */
	MEMORY_PERCENT("memory.percent", Unit.PERCENT, Kind.GAUGE, null, "resident memory in percent of the limit",
			"resident memory / limit"),

	/**
	 * Memory of the control group; {@code memory.usage_in_bytes} or
	 * {@code memory.current}.
	 */
	MEMORY_CGROUP("memory.cgroupBytes", Unit.BYTES, Kind.GAUGE, "container.memory.usage", "memory of the control group",
			"`memory.usage_in_bytes`; `memory.current`; *ticks*"),

	/**
	 * The memory that the process may use: the smallest limit of its control groups, else
	 * the physical memory.
	 */
	MEMORY_LIMIT("memory.limitBytes", Unit.BYTES, Kind.GAUGE, null, "memory that the process may use",
			"smallest limit of the control groups, else `/proc/meminfo` MemTotal"),

	/**
	 * Heap in use; {@code Runtime.totalMemory() - freeMemory()}.
	 */
	HEAP_USED("heap.usedBytes", Unit.BYTES, Kind.GAUGE, "jvm.memory.used", "heap in use",
			"`Runtime.totalMemory() - freeMemory()`"),

	/**
	 * Garbage collections; {@code GarbageCollectorMXBean}.
	 */
	GC_COUNT("gc.count", Unit.COUNT, Kind.COUNTER, null, "garbage collections", "`GarbageCollectorMXBean`"),

	/**
	 * Time of garbage collections; {@code GarbageCollectorMXBean}, whole milliseconds.
	 */
	GC_NANOS("gc.nanos", Unit.NANOSECONDS, Kind.COUNTER, "jvm.gc.duration", "time of garbage collections",
			"`GarbageCollectorMXBean`, whole milliseconds"),

	/**
	 * Open file descriptors; {@code /proc/self/fd}.
	 */
	FILES_OPEN("files.open", Unit.COUNT, Kind.GAUGE, "process.unix.file_descriptor.count", "open file descriptors",
			"`/proc/self/fd`"),

	/**
	 * Read calls; {@code /proc/self/io} syscr.
	 */
	DISK_READ_CALLS("disk.readCalls", Unit.COUNT, Kind.COUNTER, null, "read calls", "`/proc/self/io` syscr"),

	/**
	 * Write calls; {@code /proc/self/io} syscw.
	 */
	DISK_WRITE_CALLS("disk.writeCalls", Unit.COUNT, Kind.COUNTER, null, "write calls", "`/proc/self/io` syscw"),

	/**
	 * Bytes passed to read calls, sockets and caches included; {@code /proc/self/io}
	 * rchar.
	 */
	DISK_READ_CHARS("disk.readChars", Unit.BYTES, Kind.COUNTER, null,
			"bytes passed to read calls, sockets, caches and ended child processes included", "`/proc/self/io` rchar"),

	/**
	 * Bytes passed to write calls, sockets and caches included; {@code /proc/self/io}
	 * wchar.
	 */
	DISK_WRITE_CHARS("disk.writeChars", Unit.BYTES, Kind.COUNTER, null,
			"bytes passed to write calls, sockets, caches and ended child processes included", "`/proc/self/io` wchar"),

	/**
	 * Bytes fetched from a device; {@code /proc/self/io} read_bytes.
	 */
	DISK_READ_BYTES("disk.readBytes", Unit.BYTES, Kind.COUNTER, "process.disk.io", "bytes fetched from a device",
			"`/proc/self/io` read_bytes"),

	/**
	 * Bytes sent to a device; {@code /proc/self/io} write_bytes.
	 */
	DISK_WRITE_BYTES("disk.writeBytes", Unit.BYTES, Kind.COUNTER, "process.disk.io", "bytes sent to a device",
			"`/proc/self/io` write_bytes"),

	/**
	 * Bytes received on all interfaces but loopback; {@code /proc/self/net/dev}.
	 */
	NETWORK_RECEIVED("network.receivedBytes", Unit.BYTES, Kind.COUNTER, "process.network.io",
			"bytes received on all interfaces but loopback; what passes a bridge counts at each of its interfaces",
			"`/proc/self/net/dev`"),

	/**
	 * Bytes sent on all interfaces but loopback; {@code /proc/self/net/dev}.
	 */
	NETWORK_SENT("network.sentBytes", Unit.BYTES, Kind.COUNTER, "process.network.io",
			"bytes sent on all interfaces but loopback; what passes a bridge counts at each of its interfaces",
			"`/proc/self/net/dev`"),

	/**
	 * Bytes received on loopback; {@code /proc/self/net/dev} lo.
	 */
	NETWORK_LOOPBACK_RECEIVED("network.loopbackReceivedBytes", Unit.BYTES, Kind.COUNTER, null,
			"bytes received on loopback", "`/proc/self/net/dev` lo"),

	/**
	 * Bytes sent on loopback; {@code /proc/self/net/dev} lo.
	 */
	NETWORK_LOOPBACK_SENT("network.loopbackSentBytes", Unit.BYTES, Kind.COUNTER, null, "bytes sent on loopback",
			"`/proc/self/net/dev` lo"),

	// TCP sockets of the network namespace by state, in the order of the kernel's
	// numbers,
	// from 1; /proc/self/net/tcp and tcp6.

	/**
	 * Sockets in state ESTABLISHED.
	 */
	SOCKETS_ESTABLISHED("network.sockets.established", Unit.COUNT, Kind.GAUGE, null, "TCP sockets in state ESTABLISHED",
			"`/proc/self/net/tcp`, `tcp6`; *slow*"),

	/**
	 * Sockets in state SYN_SENT.
	 */
	SOCKETS_SYN_SENT("network.sockets.synSent", Unit.COUNT, Kind.GAUGE, null, "TCP sockets in state SYN_SENT",
			"`/proc/self/net/tcp`, `tcp6`; *slow*"),

	/**
	 * Sockets in state SYN_RECV.
	 */
	SOCKETS_SYN_RECV("network.sockets.synRecv", Unit.COUNT, Kind.GAUGE, null, "TCP sockets in state SYN_RECV",
			"`/proc/self/net/tcp`, `tcp6`; *slow*"),

	/**
	 * Sockets in state FIN_WAIT1.
	 */
	SOCKETS_FIN_WAIT_1("network.sockets.finWait1", Unit.COUNT, Kind.GAUGE, null, "TCP sockets in state FIN_WAIT1",
			"`/proc/self/net/tcp`, `tcp6`; *slow*"),

	/**
	 * Sockets in state FIN_WAIT2.
	 */
	SOCKETS_FIN_WAIT_2("network.sockets.finWait2", Unit.COUNT, Kind.GAUGE, null, "TCP sockets in state FIN_WAIT2",
			"`/proc/self/net/tcp`, `tcp6`; *slow*"),

	/**
	 * Sockets in state TIME_WAIT.
	 */
	SOCKETS_TIME_WAIT("network.sockets.timeWait", Unit.COUNT, Kind.GAUGE, null, "TCP sockets in state TIME_WAIT",
			"`/proc/self/net/tcp`, `tcp6`; *slow*"),

	/**
	 * Sockets in state CLOSE.
	 */
	SOCKETS_CLOSE("network.sockets.close", Unit.COUNT, Kind.GAUGE, null, "TCP sockets in state CLOSE",
			"`/proc/self/net/tcp`, `tcp6`; *slow*"),

	/**
	 * Sockets in state CLOSE_WAIT.
	 */
	SOCKETS_CLOSE_WAIT("network.sockets.closeWait", Unit.COUNT, Kind.GAUGE, null, "TCP sockets in state CLOSE_WAIT",
			"`/proc/self/net/tcp`, `tcp6`; *slow*"),

	/**
	 * Sockets in state LAST_ACK.
	 */
	SOCKETS_LAST_ACK("network.sockets.lastAck", Unit.COUNT, Kind.GAUGE, null, "TCP sockets in state LAST_ACK",
			"`/proc/self/net/tcp`, `tcp6`; *slow*"),

	/**
	 * Sockets in state LISTEN.
	 */
	SOCKETS_LISTEN("network.sockets.listen", Unit.COUNT, Kind.GAUGE, null, "TCP sockets in state LISTEN",
			"`/proc/self/net/tcp`, `tcp6`; *slow*"),

	/**
	 * Sockets in state CLOSING.
	 */
	SOCKETS_CLOSING("network.sockets.closing", Unit.COUNT, Kind.GAUGE, null, "TCP sockets in state CLOSING",
			"`/proc/self/net/tcp`, `tcp6`; *slow*"),

	/**
	 * Time since the process started; {@code /proc/self/stat} field 22.
	 */
	ELAPSED("elapsedNanos", Unit.NANOSECONDS, Kind.INSTANT, "process.uptime", "time since the process started",
			"`/proc/self/stat` 22");

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

	private final String description;

	private final String linuxSource;

	Column(String label, Unit unit, Kind kind, @Nullable String openTelemetryName, String description,
			String linuxSource) {
		this.label = label;
		this.unit = unit;
		this.kind = kind;
		this.openTelemetryName = openTelemetryName;
		this.description = description;
		this.linuxSource = linuxSource;
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
	 * Return what the column says, in a few words.
	 * @return the description, without a full stop
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Return what is read for the column on Linux, for the documentation. It says
	 * <i>ticks</i> where that is read with each sample and not at the edges, <i>slow</i>
	 * where it is read as often as the sampler's CPU budget allows, and <i>exactly</i>
	 * where {@code getrusage} gives it.
	 * @return the source, in Markdown
	 */
	public String linuxSource() {
		return this.linuxSource;
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
