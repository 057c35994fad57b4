package io.github.resourcemonitor.accuracy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * A real control group of this machine's kernel; in version 1 there is a directory for
 * each controller. Independent of the way in which the library finds groups.
 */
final class RealControlGroup implements AutoCloseable {

	private static final AtomicInteger ORDINALS = new AtomicInteger();

	private final Map<String, Path> folders;

	private RealControlGroup(Map<String, Path> folders) {
		this.folders = folders;
	}

	/**
	 * Create a group of version 1, or abort the test where the machine does not allow it.
	 */
	static RealControlGroup create(String... controllers) {
		String name = newName();
		Map<String, Path> folders = new LinkedHashMap<>();
		for (String controller : controllers) {
			Path mount = mount(controller);
			if (mount == null) {
				abort("no v1 hierarchy with the controller '" + controller + "' is mounted");
			}
			folders.put(controller, mount.resolve(name));
		}
		return make(folders);
	}

	/**
	 * Create a group of version 2, whatever controllers it has, or abort the test where
	 * the machine does not allow it.
	 */
	static RealControlGroup createUnified() {
		Path mount = mount("cgroup2", (options) -> true);
		if (mount == null) {
			abort("no v2 hierarchy is mounted");
		}
		Path folder = mount.resolve(newName());
		return make(Map.of("cpu", folder, "memory", folder, "io", folder));
	}

	private static String newName() {
		return "resource-monitor-tests-" + ProcessHandle.current().pid() + "-" + ORDINALS.incrementAndGet();
	}

	/**
	 * Create a group inside this one.
	 */
	RealControlGroup inner() {
		Map<String, Path> inner = new LinkedHashMap<>();
		this.folders.forEach((controller, folder) -> inner.put(controller, folder.resolve("inner")));
		return make(inner);
	}

	private static RealControlGroup make(Map<String, Path> folders) {
		RealControlGroup group = new RealControlGroup(new LinkedHashMap<>());
		for (Map.Entry<String, Path> entry : folders.entrySet()) {
			try {
				// Controllers that are mounted together share the directory.
				if (!group.folders.containsValue(entry.getValue())) {
					Files.createDirectory(entry.getValue());
				}
				group.folders.put(entry.getKey(), entry.getValue());
			}
			catch (IOException ex) {
				group.close();
				abort("this user cannot make a control group: " + ex);
			}
		}
		return group;
	}

	/**
	 * Return where the whole hierarchy of a v1 controller is mounted.
	 */
	private static @Nullable Path mount(String controller) {
		return mount("cgroup", (options) -> options.contains(controller));
	}

	private static @Nullable Path mount(String type, Predicate<List<String>> options) {
		try {
			for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
				String[] words = line.split(" ");
				if (words[2].equals(type) && options.test(Arrays.asList(words[3].split(",")))) {
					return Path.of(words[1].replace("\\040", " "));
				}
			}
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the files to which a process is written to join this group.
	 */
	List<Path> procsFiles() {
		return this.folders.values().stream().distinct().map((folder) -> folder.resolve("cgroup.procs")).toList();
	}

	/**
	 * Return the files to which a process is written to join the root groups of these
	 * controllers.
	 */
	static List<Path> rootProcsFiles(String... controllers) {
		List<Path> procsFiles = new ArrayList<>();
		for (String controller : controllers) {
			Path mount = mount(controller);
			if (mount == null || !Files.exists(mount.resolve("release_agent"))) {
				abort("the root of the v1 controller '" + controller + "' is not in sight");
			}
			procsFiles.add(mount.resolve("cgroup.procs"));
		}
		return procsFiles;
	}

	/**
	 * Write a file such as {@code cpu.cfs_quota_us}.
	 */
	void set(String file, long value) {
		try {
			Files.writeString(path(file), Long.toString(value));
		}
		catch (NoSuchFileException ex) {
			abort("this kernel has no " + file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read a file that holds one number.
	 */
	long number(String file) {
		return Long.parseLong(lines(file).get(0).strip());
	}

	/**
	 * Read a number from a file with one name and number on each line.
	 */
	long number(String file, String name) {
		return lines(file).stream()
			.filter((line) -> line.startsWith(name + " "))
			.mapToLong((line) -> Long.parseLong(line.substring(name.length() + 1).strip()))
			.findFirst()
			.orElseThrow(() -> new AssertionError(path(file) + " has no " + name));
	}

	/**
	 * Read the total of {@code some} in a pressure file, in nanoseconds.
	 */
	long pressure(String file) {
		String some = lines(file).get(0);
		assertThat(some).startsWith("some ");
		return Long.parseLong(some.substring(some.lastIndexOf('=') + 1)) * 1000;
	}

	boolean has(String file) {
		return Files.exists(path(file));
	}

	private List<String> lines(String file) {
		try {
			return Files.readAllLines(path(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path path(String file) {
		Path folder = this.folders.get(file.substring(0, file.indexOf('.')));
		assertThat(folder).as("folder for " + file).isNotNull();
		return folder.resolve(file);
	}

	/**
	 * Remove the group. Its processes have ended, but the kernel may take a moment to
	 * remove them.
	 */
	@Override
	public void close() {
		for (Path folder : this.folders.values()) {
			await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
				Files.deleteIfExists(folder);
				return true;
			});
		}
	}

}
