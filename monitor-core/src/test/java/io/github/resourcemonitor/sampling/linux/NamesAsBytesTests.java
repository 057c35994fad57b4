package io.github.resourcemonitor.sampling.linux;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import io.github.resourcemonitor.sampling.EdgeReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Octets}, and for a control group whose name the JVM cannot convert to
 * a path, in a JVM with the locale {@code C}.
 */
@EnabledOnOs(OS.LINUX)
class NamesAsBytesTests {

	/**
	 * {@code ü} in UTF-8, and {@code ü} in ISO-8859-1, which is invalid in UTF-8.
	 */
	private static final String NAME = "\u00c3\u00bc-\u00fc";

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "C", "C.UTF-8" })
	void readsAGroupWithAnyNameWithAnyLocale(String locale) throws Exception {
		Path root = Captured.LINUX_6_1_V2.copyTo(this.folder.resolve("root"));
		Files.move(root.resolve("sys/fs/cgroup/capture.slice"), Octets.resolve(root, "sys/fs/cgroup/" + NAME));
		Files.write(root.resolve("proc/self/cgroup"),
				("0::/" + NAME + "/app.service\n").getBytes(StandardCharsets.ISO_8859_1));
		assertThat(run(locale, root)).containsExactly((locale.equals("C") ? "ANSI_X3.4-1968" : "UTF-8"),
				"MEASURED 103735296", "MEASURED 104857600", "MEASURED 21087757000", "{}");
	}

	@Test
	void aNameThatIsNoPathIsOutOfSight() throws Exception {
		Path root = Captured.LINUX_6_1_V2.copyTo(this.folder.resolve("root"));
		Files.write(root.resolve("proc/self/cgroup"), "0::/a\0b\n".getBytes(StandardCharsets.ISO_8859_1));
		assertThat(run("C", root)).element(1).asString().startsWith("UNAVAILABLE");
	}

	@Test
	void unescapesOctalNumbers() {
		assertThat(Octets.unescape("a\\040b\\011\\012\\134\\303\\274")).isEqualTo("a b\t\n\\\u00c3\u00bc");
		for (String text : new String[] { "", "plain", "\\", "\\04", "\\048", "a\\x40", "\\08" }) {
			assertThat(Octets.unescape(text)).isEqualTo(text);
		}
	}

	@Test
	void splitsLinesAtLineFeedsOnly() {
		assertThat(Octets.lines("a\rb\nc\n".getBytes(StandardCharsets.ISO_8859_1))).containsExactly("a\rb", "c");
		assertThat(Octets.lines(new byte[0])).isEmpty();
	}

	private List<String> run(String locale, Path root) throws Exception {
		Path output = this.folder.resolve("out");
		Path errors = this.folder.resolve("err");
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", location(ControlGroups.class) + File.pathSeparator + location(Program.class),
				Program.class.getName(), root.toString())
			.redirectOutput(output.toFile())
			.redirectError(errors.toFile());
		builder.environment().put("LC_ALL", locale);
		assertThat(builder.start().waitFor()).as(() -> read(errors)).isZero();
		return Files.readAllLines(output, StandardCharsets.ISO_8859_1);
	}

	private static Path location(Class<?> type) throws URISyntaxException {
		return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
	}

	private static String read(Path file) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Prints columns of a system.
	 */
	static final class Program {

		private Program() {
		}

		public static void main(String[] args) {
			System.out.println(System.getProperty("sun.jnu.encoding"));
			LinuxSource source = LinuxSource.detect(Path.of(args[0]));
			Failures failures = new Failures();
			ColumnCatalog catalog = ColumnCatalog.probe(source, failures);
			try (EdgeReader edges = new EdgeReader(source, 0.02, System::nanoTime, failures)) {
				for (Column column : new Column[] { Column.MEMORY_CGROUP, Column.MEMORY_LIMIT, Column.CPU_CGROUP }) {
					System.out.println(catalog.status(column).availability() + " " + edges.readAll().value(column));
				}
			}
			System.out.println(failures.summaries());
		}

	}

}
