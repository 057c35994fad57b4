package io.github.resourcemonitor.sampling.linux;

import io.github.resourcemonitor.sampling.Column;

/**
 * Parsers of {@code /proc} files: pure functions from text to row, without allocation.
 */
final class ProcParsers {

	/**
	 * Upper bound for the position of the end of a name: program names have at most 15
	 * characters, names of kernel threads 64.
	 */
	static final int NAME_WITHIN = 96;

	private static final int TCP_STATES = 11;

	private ProcParsers() {
	}

	/**
	 * Return a parser of {@code /proc/self/stat}. The name of the program may contain
	 * blanks and parentheses, so fields are counted from the last parenthesis.
	 * @param tickNanos the length of a clock tick
	 * @return the parser
	 */
	static FileReader.Parser stat(long tickNanos) {
		return (text, row) -> {
			if (!text.skipPastLast(')', NAME_WITHIN)) {
				return;
			}
			text.skipWords(7); // 3-9
			put(row, Column.FAULTS_MINOR, text.number(Column.ABSENT)); // 10
			text.skipWords(1);
			put(row, Column.FAULTS_MAJOR, text.number(Column.ABSENT)); // 12
			text.skipWords(1);
			put(row, Column.CPU_USER, text.number(Column.ABSENT), tickNanos); // 14
			put(row, Column.CPU_SYSTEM, text.number(Column.ABSENT), tickNanos);
			put(row, Column.CPU_CHILDREN_USER, text.number(Column.ABSENT), tickNanos);
			put(row, Column.CPU_CHILDREN_SYSTEM, text.number(Column.ABSENT), tickNanos); // 17
			text.skipWords(2);
			put(row, Column.THREADS, text.number(Column.ABSENT)); // 20
		};
	}

	/**
	 * Return the start time of a process or thread from its {@code stat}, field 22.
	 * @param text the text
	 * @return the start time in ticks since boot, or {@link Column#ABSENT}
	 */
	static long startTicks(Text text) {
		if (!text.skipPastLast(')', NAME_WITHIN)) {
			return Column.ABSENT;
		}
		text.skipWords(19);
		return text.number(Column.ABSENT);
	}

	/**
	 * Return a parser of {@code /proc/self/statm}.
	 * @param pageSize the size of a page in bytes
	 * @return the parser
	 */
	static FileReader.Parser statm(long pageSize) {
		return (text, row) -> {
			put(row, Column.MEMORY_VIRTUAL, text.number(Column.ABSENT), pageSize);
			put(row, Column.MEMORY_RSS, text.number(Column.ABSENT), pageSize);
			put(row, Column.MEMORY_SHARED, text.number(Column.ABSENT), pageSize);
			put(row, Column.MEMORY_TEXT, text.number(Column.ABSENT), pageSize);
			put(row, Column.MEMORY_LIB, text.number(Column.ABSENT), pageSize);
			put(row, Column.MEMORY_DATA, text.number(Column.ABSENT), pageSize);
			put(row, Column.MEMORY_DIRTY, text.number(Column.ABSENT), pageSize);
		};
	}

	/**
	 * Parse {@code /proc/self/io}. gVisor before 2026-03 spells {@code rchar} as
	 * {@code char}.
	 */
	static void io(Text text, long[] row) {
		while (text.hasMore()) {
			if (text.accept("rchar:") || text.accept("char:")) {
				put(row, Column.DISK_READ_CHARS, text.number(Column.ABSENT));
			}
			else if (text.accept("wchar:")) {
				put(row, Column.DISK_WRITE_CHARS, text.number(Column.ABSENT));
			}
			else if (text.accept("syscr:")) {
				put(row, Column.DISK_READ_CALLS, text.number(Column.ABSENT));
			}
			else if (text.accept("syscw:")) {
				put(row, Column.DISK_WRITE_CALLS, text.number(Column.ABSENT));
			}
			else if (text.accept("read_bytes:")) {
				put(row, Column.DISK_READ_BYTES, text.number(Column.ABSENT));
			}
			else if (text.accept("write_bytes:")) {
				put(row, Column.DISK_WRITE_BYTES, text.number(Column.ABSENT));
			}
			text.nextLine();
		}
	}

