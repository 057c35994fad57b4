package io.github.resourcemonitor.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.sampling.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests a process that sees only a part of {@code /proc}, or nothing of it, in a mount
 * namespace of its own. Requires permission to create one; otherwise skipped.
 */
@EnabledOnOs(OS.LINUX)
class HiddenProcIT {

	@TempDir
	Path folder;

	@Test
	void measuresTheProcessIfOnlyProcessesAreVisible() throws Exception {
		Map<String, String> columns = run("mount -t proc -o subset=pid proc /proc");
		assertThat(columns.get("cpu.userNanos")).isEqualTo("null");
		assertThat(columns.get("network.receivedBytes")).isEqualTo("null");
		assertThat(columns.get("elapsedNanos")).contains("/proc/uptime is not visible to this process");
		assertThat(columns.get("cpu.ioWaitNanos")).contains("/proc/sys is not visible to this process");
		assertThat(errors()).isEmpty();
	}

	@Test
	void hasTheNetworkAndLogsNothingAgainAndAgainWithoutProc() throws Exception {
		Map<String, String> columns = run("umount -l /proc");
		assertThat(columns.get("network.receivedBytes")).isEqualTo("null");
		assertThat(columns.get("heap.usedBytes")).isEqualTo("null");
		assertThat(columns.get("memory.rssBytes")).isEqualTo("there is no /proc, from which OSHI reads it on Linux");
		// What OSHI logs when it is loaded, with whatever logger there is.
		assertThat(errors().stream().filter((line) -> line.contains("not readable"))).hasSizeLessThan(3);
	}

	private List<String> errors() throws IOException {
		return Files.readAllLines(this.folder.resolve("err"));
	}

	/**
	 * Run the program in a changed system.
	 * @return the reason why a column is absent by the name of the column
	 */
	private Map<String, String> run(String change) throws Exception {
		assumeTrue(start("true").waitFor() == 0, "mount namespaces cannot be created here");
		String home = System.getProperty("java.home");
		Process process = start(change + " && LD_LIBRARY_PATH=" + home + "/lib exec " + home + "/bin/java -cp '"
				+ System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")) + "' "
				+ Program.class.getName().replace("$", "\\$"));
		assertThat(process.waitFor()).as(() -> String.join("\n", lines("err"))).isZero();
		return lines("out").stream()
			.map((line) -> line.split("=", 2))
			.filter((pair) -> pair.length == 2)
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> pair[1]));
	}

	private Process start(String command) throws IOException {
		return new ProcessBuilder("unshare", "-m", "sh", "-c", command)
			.redirectOutput(this.folder.resolve("out").toFile())
			.redirectError(this.folder.resolve("err").toFile())
			.start();
	}

	private List<String> lines(String file) {
		try {
			return Files.readAllLines(this.folder.resolve(file));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Runs invocations until twenty samples were taken.
	 */
	static final class Program {

		private Program() {
		}

		public static void main(String[] args) {
			try (ResourceMonitor.Standalone monitor = ResourceMonitor.builder()
				.samplingInterval(Duration.ofMillis(1))
				.build()) {
				int samples = 0;
				InvocationRecord record;
				do {
					monitor.run("work", Program::work);
					record = monitor.records().get(0);
					samples += (record.samples() != null) ? record.samples().size() : 0;
				}
				while (samples < 20 || record.samples() == null);
				for (Column column : Column.values()) {
					System.out.println(column.label() + "=" + record.process().reason(column));
				}
			}
		}

		/**
		 * Take long enough for the sampler's thread to get its turn.
		 */
		private static void work() {
			try {
				MessageDigest digest = MessageDigest.getInstance("SHA-256");
				byte[] block = new byte[1024 * 1024];
				for (int i = 0; i < 20; i++) {
					digest.update(block);
				}
				digest.digest();
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
