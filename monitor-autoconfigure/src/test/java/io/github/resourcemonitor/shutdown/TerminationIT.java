package io.github.resourcemonitor.shutdown;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.resourcemonitor.file.RecordFileReader;
import io.github.resourcemonitor.otlp.OtlpReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that no record is lost when a process under load receives SIGTERM.
 * {@code -Dterminations=50} repeats it more often.
 */
@EnabledOnOs(OS.LINUX)
class TerminationIT {

	private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

	@TempDir
	private Path folder;

	@Test
	void nothingIsLost() throws Exception {
		for (int i = 0; i < Integer.getInteger("terminations", 2); i++) {
			Path run = Files.createDirectory(this.folder.resolve("run-" + i));
			try (OtlpReceiver receiver = new OtlpReceiver()) {
				terminateUnderLoad(run, receiver.base());
				List<String> made = lines(run, "made");
				assertThat(made).isNotEmpty().containsAll(lines(run, "started"));
				assertArrived("standard output", written(run), made);
				assertArrived("exporter", lines(run, "exported"), made);
				assertArrived("files", inFiles(run.resolve("files")), made);
				assertArrived("log events over OTLP", receiver.ids(), made);
				assertThat(receiver.durations()).as("metrics over OTLP").isEqualTo(made.size());
			}
		}
	}

	/**
	 * There are tens of thousands of records, which a message should not list.
	 */
	private static void assertArrived(String outlet, List<String> arrived, List<String> made) {
		Set<String> missing = new TreeSet<>(made);
		arrived.forEach(missing::remove);
		assertThat(missing.stream().limit(10)).as("%d of %d missing in %s", missing.size(), made.size(), outlet)
			.isEmpty();
	}

	private static void terminateUnderLoad(Path run, String receiver) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Stream
			.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
					"-Xmx256m", "-cp", System.getProperty("java.class.path"), property(run, "started"),
					property(run, "made"), property(run, "exported"), LoadedApplication.class.getName(),
					"--spring.main.web-application-type=none", "--resource-monitor.output.stdout=on",
					"--resource-monitor.output.file.folder=" + run.resolve("files"),
					"--resource-monitor.output.file.max-total-size=1GB", "--resource-monitor.output.otlp.enabled=true",
					"--resource-monitor.output.otlp.endpoint=" + receiver,
					"--resource-monitor.export.queue-capacity=100000", "--resource-monitor.export.interval=1h",
					"--logging.level.root=off", "--spring.main.banner-mode=off")
			.toList()).redirectOutput(run.resolve("out").toFile()).redirectError(run.resolve("err").toFile()).start();
		try {
			await()
				.until(() -> !lines(run, "started").isEmpty() && lines(run, "made").size() > 100 || !process.isAlive());
			process.destroy();
			assertThat(process.waitFor()).as(() -> text(run, "err")).isEqualTo(128 + 15);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String property(Path run, String name) {
		return "-D" + name + "=" + run.resolve(name);
	}

	private static List<String> written(Path run) {
		return ids(text(run, "out").lines());
	}

	private static List<String> ids(Stream<String> lines) {
		return lines.map(ID::matcher).filter(Matcher::find).map((id) -> id.group(1)).toList();
	}

	private static List<String> inFiles(Path folder) throws IOException {
		List<String> lines = new ArrayList<>();
		try (RecordFileReader reader = new RecordFileReader(folder)) {
			reader.forEachRemaining((line) -> lines.add(line.text()));
			assertThat(reader.skipped()).isEmpty();
		}
		return ids(lines.stream());
	}

	private static List<String> lines(Path run, String name) {
		return text(run, name).lines().filter((line) -> !line.isEmpty()).toList();
	}

	private static String text(Path run, String name) {
		try {
			Path file = run.resolve(name);
			return Files.exists(file) ? Files.readString(file) : "";
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
