package io.github.resourcemonitor.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static io.github.resourcemonitor.file.TestFiles.names;
import static io.github.resourcemonitor.file.TestFiles.numbers;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what processes leave that are killed at random moments, are asked to end, or find
 * the disk full. {@code -Dkilled.processes=100} kills as many instead of 20.
 */
@EnabledOnOs(OS.LINUX)
class KilledProcessIT {

	private static final int KILLED = Integer.getInteger("killed.processes", 20);

	@TempDir
	private Path temporary;

	/**
	 * Start the program.
	 * @param shell what the shell does before
	 */
	private Process start(String shell, Path folder, String mode) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return new ProcessBuilder("sh", "-c", shell + "exec \"$0\" \"$@\"", java, "-Xmx128m", "-Xshare:auto",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath, FileWritingProgram.class.getName(),
				folder.toString(), mode)
			.redirectError(this.temporary.resolve("errors").toFile())
			.start();
	}

	private String errors() throws IOException {
		return Files.readString(this.temporary.resolve("errors"));
	}

	/**
	 * Read a number of lines.
	 * @return the last one, {@code null} if there is none
	 */
	private static String read(BufferedReader output, int lines) throws IOException {
		String last = null;
		for (int i = 0; i < lines; i++) {
			String line = output.readLine();
			if (line == null) {
				break;
			}
			last = line;
		}
		return last;
	}

	@Test
	void aKilledProcessLeavesAllLinesWholeButForTheLast() throws Exception {
		Random random = new Random();
		int cutOff = 0;
		long records = 0;
		for (int i = 0; i < KILLED; i++) {
			Path folder = this.temporary.resolve("killed-" + i);
			String mode = (i % 2 == 0) ? "plain" : "gzip";
			Process process = start("", folder, mode);
			String last;
			try (BufferedReader output = process.inputReader()) {
				int acknowledged = 1 + random.nextInt(40);
				last = read(output, acknowledged);
				// Unlike that of the process, this leaves what it has printed.
				process.toHandle().destroyForcibly();
				process.waitFor();
				String later = read(output, Integer.MAX_VALUE);
				last = (later != null) ? later : last;
			}
			finally {
				process.destroyForcibly();
			}
			assertThat(last).as(errors()).isNotNull();
			cutOff += verify(folder, Long.parseLong(last), mode);
			records += Long.parseLong(last);
			delete(folder);
		}
		System.out.println("Killed " + KILLED + " processes that had written " + records + " records: " + cutOff
				+ " of them left a line that is cut off");
	}

	/**
	 * Verify that all records that were written can be read, once and in their order.
	 * @return the number of lines that are cut off
	 */
	private static int verify(Path folder, long acknowledged, String mode) throws IOException {
		List<Long> read = new ArrayList<>();
		try (RecordFileReader reader = new RecordFileReader(folder)) {
			reader.forEachRemaining((line) -> read.add(TestFiles.sequence(line)));
			assertThat(read).as(mode).isEqualTo(numbers(1, read.size()));
			assertThat((long) read.size()).as(mode).isBetween(acknowledged, acknowledged + FileWritingProgram.BATCH);
			assertThat(reader.skipped()).as(mode).hasSizeLessThan(2).allSatisfy((skipped) -> {
				assertThat(skipped.reason()).isEqualTo(SkippedLine.Reason.CUT_OFF);
				assertThat(skipped.file().toString()).endsWith(".open");
			});
			assertThat(names(folder).stream().filter((name) -> name.endsWith(".open"))).as(mode).hasSizeLessThan(2);
			return reader.skipped().size();
		}
	}

	private static void delete(Path folder) throws IOException {
		for (String name : names(folder)) {
			Files.delete(folder.resolve(name));
		}
	}

	@Test
	void whatAProcessHasMadeIsInCompleteFilesWhenItIsAskedToEnd() throws Exception {
		Path folder = this.temporary.resolve("ended");
		Process process = start("", folder, "monitor");
		List<String> made = new ArrayList<>();
		try (BufferedReader output = process.inputReader()) {
			for (int i = 0; i < 500; i++) {
				made.add(output.readLine());
			}
			process.toHandle().destroy();
			while (output.readLine() != null) {
				// What is made while it ends.
			}
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		List<String> handlers = new ArrayList<>();
		Pattern handler = Pattern.compile("\"handler\":\"(handler-\\d+)\"");
		try (RecordFileReader reader = new RecordFileReader(folder)) {
			reader.forEachRemaining((
					line) -> handler.matcher(line.text()).results().forEach((result) -> handlers.add(result.group(1))));
			assertThat(reader.skippedCount()).isZero();
		}
		assertThat(handlers).as(errors()).containsAll(made).doesNotHaveDuplicates();
		assertThat(names(folder)).isNotEmpty().allMatch((name) -> name.endsWith(".jsonl"));
	}

	/**
	 * A limit of the size of files is what is like a full disk and needs no permission:
	 * of the last write only a part succeeds.
	 */
	@Test
	void aFullDiskLeavesNoPartOfALine() throws Exception {
		for (String mode : List.of("plain", "gzip")) {
			Path folder = this.temporary.resolve("full-" + mode);
			Process process = start("ulimit -f 10; ", folder, mode);
			try {
				assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
			}
			finally {
				process.destroyForcibly();
			}
			assertThat(errors()).contains("File too large").contains("resource-monitor.output.file.folder");
			List<Long> read = new ArrayList<>();
			try (RecordFileReader reader = new RecordFileReader(folder)) {
				reader.forEachRemaining((line) -> read.add(TestFiles.sequence(line)));
				assertThat(reader.skipped()).isEmpty();
			}
			assertThat(read).isEqualTo(numbers(1, read.size()));
		}
	}

	/**
	 * Files of a process that lives are not deleted by another; those of a dead one are.
	 */
	@Test
	void onlyWhatADeadProcessHasLeftIsDeleted() throws Exception {
		Path folder = this.temporary.resolve("shared");
		Process process = start("", folder, "monitor");
		try (BufferedReader output = process.inputReader()) {
			// The exporter begins a file when its batch is full.
			String open = null;
			while (open == null) {
				output.readLine();
				open = open(folder);
			}
			RecordFolder bounded = new RecordFolder(folder, 10);
			stop(process, "-STOP");
			bounded.makeRoom(folder.resolve("own"), 100);
			assertThat(names(folder)).contains(open);
			stop(process, "-CONT");
			process.destroyForcibly();
			process.waitFor();
			bounded.makeRoom(folder.resolve("own"), 100);
			assertThat(names(folder)).isEmpty();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static void stop(Process process, String signal) throws Exception {
		assertThat(new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor()).isZero();
	}

	private static String open(Path folder) {
		try {
			return Files.isDirectory(folder)
					? names(folder).stream().filter((name) -> name.endsWith(".open")).findFirst().orElse(null) : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