	/**
	 * Parse {@code /proc/self/smaps_rollup}.
	 */
	static void smapsRollup(Text text, long[] row) {
		long unique = 0;
		boolean any = false;
		while (text.hasMore()) {
			if (text.accept("Pss:")) {
				put(row, Column.MEMORY_PSS, text.number(Column.ABSENT), 1024);
			}
			else if (text.accept("Swap:")) {
				put(row, Column.MEMORY_SWAP, text.number(Column.ABSENT), 1024);
			}
			else if (text.accept("Private_Clean:") || text.accept("Private_Dirty:")
					|| text.accept("Private_Hugetlb:")) {
				unique = sum(unique, text.number(Column.ABSENT));
				any = true;
			}
			text.nextLine();
		}
		if (any) {
			put(row, Column.MEMORY_USS, unique, 1024);
		}
	}

	/**
	 * Add the sockets of {@code /proc/self/net/tcp} or {@code tcp6} to the counts of
	 * their states.
	 */
	static void sockets(Text text, long[] row) {
		text.skipBlanks();
		if (!text.accept("sl")) {
			return;
		}
		int established = Column.SOCKETS_ESTABLISHED.ordinal();
		for (int i = 0; i < TCP_STATES; i++) {
			if (row[established + i] == Column.ABSENT) {
				row[established + i] = 0;
			}
		}
		text.nextLine();
		while (text.hasMore()) {
			text.skipWords(3);
			text.skipBlanks();
			int state = text.hexByte();
			// 12 is NEW_SYN_RECV: a connection request, for users the same as 3.
			int index = (state == 12) ? 3 : state;
			if (index >= 1 && index <= TCP_STATES) {
				row[established + index - 1]++;
			}
			text.nextLine();
		}
	}

	/**
	 * Return a parser of a file that contains one number.
	 * @param column the column of the number
	 * @param factor the factor to multiply it by
	 * @return the parser
	 */
	static FileReader.Parser number(Column column, long factor) {
		return (text, row) -> put(row, column, text.number(Column.ABSENT), factor);
	}

	/**
	 * Return a parser of a pressure file: {@code some … total=}, microseconds.
	 * @param column the column of the total
	 * @return the parser
	 */
	static FileReader.Parser pressure(Column column) {
		return (text, row) -> {
			while (text.hasMore()) {
				if (text.accept("some ")) {
					while (text.skipPast('t')) {
						if (text.accept("otal=")) {
							put(row, column, text.number(Column.ABSENT), 1000);
							return;
						}
					}
				}
				text.nextLine();
			}
		};
	}

	/**
	 * Parse {@code cpu.stat} of a v1 group.
	 */
	static void cpuStatV1(Text text, long[] row) {
		while (text.hasMore()) {
			if (text.accept("nr_throttled ")) {
				put(row, Column.CPU_THROTTLED_PERIODS, text.number(Column.ABSENT));
			}
			else if (text.accept("throttled_time ")) {
				put(row, Column.CPU_THROTTLED, text.number(Column.ABSENT));
			}
			text.nextLine();
		}
	}

	/**
	 * Parse {@code cpu.stat} of a v2 group; it contains throttling only if the CPU
	 * controller is enabled.
	 */
	static void cpuStatV2(Text text, long[] row) {
		while (text.hasMore()) {
			if (text.accept("usage_usec ")) {
				put(row, Column.CPU_CGROUP, text.number(Column.ABSENT), 1000);
			}
			else if (text.accept("nr_throttled ")) {
				put(row, Column.CPU_THROTTLED_PERIODS, text.number(Column.ABSENT));
			}
			else if (text.accept("throttled_usec ")) {
				put(row, Column.CPU_THROTTLED, text.number(Column.ABSENT), 1000);
			}
			text.nextLine();
		}
	}

	/**
	 * Return a number of a {@code name: value} file, for instance {@code /proc/meminfo}.
	 * @param text the text
	 * @param name the name with its colon
	 * @return the number, or {@link Column#ABSENT}
	 */
	static long named(Text text, String name) {
		while (text.hasMore()) {
			if (text.accept(name)) {
				return text.number(Column.ABSENT);
			}
			text.nextLine();
		}
		return Column.ABSENT;
	}

	static void put(long[] row, Column column, long value) {
		put(row, column, value, 1);
	}

	/**
	 * Put a value into the row, unless it is absent or invalid: valid values are not
	 * negative and fit into a {@code long} in the unit of the column.
	 */
	static void put(long[] row, Column column, long value, long factor) {
		if (value >= 0 && value <= Long.MAX_VALUE / factor) {
			row[column.ordinal()] = value * factor;
		}
	}

	/**
	 * Return the sum of two values; {@link Column#ABSENT} if one of them is, or if it is
	 * too large.
	 */
	private static long sum(long a, long b) {
		return (a >= 0 && b >= 0 && a + b >= 0) ? a + b : Column.ABSENT;
	}

}
