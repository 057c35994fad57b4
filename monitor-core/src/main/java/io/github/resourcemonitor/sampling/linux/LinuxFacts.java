package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.resourcemonitor.sampling.Column;

/**
 * Facts about the kernel that are required to read its files.
 *
 * @param tickNanos the length of a clock tick in nanoseconds; {@code /proc/self/auxv}
 * AT_CLKTCK, else 10 ms
 * @param pageSize the size of a page in bytes; {@code /proc/self/auxv} AT_PAGESZ, else
 * 4096
 * @param gVisor whether this is gVisor, not Linux
 * @param delayAccounting whether the kernel counts the time that tasks wait for block
 * devices
 * @param physicalMemory {@code /proc/meminfo} MemTotal in bytes, or {@link Column#ABSENT}
 */
record LinuxFacts(long tickNanos, long pageSize, boolean gVisor, boolean delayAccounting, long physicalMemory) {

	private static final long AT_PAGESZ = 6;

	private static final long AT_CLKTCK = 17;

	static LinuxFacts detect(Path root) {
		Path proc = root.resolve("proc");
		long pageSize = 4096;
		long ticksPerSecond = 100;
		ByteBuffer vector = ByteBuffer.wrap(readBytes(proc.resolve("self/auxv"))).order(ByteOrder.nativeOrder());
		while (vector.remaining() >= 16) {
			long key = vector.getLong();
			long value = vector.getLong();
			if (key == AT_PAGESZ && value > 0) {
				pageSize = value;
			}
			else if (key == AT_CLKTCK && value > 0) {
				ticksPerSecond = value;
			}
		}
		boolean gVisor = Files.exists(proc.resolve("sentry-meminfo")) || readLines(proc.resolve("version")).stream()
			.anyMatch((line) -> line.contains("Jan 10 15:06:54 PST 2016"));
		// Off by default since Linux 5.14; older kernels do not have the switch.
		boolean delayAccounting = !List.of("0").equals(readLines(proc.resolve("sys/kernel/task_delayacct")));
		long kilobytes = ProcParsers.named(Text.of(readBytes(proc.resolve("meminfo"))), "MemTotal:");
		return new LinuxFacts(1_000_000_000L / ticksPerSecond, pageSize, gVisor, delayAccounting,
				(kilobytes != Column.ABSENT) ? kilobytes * 1024 : Column.ABSENT);
	}

	/**
	 * Read the lines of a file.
	 * @param path the file
	 * @return its lines, one character for each byte; empty if it cannot be read
	 */
	static List<String> readLines(Path path) {
		return Octets.lines(readBytes(path));
	}

	/**
	 * Return whether {@code /proc} shows nothing but processes, so that a missing file
	 * says nothing about the kernel. It is mounted so with systemd's
	 * {@code ProcSubset=pid}.
	 * @param root the directory that contains {@code proc}
	 * @return whether it does
	 */
	static boolean showsOnlyProcesses(Path root) {
		return Stream.of("sys", "version", "stat", "uptime", "meminfo")
			.noneMatch((name) -> Files.exists(root.resolve("proc").resolve(name)));
	}

	private static byte[] readBytes(Path path) {
		try {
			return Files.readAllBytes(path);
		}
		catch (IOException | RuntimeException ex) {
			return new byte[0];
		}
	}

}
