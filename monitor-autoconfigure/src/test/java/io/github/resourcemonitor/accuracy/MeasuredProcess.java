package io.github.resourcemonitor.accuracy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A separate JVM that runs {@link MeasuredProgram}, controlled by the process that
 * started it. Requests are synchronous: a call returns when the program has done the
 * work, so the amount of work between two readings is known.
 */
final class MeasuredProcess implements AutoCloseable {

	private static final String JOIN = "while [ \"$1\" != -- ]; do echo $$ > \"$1\" || exit 9; shift; done; shift; exec \"$@\"";

	private final Process process;

	private final BufferedReader answers;

	private final Writer requests;

	private final Path errors;

	private final long startedAfter;

	private final long startedBefore;

	private MeasuredProcess(List<String> command, Path folder) throws IOException {
		this.errors = Files.createTempFile(folder, "measured", ".err");
		this.startedAfter = System.nanoTime();
		this.process = new ProcessBuilder(command).redirectError(this.errors.toFile()).start();
		this.answers = this.process.inputReader(StandardCharsets.UTF_8);
		this.requests = this.process.outputWriter(StandardCharsets.UTF_8);
		assertThat(answer("start")).isEqualTo("ready");
		this.startedBefore = System.nanoTime();
	}

	/**
	 * Start a process.
	 * @param folder the folder for its files
	 * @param procsFiles the {@code cgroup.procs} files of the groups that it joins before
	 * the JVM starts
	 */
	static MeasuredProcess start(Path folder, List<Path> procsFiles) throws IOException {
		return start(folder, procsFiles, List.of(), List.of());
	}

	/**
	 * Start a process.
	 * @param folder the folder for its files
	 * @param procsFiles the {@code cgroup.procs} files of the groups that it joins before
	 * the JVM starts
	 * @param launcher the command prefix
	 * @param options additional options of the JVM
	 */
	static MeasuredProcess start(Path folder, List<Path> procsFiles, List<String> launcher, List<String> options)
			throws IOException {
		List<String> command = new ArrayList<>(List.of("sh", "-c", JOIN, "sh"));
		procsFiles.forEach((procsFile) -> command.add(procsFile.toString()));
		command.add("--");
		command.addAll(launcher);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms64m", "-Xmx128m"));
		command.addAll(options);
		command.addAll(List.of("-cp", classPath(), MeasuredProgram.class.getName(), folder.toString()));
		return new MeasuredProcess(command, folder);
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Return a {@link System#nanoTime()} before the start of the process.
	 */
	long startedAfter() {
		return this.startedAfter;
	}

	/**
	 * Return a {@link System#nanoTime()} after the start of the process.
	 */
	long startedBefore() {
		return this.startedBefore;
	}

	/**
	 * Send a request to the program.
	 * @param request a request of {@link MeasuredProgram}
	 * @return the values of the response
	 */
	Map<String, Long> ask(String request) throws IOException {
		Map<String, Long> result = new LinkedHashMap<>();
		tell(request).forEach((name, value) -> result.put(name, Long.valueOf(value)));
		return result;
	}

	/**
	 * Read all columns with the library inside the program.
	 */
	Map<Column, Long> read() throws IOException {
		Map<Column, Long> row = new EnumMap<>(Column.class);
		ask("read").forEach((label, value) -> row.put(column(label), value));
		return row;
	}

	/**
	 * Open the readers of the library inside the program again.
	 */
	Map<Column, Availability> open() throws IOException {
		Map<Column, Availability> result = new EnumMap<>(Column.class);
		tell("open").forEach((label, value) -> result.put(column(label), Availability.valueOf(value)));
		return result;
	}

	/**
	 * Return the library's reasons for columns that it does not measure.
	 */
	Map<Column, String> reasons() throws IOException {
		Map<Column, String> result = new EnumMap<>(Column.class);
		tell("reasons").forEach((label, value) -> result.put(column(label), value));
		return result;
	}

	private static Column column(String label) {
		Column column = Column.of(label);
		assertThat(column).as(label).isNotNull();
		return column;
	}

	private Map<String, String> tell(String request) throws IOException {
		this.requests.write(request + "\n");
		this.requests.flush();
		Map<String, String> result = new LinkedHashMap<>();
		String answer = answer(request);
		for (String pair : answer.isEmpty() ? new String[0] : answer.split("\t")) {
			int equals = pair.indexOf('=');
			assertThat(equals).as(request + ": " + answer).isPositive();
			result.put(pair.substring(0, equals), pair.substring(equals + 1));
		}
		return result;
	}

	private String answer(String request) throws IOException {
		String answer = this.answers.readLine();
		if (answer == null || answer.startsWith("!")) {
			throw new IOException(request + ": " + answer + "\n" + Files.readString(this.errors));
		}
		return answer;
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly();
		boolean interrupted = false;
		while (true) {
			try {
				this.process.waitFor();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		this.answers.close();
	}

}
