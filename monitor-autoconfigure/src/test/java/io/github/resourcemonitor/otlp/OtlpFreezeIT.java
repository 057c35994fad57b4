package io.github.resourcemonitor.otlp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.otlp.OtlpReceiver.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * Freezes a process with signals, as a platform does that takes the CPU away between
 * requests.
 */
@EnabledOnOs(OS.LINUX)
class OtlpFreezeIT {

	@TempDir
	private Path folder;

	@Test
	void nothingIsLostAndNothingIsCountedTwiceInAFrozenProcess() throws Exception {
		try (OtlpReceiver receiver = new OtlpReceiver(); Program program = new Program(receiver, this.folder)) {
			for (Answer answer : List.of(Answer.of(200), Answer.of(503), Answer.HANG, Answer.ACCEPT_AND_HANG)) {
				receiver.answerOthers(answer);
				program.tell("run 20");
				program.freeze();
				program.tell("run 20");
				long logs = receiver.count(OtlpSignal.LOGS);
				program.tell("push");
				await().until(() -> receiver.count(OtlpSignal.LOGS) > logs);
				// Now a request is under way, unless it was answered.
				program.freeze();
				program.tell("run 5");
			}
			receiver.answerOthers(Answer.of(200));
			program.tell("flush");
			assertThat(program.records).hasSize(4 * 45);
			assertThat(receiver.ids()).containsExactlyElementsOf(program.records.keySet());
			ReceivedPoints points = receiver.points();
			assertThat(points.count("faas.invoke_duration")).isEqualTo(program.records.size());
			assertThat(points.sum("faas.invoke_duration"))
				.isCloseTo(program.records.values().stream().mapToLong(Long::longValue).sum() / 1e9, within(1e-9));
			assertThat(points.sum("faas.invocations")).isEqualTo(program.records.size());
			assertThat(points.sum("faas.coldstarts")).isOne();
			points.assertThatIntervalsDoNotOverlap();
		}
	}

	private static final class Program implements AutoCloseable {

		private final Process process;

		private final BufferedReader answers;

		private final Writer commands;

		private final Path errors;

		/**
		 * The durations of the records by their ids.
		 */
		private final Map<String, Long> records = new LinkedHashMap<>();

		Program(OtlpReceiver receiver, Path folder) throws IOException {
			this.errors = Files.createTempFile(folder, "program", ".err");
			String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
			this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m",
					"-Dio.opentelemetry.sdk.common.export.HttpSenderProvider="
							+ System.getProperty("io.opentelemetry.sdk.common.export.HttpSenderProvider", ""),
					"-cp", classPath, OtlpProgram.class.getName(), receiver.base())
				.redirectError(this.errors.toFile())
				.start();
			this.answers = this.process.inputReader(StandardCharsets.UTF_8);
			this.commands = this.process.outputWriter(StandardCharsets.UTF_8);
			assertThat(this.answers.readLine()).as(Files.readString(this.errors)).isEqualTo("ready");
		}

		void tell(String command) throws IOException {
			this.commands.write(command + "\n");
			this.commands.flush();
			for (String line = this.answers.readLine(); !"done".equals(line); line = this.answers.readLine()) {
				assertThat(line).as(Files.readString(this.errors)).startsWith("record ");
				String[] words = line.split(" ");
				this.records.put(words[1], Long.valueOf(words[2]));
			}
		}

		/**
		 * Stop the process for three intervals.
		 */
		void freeze() throws Exception {
			signal("STOP");
			await().until(() -> Files.readString(Path.of("/proc", Long.toString(this.process.pid()), "stat"))
				.replaceFirst(".*\\) ", "")
				.startsWith("T"));
			await().pollDelay(OtlpProgram.INTERVAL.multipliedBy(3)).until(() -> true);
			signal("CONT");
		}

		private void signal(String name) throws Exception {
			Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).start();
			assertThat(kill.waitFor()).isZero();
		}

		@Override
		public void close() {
			this.process.destroyForcibly();
		}

	}

}
