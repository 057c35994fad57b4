package io.github.resourcemonitor.accuracy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.oshi.OshiSource;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ResourceSource;
import io.github.resourcemonitor.sampling.linux.LinuxSource;

/**
 * The measured program: does known amounts of {@link Work} on request, and reports the
 * readings of the library and of other sources. A request is a line on standard input,
 * and its response a line on standard output with {@code name=value} pairs, separated by
 * tabs.
 */
public final class MeasuredProgram {

	private final Work work;

	private ResourceSource source;

	private List<ResourceReader> readers = List.of();

	private List<ResourceReader> oshi = List.of();

	private MeasuredProgram(Path folder) {
		this.work = new Work(folder);
		open();
	}

	public static void main(String[] args) throws IOException {
		PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		MeasuredProgram program = new MeasuredProgram(Path.of(args[0]));
		answers.println("ready");
		String request;
		while ((request = requests.readLine()) != null) {
			answers.println(program.answer(request.split(" ")));
		}
		System.exit(0);
	}

	private String answer(String[] words) {
		try {
			Map<String, Object> answer = new LinkedHashMap<>();
			perform(words[0], Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray(), answer);
			return String.join("\t",
					answer.entrySet().stream().map((entry) -> entry.getKey() + "=" + entry.getValue()).toList());
		}
		catch (Exception ex) {
			ex.printStackTrace();
			return "!" + ex;
		}
	}

	private void perform(String request, int[] numbers, Map<String, Object> answer) throws Exception {
		switch (request) {
			case "open" -> {
				open();
				ColumnCatalog.probe(this.source, new Failures())
					.statuses()
					.forEach((column, status) -> answer.put(column.label(), status.availability()));
			}
			case "reasons" -> ColumnCatalog.probe(this.source, new Failures()).statuses().forEach((column, status) -> {
				if (status.reason() != null) {
					answer.put(column.label(), status.reason());
				}
			});
			case "resolutions" -> ColumnCatalog.probe(this.source, new Failures())
				.statuses()
				.forEach((column, status) -> answer.put(column.label(), status.resolutionNanos()));
			case "read" -> read(this.readers, "", answer);
			case "clocks" -> {
				awaitChildren();
				clocks(LibC.ofItsChildren(), answer);
			}
			case "observe" -> observe(answer);
			default -> this.work.perform(request, numbers, answer);
		}
	}

	private void open() {
		this.readers.forEach(ResourceReader::close);
		this.source = LinuxSource.detect(Path.of("/"));
		if (this.source == null) {
			throw new IllegalStateException("There is no /proc");
		}
		this.readers = this.source.open();
	}

	private static void read(List<ResourceReader> readers, String prefix, Map<String, Object> answer)
			throws IOException {
		long[] row = new long[Column.COUNT];
		Arrays.fill(row, Column.ABSENT);
		for (ResourceReader reader : readers) {
			reader.read(row);
		}
		for (Column column : Column.values()) {
			if (row[column.ordinal()] != Column.ABSENT) {
				answer.put(prefix + column.label(), row[column.ordinal()]);
			}
		}
	}

	/**
	 * Wait until the programs that JNA starts when it is loaded have ended, because they
	 * count as children only then.
	 */
	private static void awaitChildren() {
		LibC.processCpuNanos();
		while (ProcessHandle.current().children().findAny().isPresent()) {
			Thread.yield();
		}
	}

	/**
	 * Report the CPU time of this process, with and without that of ended children.
	 */
	private static void clocks(LibC.Usage children, Map<String, Object> answer) {
		long cpu = LibC.processCpuNanos();
		answer.put("clock.process", cpu);
		answer.put("clock.process and children", cpu + children.userNanos() + children.systemNanos());
	}

	/**
	 * Report the readings of other sources inside this process.
	 */
	private void observe(Map<String, Object> answer) throws IOException {
		LibC.Usage usage = LibC.ofThisProcess();
		answer.put("getrusage.user", usage.userNanos());
		answer.put("getrusage.system", usage.systemNanos());
		answer.put("getrusage.faults.minor", usage.minorFaults());
		answer.put("getrusage.faults.major", usage.majorFaults());
		answer.put("getrusage.voluntary", usage.voluntarySwitches());
		answer.put("getrusage.involuntary", usage.involuntarySwitches());
		answer.put("getrusage.maxResident", usage.maxResidentBytes());
		LibC.Usage children = LibC.ofItsChildren();
		answer.put("getrusage.children.user", children.userNanos());
		answer.put("getrusage.children.system", children.systemNanos());
		answer.put("getrusage.read and children", usage.readBytes() + children.readBytes());
		answer.put("getrusage.written and children", usage.writtenBytes() + children.writtenBytes());
		clocks(children, answer);
		answer.put("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		if (this.oshi.isEmpty()) {
			this.oshi = new OshiSource().open();
		}
		read(this.oshi, "oshi.", answer);
	}

}
