package io.github.resourcemonitor.accuracy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.linux.LinuxSource;

/**
 * The program that is measured: does known amounts of work when told so on standard
 * input, and tells on standard output what the library reads of it and what others say.
 * One line is one request, and has one line of answer: {@code name=value}, with tabs
 * between.
 */
public final class MeasuredProgram {

	private static final int MIB = 1024 * 1024;

	private final Path folder;

	private final List<Object> held = new ArrayList<>();

	private LinuxSource source;

	private List<ResourceReader> readers = List.of();

	private MeasuredProgram(Path folder) {
		this.folder = folder;
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
			perform(words, answer);
			return String.join("\t",
					answer.entrySet().stream().map((entry) -> entry.getKey() + "=" + entry.getValue()).toList());
		}
		catch (Exception ex) {
			ex.printStackTrace();
			return "!" + ex;
		}
	}

	private void perform(String[] words, Map<String, Object> answer) throws Exception {
		switch (words[0]) {
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
			case "read" -> read(answer);
			case "observe" -> observe(answer);
			case "burn" -> burn(Long.parseLong(words[1]) * 1_000_000, answer);
			case "touch" -> this.held.add(touch(Integer.parseInt(words[1])));
			default -> throw new IllegalArgumentException("unknown");
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

	private void read(Map<String, Object> answer) throws IOException {
		long[] row = new long[Column.COUNT];
		Arrays.fill(row, Column.ABSENT);
		for (ResourceReader reader : this.readers) {
			reader.read(row);
		}
		for (Column column : Column.values()) {
			if (row[column.ordinal()] != Column.ABSENT) {
				answer.put(column.label(), row[column.ordinal()]);
			}
		}
	}

	/**
	 * Tell what others than the library say of this process from inside.
	 */
	private void observe(Map<String, Object> answer) {
		LibC.Usage usage = LibC.ofThisProcess();
		answer.put("getrusage.user", usage.userNanos());
		answer.put("getrusage.system", usage.systemNanos());
		answer.put("clock.process", LibC.processCpuNanos());
	}

	/**
	 * Use the CPU until the clock of this thread says that it is enough.
	 */
	private static void burn(long nanos, Map<String, Object> answer) {
		long wall = System.nanoTime();
		long start = LibC.threadCpuNanos();
		long used = 0;
		while (used < nanos) {
			used = LibC.threadCpuNanos() - start;
		}
		answer.put("cpu", used);
		answer.put("wall", System.nanoTime() - wall);
	}

	/**
	 * Take memory outside the heap, and write to every page of it.
	 */
	private static ByteBuffer touch(int mebibytes) {
		ByteBuffer buffer = ByteBuffer.allocateDirect(mebibytes * MIB);
		for (int i = 0; i < buffer.capacity(); i += 1024) {
			buffer.put(i, (byte) 1);
		}
		return buffer;
	}

}
