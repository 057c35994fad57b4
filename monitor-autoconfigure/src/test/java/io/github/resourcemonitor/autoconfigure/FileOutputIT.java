package io.github.resourcemonitor.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.file.RecordFileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application under load that is asked to end leaves complete files with
 * all records that it has made.
 */
@EnabledOnOs(OS.LINUX)
class FileOutputIT {

	@TempDir
	private Path temporary;

	@Test
	void whatWasMadeBeforeSigtermIsInCompleteFiles() throws Exception {
		Path folder = this.temporary.resolve("records");
		Path errors = this.temporary.resolve("errors");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				Application.class.getName(), folder.toString())
			.redirectError(errors.toFile())
			.start();
		List<String> made = new ArrayList<>();
		try (BufferedReader output = process.inputReader()) {
			String line = output.readLine();
			while (made.size() < 500 && line != null) {
				if (line.startsWith("made-")) {
					made.add(line);
				}
				line = output.readLine();
			}
			// Unlike that of the process, this leaves what it has printed.
			process.toHandle().destroy();
			while (output.readLine() != null) {
				// What is made while it ends.
			}
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(made).as(() -> read(errors)).hasSize(500);
		assertThat(handlers(folder)).containsAll(made).doesNotHaveDuplicates();
		try (Stream<Path> files = Files.list(folder)) {
			assertThat(files).isNotEmpty().allMatch((file) -> file.toString().endsWith(".jsonl"));
		}
	}

	private static List<String> handlers(Path folder) throws IOException {
		List<String> handlers = new ArrayList<>();
		try (RecordFileReader reader = new RecordFileReader(folder)) {
			reader.forEachRemaining(
					(line) -> handlers.add(JsonMapper.shared().readTree(line.json()).at("/handler").asString()));
			assertThat(reader.skippedCount()).isZero();
		}
		return handlers;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Runs invocations on several threads until it is asked to end.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ResourceMonitorAutoConfiguration.class, ResourceMonitorOutputAutoConfiguration.class })
	static class Application {

		public static void main(String[] args) {
			ApplicationContext context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.run("--resource-monitor.output.file.folder=" + args[0]);
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			PrintStream out = new PrintStream(System.out, true);
			AtomicLong count = new AtomicLong();
			for (int i = 0; i < 3; i++) {
				new Thread(() -> {
					while (true) {
						String handler = "made-" + count.incrementAndGet();
						monitor.run(handler, Application::work);
						out.println(handler);
					}
				}).start();
			}
		}

		private static void work() {
			// Slow enough for the exporter's queue.
			long end = System.nanoTime() + 2_000_000;
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
		}

	}

}
