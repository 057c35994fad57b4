package io.github.resourcemonitor.standalone;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.resourcemonitor.ResourceMonitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the core works without other libraries, in a separate JVM. Systems other
 * than Linux also require OSHI.
 */
@EnabledOnOs(OS.LINUX)
class PlainProgramTests {

	@TempDir
	private Path folder;

	@Test
	void measuresSamplesAndWritesRecordsWithNothingButTheCore() throws Exception {
		Path output = this.folder.resolve("out");
		Path errors = this.folder.resolve("err");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				core() + File.pathSeparator + program(), PlainProgram.class.getName())
			.redirectOutput(output.toFile())
			.redirectError(errors.toFile())
			.start();
		assertThat(process.waitFor()).as(() -> read(errors)).isZero();
		assertThat(read(errors)).isEqualToIgnoringNewLines("samples true sum true");
		List<JsonNode> records = read(output).lines().map(new ObjectMapper()::readTree).toList();
		assertThat(records).isNotEmpty();
		JsonNode record = records.get(0);
		assertThat(record.at("/handler").asString()).isEqualTo("sum");
		assertThat(record.at("/function/name").asString()).isEqualTo("plain");
		assertThat(record.at("/outcome").asString()).isEqualTo("SUCCESS");
		assertThat(record.at("/own/cpuNanos").asLong()).isPositive();
		assertThat(record.at("/process/memory/rssBytes/max").asLong()).isPositive();
		assertThat(record.at("/serviceCalls/0/bytes").asLong()).isEqualTo(4711);
	}

	@Test
	void writesARecordOfARunningInvocationWhenTheProcessIsTerminated() throws Exception {
		Path output = this.folder.resolve("out");
		Path errors = this.folder.resolve("err");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				core() + File.pathSeparator + program(), PlainProgram.class.getName(), "wait")
			.redirectOutput(output.toFile())
			.redirectError(errors.toFile())
			.start();
		try {
			await().until(() -> read(errors).contains("waiting") || !process.isAlive());
			process.destroy();
			process.waitFor();
		}
		finally {
			process.destroyForcibly();
		}
		List<JsonNode> records = read(output).lines().map(new ObjectMapper()::readTree).toList();
		assertThat(records).extracting((record) -> record.at("/handler").asString()).containsExactly("inner", "outer");
		assertThat(records).extracting((record) -> record.at("/outcome").asString()).containsOnly("INTERRUPTED");
	}

	private static Path core() throws URISyntaxException {
		return Path.of(ResourceMonitor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
	}

	/**
	 * Return a folder that contains only the program.
	 */
	private Path program() throws IOException {
		String name = PlainProgram.class.getName().replace('.', '/') + ".class";
		Path copy = this.folder.resolve("program").resolve(name);
		Files.createDirectories(copy.getParent());
		try (InputStream program = PlainProgram.class.getClassLoader().getResourceAsStream(name)) {
			Files.copy(program, copy);
		}
		return this.folder.resolve("program");
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
