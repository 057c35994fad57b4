package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.EdgeReader;
import io.github.resourcemonitor.sampling.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class InterfacesParserTests {

	private static final String HEADER = "Inter-|   Receive  |  Transmit\n face |bytes packets |bytes packets\n";

	private final InterfacesParser parser = new InterfacesParser();

	@TempDir
	Path folder;

	@Test
	void followsInterfacesThatComeAndGo() {
		assertThat(received("lo 1", "eth0 100", "veth1 10")).isEqualTo(110);
		assertThat(received("lo 1", "veth0 5000000000", "eth0 107", "veth1 10")).isEqualTo(117);
		assertThat(received("lo 1", "veth0 5000000001", "eth0 107")).isEqualTo(118);
		assertThat(received("lo 1", "eth0 108")).isEqualTo(119);
		assertThat(received("eth0 109", "lo 1")).isEqualTo(120);
	}

	@Test
	void takesNamesAsBytes() {
		String name = new String("\u00fcber".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
		assertThat(received("lo 1", name + " 100")).isEqualTo(100);
		assertThat(received("lo 1", name + " 130")).isEqualTo(130);
		assertThat(received("lo 1", "eth 7", "eth0 1", "et 1", name + " 131")).isEqualTo(131);
		assertThat(received("lo 1", "eth 8", "eth0 3", "et 5", name + " 131")).isEqualTo(138);
	}

	@Test
	void agreesWithASumOfDifferencesForRandomSystems() {
		Random random = new Random(20);
		Map<String, Long> interfaces = new HashMap<>(Map.of("lo", 1L, "eth0", 100L));
		long expected = 100;
		assertThat(received(lines(interfaces, random))).isEqualTo(expected);
		for (int round = 0; round < 2000; round++) {
			for (String name : List.of("eth0", "eth1", "veth7", "veth77", "wlan0")) {
				int what = random.nextInt(10);
				if (!interfaces.containsKey(name)) {
					if (what == 0) {
						interfaces.put(name, random.nextLong(1L << 40));
					}
				}
				else if (what == 1) {
					interfaces.remove(name);
				}
				else {
					long growth = random.nextInt(1000);
					interfaces.merge(name, growth, Long::sum);
					expected += growth;
				}
			}
			assertThat(received(lines(interfaces, random))).isEqualTo(expected);
		}
	}

	private static String[] lines(Map<String, Long> interfaces, Random random) {
		List<String> lines = new ArrayList<>();
		interfaces.forEach((name, bytes) -> lines.add(name + " " + bytes));
		Collections.shuffle(lines, random);
		return lines.toArray(String[]::new);
	}

	@Test
	void allocatesNothingWhileTheInterfacesStayTheSame() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		byte[] content = content("lo 1", "eth0 100", "eth1 100", "wlan0 4");
		Text text = new Text(content.length);
		System.arraycopy(content, 0, text.buffer(), 0, content.length);
		long[] row = Captured.blankRow();
		int rounds = 10_000;
		parseOften(text, content.length, row, rounds);
		long before = threads.getCurrentThreadAllocatedBytes();
		parseOften(text, content.length, row, rounds);
		assertThat((double) (threads.getCurrentThreadAllocatedBytes() - before) / rounds).isLessThan(1);
	}

	private void parseOften(Text text, int length, long[] row, int rounds) {
		for (int i = 0; i < rounds; i++) {
			text.reset(length);
			this.parser.parse(text, row);
		}
	}

	@Test
	void theReadingsOfASystemNeverStepBack() throws IOException {
		Path root = Captured.LINUX_6_1_V2.copyTo(this.folder.resolve("root"));
		Path file = root.resolve("proc/self/net/dev");
		LinuxSource source = LinuxSource.detect(root);
		assertThat(source).isNotNull();
		Files.write(file, content("lo 1", "eth0 1000", "docker0 5000000000"));
		try (EdgeReader edges = new EdgeReader(source, 0.02, System::nanoTime, new Failures())) {
			Reading start = edges.readAll();
			Files.write(file, content("lo 1", "eth0 1500", "wlan0 7000000000"));
			Reading end = edges.readAll();
			assertThat(end.value(Column.NETWORK_RECEIVED) - start.value(Column.NETWORK_RECEIVED)).isEqualTo(500);
			assertThat(end.value(Column.NETWORK_SENT) - start.value(Column.NETWORK_SENT)).isEqualTo(500);
		}
	}

	private long received(String... lines) {
		long[] row = Captured.blankRow();
		this.parser.parse(Text.of(content(lines)), row);
		return row[Column.NETWORK_RECEIVED.ordinal()];
	}

	/**
	 * Return a file whose interfaces sent as much as they received.
	 */
	private static byte[] content(String... lines) {
		StringBuilder text = new StringBuilder(HEADER);
		for (String line : lines) {
			String[] words = line.split(" ");
			text.append(String.format("%6s: %s 9 0 0 0 0 0 0 %s 9 0 0 0 0 0 0%n", words[0], words[1], words[1]));
		}
		return text.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

}
