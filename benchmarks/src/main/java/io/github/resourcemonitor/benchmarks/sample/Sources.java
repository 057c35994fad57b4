package io.github.resourcemonitor.benchmarks.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ResourceReader.Tier;
import io.github.resourcemonitor.sampling.linux.LinuxSource;

/**
 * Selects the library's readers on this machine by what they read.
 */
public final class Sources {

	/**
	 * One column of each of {@code stat}, {@code statm}, {@code io} and the open files.
	 */
	private static final Set<Column> FOUR_SOURCES = Set.of(Column.FAULTS_MINOR, Column.MEMORY_RSS,
			Column.DISK_READ_CHARS, Column.FILES_OPEN);

	private Sources() {
	}

	private static ResourceReader[] open(Predicate<ResourceReader> wanted) {
		LinuxSource source = LinuxSource.detect(Path.of("/"));
		if (source == null) {
			throw new IllegalStateException("This benchmark needs Linux");
		}
		List<ResourceReader> found = new ArrayList<>();
		for (ResourceReader reader : source.open()) {
			if (wanted.test(reader)) {
				found.add(reader);
			}
			else {
				reader.close();
			}
		}
		return found.toArray(ResourceReader[]::new);
	}

	static ResourceReader[] four() {
		ResourceReader[] found = open(
				(reader) -> FOUR_SOURCES.stream().anyMatch((column) -> reader.columns().containsKey(column)));
		if (found.length != FOUR_SOURCES.size()) {
			throw new IllegalStateException(
					"Expected one reader for each of " + FOUR_SOURCES + ", not " + found.length);
		}
		return found;
	}

	static ResourceReader[] fast() {
		return open((reader) -> reader.tier() != Tier.SLOW);
	}

	static ResourceReader[] named(String name) {
		ResourceReader[] found = open((reader) -> reader.name().equals(name));
		if (found.length == 0) {
			throw new IllegalArgumentException("No reader '" + name + "'");
		}
		return found;
	}

	/**
	 * Print the tier and the name of each reader, one reader per line.
	 * @param args ignored
	 */
	public static void main(String[] args) {
		Map<String, Tier> tiers = new LinkedHashMap<>();
		for (ResourceReader reader : open((any) -> true)) {
			tiers.put(reader.name(), reader.tier());
		}
		tiers.forEach((name, tier) -> System.out.println(tier + "\t" + name));
	}

}
