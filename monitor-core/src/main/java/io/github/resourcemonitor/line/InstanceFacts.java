package io.github.resourcemonitor.line;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import io.github.resourcemonitor.record.InstanceRecord;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.Column;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what never changes in this instance, from a record of its and in less than a
 * millisecond: it is part of a cold start. So the machine is read from {@code /proc}, and
 * not through OSHI, which takes 100 ms; elsewhere its facts are unknown.
 */
final class InstanceFacts {

	/**
	 * How much of a file is read. The first processor, and the physical memory, are at
	 * the beginning, and a large machine has hundreds of processors.
	 */
	private static final int BEGINNING = 4096;

	private final Path proc;

	InstanceFacts(Path proc) {
		this.proc = proc;
	}

	InstanceRecord of(InvocationRecord record) {
		Long init = record.initNanos();
		Instant start = (init != null) ? record.start().minusNanos(init) : null;
		long limit = record.process().max(Column.MEMORY_LIMIT);
		Runtime runtime = Runtime.getRuntime();
		return new InstanceRecord(record.function(), start, host(),
				new InstanceRecord.Limits(runtime.availableProcessors(), (limit != Column.ABSENT) ? limit : null,
						runtime.maxMemory()),
				new InstanceRecord.Versions(monitorVersion(), property("java.runtime.version"),
						property("java.vm.name")),
				record.process().catalog(), record.own().resolutionNanos());
	}

	private InstanceRecord.Host host() {
		return new InstanceRecord.Host(property("os.name") + " " + property("os.version"), property("os.arch"),
				value("cpuinfo", "model name"), bytes(value("meminfo", "MemTotal")));
	}

	private static String property(String name) {
		return System.getProperty(name, "unknown");
	}

	/**
	 * Return the first value with a name of a file with lines such as
	 * {@code name : value}.
	 */
	private @Nullable String value(String file, String name) {
		try (InputStream stream = Files.newInputStream(this.proc.resolve(file))) {
			String text = new String(stream.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1);
			for (String line : text.split("\n")) {
				int colon = line.indexOf(':');
				if (colon > 0 && line.substring(0, colon).trim().equals(name)) {
					String value = line.substring(colon + 1).trim();
					return value.isEmpty() ? null : value;
				}
			}
			return null;
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Return the bytes of a text such as {@code 2048 kB}.
	 */
	private static @Nullable Long bytes(@Nullable String kilobytes) {
		if (kilobytes == null || !kilobytes.endsWith(" kB")) {
			return null;
		}
		try {
			return Long.parseLong(kilobytes.substring(0, kilobytes.length() - 3).trim()) * 1024;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable String monitorVersion() {
		try (InputStream stream = InstanceFacts.class.getResourceAsStream("/META-INF/resource-monitor/version")) {
			String version = (stream != null) ? new String(stream.readAllBytes(), StandardCharsets.UTF_8).trim() : "";
			return version.isEmpty() ? null : version;
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

}
