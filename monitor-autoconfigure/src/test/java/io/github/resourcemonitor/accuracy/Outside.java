package io.github.resourcemonitor.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Readings of a process from outside: by {@code outside.py} with psutil, ss and ip, if
 * Python is installed, and from files of {@code /proc} that the library does not read.
 */
final class Outside implements AutoCloseable {

	private static final Pattern RANGE = Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) .*");

	private static final Pattern PAUSE = Pattern.compile(".*\\bPause\\b.* ([0-9.]+)ms$");

	private final long pid;

	private final Path proc;

	private final Path collections;

	private final @Nullable PythonScript programs;

	/**
	 * Start to read a process.
	 * @param pid the process
	 * @param collections its garbage collection log
	 * @param namespaced whether it has a network namespace of its own
	 */
	Outside(long pid, Path collections, boolean namespaced) throws IOException {
		this.pid = pid;
		this.proc = Path.of("/proc", Long.toString(pid));
		this.collections = collections;
		this.programs = PythonScript.isPossible()
				? new PythonScript("outside.py", namespaced ? RealNetwork.inside(pid) : List.of()) : null;
	}

	Map<String, Long> look() throws IOException {
		Map<String, Long> values = new LinkedHashMap<>();
		values.put("wall", System.nanoTime());
		askPrograms("", values);
		status(values);
		smaps(values);
		maps(values);
		values.put("task", count(this.proc.resolve("task")));
		values.put("fd", count(this.proc.resolve("fd")));
		values.put("task.ioWait", ioWaitTicks() * 10_000_000);
		for (String resource : List.of("cpu", "memory", "io")) {
			pressure(resource, values);
		}
		collections(values);
		return values;
	}

	/**
	 * Read only the memory, which takes much less time than all.
	 */
	Map<String, Long> lookAtMemory() throws IOException {
		Map<String, Long> values = new LinkedHashMap<>();
		askPrograms(" memory", values);
		smaps(values);
		return values;
	}

	private void askPrograms(String what, Map<String, Long> values) throws IOException {
		if (this.programs == null) {
			return;
		}
		String answer = this.programs.ask(this.pid + what);
		for (String pair : answer.split("\t")) {
			int equals = pair.indexOf('=');
			values.put(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1)));
		}
	}

	private void status(Map<String, Long> values) throws IOException {
		List<String> lines = Files.readAllLines(this.proc.resolve("status"));
		values.put("status.shared", kilobytes(lines, "RssFile:") + kilobytes(lines, "RssShmem:"));
		values.put("status.resident", kilobytes(lines, "VmRSS:"));
		values.put("status.text", kilobytes(lines, "VmExe:"));
		values.put("status.data", kilobytes(lines, "VmData:") + kilobytes(lines, "VmStk:"));
		values.put("status.swap", kilobytes(lines, "VmSwap:"));
	}

	private void smaps(Map<String, Long> values) throws IOException {
		List<String> lines = Files.readAllLines(this.proc.resolve("smaps"));
		long resident = kilobytes(lines, "Rss:");
		long proportional = kilobytes(lines, "Pss:");
		long unique = kilobytes(lines, "Private_Clean:") + kilobytes(lines, "Private_Dirty:")
				+ kilobytes(lines, "Private_Hugetlb:");
		values.put("smaps.areas", lines.stream().filter((line) -> RANGE.matcher(line).matches()).count());
		values.put("smaps.resident", resident);
		values.put("smaps.proportional", proportional);
		values.put("smaps.unique", unique);
		values.put("smaps.shared", resident - unique);
		values.put("smaps.sharedProportional", proportional - unique);
		values.put("smaps.swap", kilobytes(lines, "Swap:"));
	}

	/**
	 * Return the sum of all lines with a name, in bytes.
	 */
	private static long kilobytes(List<String> lines, String name) {
		return lines.stream()
			.filter((line) -> line.startsWith(name))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
			.sum();
	}

	private void maps(Map<String, Long> values) throws IOException {
		long total = 0;
		for (String line : Files.readAllLines(this.proc.resolve("maps"))) {
			Matcher range = RANGE.matcher(line);
			// This page belongs to the kernel, and is the same in every process.
			if (range.matches() && !line.endsWith("[vsyscall]")) {
				total += Long.parseLong(range.group(2), 16) - Long.parseLong(range.group(1), 16);
			}
		}
		values.put("maps.size", total);
	}

	private static long count(Path folder) throws IOException {
		try (var files = Files.list(folder)) {
			return files.count();
		}
	}

	private long ioWaitTicks() throws IOException {
		long ticks = 0;
		try (var tasks = Files.list(this.proc.resolve("task"))) {
			for (Path task : tasks.toList()) {
				String stat = Files.readString(task.resolve("stat"));
				// Field 42. The second field, a name in parentheses, may contain blanks.
				ticks += Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[39]);
			}
		}
		return ticks;
	}

	private static void pressure(String resource, Map<String, Long> values) throws IOException {
		Path file = Path.of("/proc/pressure", resource);
		if (Files.exists(file)) {
			String some = Files.readAllLines(file).get(0);
			values.put("pressure." + resource, Long.parseLong(some.substring(some.lastIndexOf('=') + 1)) * 1000);
		}
	}

	private void collections(Map<String, Long> values) throws IOException {
		List<Matcher> pauses = Files.readAllLines(this.collections)
			.stream()
			.map(PAUSE::matcher)
			.filter((Predicate<Matcher>) Matcher::matches)
			.toList();
		values.put("log.collections", (long) pauses.size());
		values.put("log.pauses",
				pauses.stream().mapToLong((pause) -> Math.round(Double.parseDouble(pause.group(1)) * 1e6)).sum());
	}

	@Override
	public void close() throws IOException {
		if (this.programs != null) {
			this.programs.close();
		}
	}

}
