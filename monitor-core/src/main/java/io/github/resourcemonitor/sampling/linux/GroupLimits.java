package io.github.resourcemonitor.sampling.linux;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The limits of the control groups of this process, as they are when they are read: of
 * all groups in sight the smallest ones. Immutable.
 *
 * @param cpuThousandths the quota of processors in thousandths; {@code null} if none is
 * in sight
 * @param memoryBytes the limit of memory in bytes, likewise
 */
public record GroupLimits(@Nullable Long cpuThousandths, @Nullable Long memoryBytes) {

	/**
	 * The cgroup v1 value for "unlimited" is close to {@code Long.MAX_VALUE}, rounded to
	 * a page.
	 */
	private static final long UNLIMITED = 1L << 60;

	/**
	 * Read the limits now.
	 * @param root the directory that contains {@code proc} and {@code sys}
	 * @return the limits
	 */
	public static GroupLimits read(Path root) {
		Path process = root.resolve("proc/self");
		ControlGroups groups = new ControlGroups(root, LinuxFacts.readLines(process.resolve("cgroup")),
				LinuxFacts.readLines(process.resolve("mountinfo")));
		Long cpu = null;
		for (Path path : groups.v2().upwards("cpu.max")) {
			cpu = smaller(cpu, quota(words(path)));
		}
		for (Path path : groups.v1("cpu").upwards("cpu.cfs_quota_us")) {
			cpu = smaller(cpu, quota(List.of(first(path), first(path.resolveSibling("cpu.cfs_period_us")))));
		}
		Long memory = null;
		for (Path path : groups.v2().upwards("memory.max")) {
			memory = smaller(memory, limit(first(path)));
		}
		for (Path path : groups.v1("memory").upwards("memory.limit_in_bytes")) {
			memory = smaller(memory, limit(first(path)));
		}
		LinuxFacts facts = LinuxFacts.detect(root);
		if (facts.gVisor() && facts.physicalMemory() > 0) {
			// There the memory of the machine is the limit of the sandbox.
			memory = smaller(memory, facts.physicalMemory());
		}
		return new GroupLimits(cpu, memory);
	}

	private static List<String> words(Path path) {
		List<String> lines = LinuxFacts.readLines(path);
		return lines.isEmpty() ? List.of() : List.of(lines.get(0).strip().split("\\s+"));
	}

	private static String first(Path path) {
		List<String> words = words(path);
		return words.isEmpty() ? "" : words.get(0);
	}

	/**
	 * Return a quota and its period in thousandths of a processor.
	 */
	private static @Nullable Long quota(List<String> words) {
		Long quota = (words.size() == 2) ? limit(words.get(0)) : null;
		Long period = (quota != null) ? limit(words.get(1)) : null;
		return (quota != null && period != null) ? Long.valueOf(Math.round(1000.0 * quota / period)) : null;
	}

	/**
	 * Return a limit, {@code null} if it is none, such as {@code max} or -1.
	 */
	private static @Nullable Long limit(String word) {
		try {
			long value = Long.parseLong(word);
			return (value > 0 && value < UNLIMITED) ? Long.valueOf(value) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable Long smaller(@Nullable Long first, @Nullable Long second) {
		if (first == null || second == null) {
			return (first != null) ? first : second;
		}
		return Math.min(first, second);
	}

}
