package io.github.resourcemonitor.sampling.linux;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.github.resourcemonitor.sampling.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcParsers} with unusual and invalid files;
 * {@link CapturedSystemsTests} has the valid ones.
 */
class ProcParsersTests {

	private static final long TICK = 10_000_000;

	private static final String HUGE = "99999999999999999999999999";

	private static final Map<String, FileReader.Parser> PARSERS = new LinkedHashMap<>();

	static {
		PARSERS.put("stat", ProcParsers.stat(TICK));
		PARSERS.put("statm", ProcParsers.statm(4096));
		PARSERS.put("io", ProcParsers::io);
		PARSERS.put("net/dev", (text, row) -> new InterfacesParser().parse(text, row));
		PARSERS.put("smaps_rollup", ProcParsers::smapsRollup);
		PARSERS.put("net/tcp", ProcParsers::sockets);
		PARSERS.put("net/tcp6", ProcParsers::sockets);
		PARSERS.put("number", ProcParsers.number(Column.MEMORY_CGROUP, 1));
		PARSERS.put("pressure", ProcParsers.pressure(Column.IO_PRESSURE));
		PARSERS.put("cpu.stat v1", ProcParsers::cpuStatV1);
		PARSERS.put("cpu.stat v2", ProcParsers::cpuStatV2);
	}

	static Stream<String> parsers() {
		return PARSERS.keySet().stream();
	}

	private static String captured(String name) {
		String file = switch (name) {
			case "number" -> "sys/fs/cgroup/capture.slice/app.service/memory.current";
			case "pressure" -> "sys/fs/cgroup/capture.slice/app.service/io.pressure";
			case "cpu.stat v2" -> "sys/fs/cgroup/capture.slice/app.service/cpu.stat";
			case "cpu.stat v1" -> "sys/fs/cgroup/cpu/rmtest-82dd45f3/cpu.stat";
			default -> "proc/self/" + name;
		};
		Captured captured = name.equals("cpu.stat v1") ? Captured.LINUX_6_18_V1 : Captured.LINUX_6_1_V2;
		return new String(captured.bytes(file), StandardCharsets.ISO_8859_1);
	}

	@Test
	void countsTheFieldsOfStatFromTheLastParenthesis() {
		String stat = captured("stat");
		Map<Column, Long> expected = parse("stat", stat);
		assertThat(expected).hasSize(7);
		for (String name : new String[] { "odd) (name", ") 1 2 3 4 5 6 7 8 9", "(((", ")", "", "a b",
				"\u00e4\u00f6" }) {
			assertThat(parse("stat", stat.replace("(java)", "(" + name + ")"))).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@MethodSource("parsers")
	void emptyFileLeavesEverythingAbsent(String name) {
		assertThat(parse(name, "")).isEmpty();
		assertThat(parse(name, "\n")).isEmpty();
		assertThat(parse(name, " \n \n")).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("parsers")
	void garbageLeavesEverythingAbsent(String name) {
		for (String garbage : new String[] { "garbage", "x y z\nx y z\n", ") ) )\n", ": : :\n:\n:\n",
				"\u0000\u0000\u0000", "-\n", "--5\n", "x10\n", "\n\n\n" }) {
			assertThat(parse(name, garbage)).as(garbage).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource("parsers")
	void truncatedFileKeepsPrecedingValues(String name) {
		String text = captured(name);
		Map<Column, Long> whole = parse(name, text);
		assertThat(whole).isNotEmpty();
		int before = 0;
		for (int end = 0; end <= text.length(); end++) {
			boolean betweenWords = end == text.length() || text.charAt(end) <= ' ';
			Map<Column, Long> values = parse(name, text.substring(0, end));
			assertThat(whole.keySet()).as("cut off at %d", end).containsAll(values.keySet());
			if (betweenWords && !isSum(name)) {
				assertThat(whole).as("cut off at %d", end).containsAllEntriesOf(values);
				assertThat(values.size()).as("cut off at %d", end).isGreaterThanOrEqualTo(before);
				before = values.size();
			}
		}
	}

	/**
	 * Whether columns are sums over lines, which lose a part with the lines.
	 */
	private static boolean isSum(String name) {
		return name.startsWith("net/") || name.equals("smaps_rollup");
	}

	@ParameterizedTest
	@MethodSource("parsers")
	void numberThatIsTooLargeIsAbsentWithoutAffectingOthers(String name) {
		String text = captured(name);
		if (name.startsWith("net/tcp")) {
			return;
		}
		Map<Column, Long> whole = parse(name, text);
		int from = text.lastIndexOf(')') + 1;
		for (int i = from; i < text.length(); i++) {
			boolean startOfNumber = Character.isDigit(text.charAt(i))
					&& (i == 0 || " \t=".indexOf(text.charAt(i - 1)) >= 0);
			if (startOfNumber) {
				int end = i;
				while (end < text.length() && Character.isDigit(text.charAt(end))) {
					end++;
				}
				Map<Column, Long> values = parse(name, text.substring(0, i) + HUGE + text.substring(end));
				assertThat(whole).as("at %d", i).containsAllEntriesOf(values);
				assertThat(values.size()).as("at %d", i).isGreaterThanOrEqualTo(whole.size() - lostWith(name));
			}
		}
	}

	private static int lostWith(String name) {
		return name.equals("net/dev") ? 2 : 1;
	}

	@Test
	void numberThatIsTooLargeInOtherUnitsIsAbsent() {
		assertThat(parse("statm", "9007199254740993 5 6 7 0 8 0\n")).doesNotContainKey(Column.MEMORY_VIRTUAL)
			.containsEntry(Column.MEMORY_RSS, 5L * 4096);
		assertThat(parse("pressure", "some avg10=0.00 total=9223372036854775807\n")).isEmpty();
	}

	@Test
	void wordInPlaceOfANumberDoesNotShiftTheOthers() {
		String stat = captured("stat").replace(" 1074 329 485 35 ", " 1074 what 485 35 ");
		assertThat(parse("stat", stat)).doesNotContainKey(Column.CPU_SYSTEM)
			.containsEntry(Column.CPU_USER, 1074 * TICK)
			.containsEntry(Column.CPU_CHILDREN_USER, 485 * TICK)
			.containsEntry(Column.CPU_CHILDREN_SYSTEM, 35 * TICK)
			.containsEntry(Column.THREADS, 18L);
		assertThat(parse("statm", "7 ? 9\n")).containsOnly(Map.entry(Column.MEMORY_VIRTUAL, 7L * 4096),
				Map.entry(Column.MEMORY_SHARED, 9L * 4096));
	}

	@ParameterizedTest
	@ValueSource(strings = { "io", "smaps_rollup", "cpu.stat v1", "cpu.stat v2" })
	void missingLineLeavesItsColumnAbsent(String name) {
		String[] lines = captured(name).split("\n");
		Map<Column, Long> whole = parse(name, captured(name));
		for (int missing = 0; missing < lines.length; missing++) {
			StringBuilder text = new StringBuilder();
			for (int i = 0; i < lines.length; i++) {
				text.append((i != missing) ? lines[i] + "\n" : "");
			}
			Map<Column, Long> values = parse(name, text.toString());
			assertThat(values.size()).isGreaterThanOrEqualTo(whole.size() - 1);
			assertThat(whole.keySet()).containsAll(values.keySet());
		}
		assertThat(parse(name, "\n" + captured(name) + "\n\n")).isEqualTo(whole);
	}

	@ParameterizedTest
	@MethodSource("parsers")
	void neverThrows(String name) {
		Random random = new Random(42);
		byte[] captured = captured(name).getBytes(StandardCharsets.ISO_8859_1);
		for (int round = 0; round < 2000; round++) {
			byte[] bytes = Arrays.copyOf(captured, 1 + random.nextInt(captured.length));
			for (int i = random.nextInt(20); i > 0; i--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			PARSERS.get(name).parse(Text.of(bytes), Captured.blankRow());
		}
	}

	@Test
	void readsBothSpellingsOfReadCharacters() {
		assertThat(parse("io", "rchar: 5\n")).containsOnly(Map.entry(Column.DISK_READ_CHARS, 5L));
		assertThat(parse("io", "char: 6\n")).containsOnly(Map.entry(Column.DISK_READ_CHARS, 6L));
	}

	@Test
	void doesNotCountCancelledWritesAsWrites() {
		assertThat(parse("io", "write_bytes: 7\ncancelled_write_bytes: 3\n"))
			.containsOnly(Map.entry(Column.DISK_WRITE_BYTES, 7L));
	}

	@Test
	void sumsAllInterfacesButLoopback() {
		String header = "Inter-|   Receive\n face |bytes\n";
		assertThat(parse("net/dev", header + """
				    lo: 1 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0
				  eth0: 10 0 0 0 0 0 0 0 20 0 0 0 0 0 0 0
				  lo1:100 0 0 0 0 0 0 0 200 0 0 0 0 0 0 0
				wlan0:1000 0 0 0 0 0 0 0 2000 0 0 0 0 0 0 0
				""")).containsOnly(Map.entry(Column.NETWORK_RECEIVED, 1110L), Map.entry(Column.NETWORK_SENT, 2220L),
				Map.entry(Column.NETWORK_LOOPBACK_RECEIVED, 1L), Map.entry(Column.NETWORK_LOOPBACK_SENT, 2L));
		assertThat(parse("net/dev", header)).isEmpty();
	}

	@Test
	void countsSocketsByState() {
		StringBuilder text = new StringBuilder("  sl  local_address rem_address   st tx_queue\n");
		for (int state = 1; state <= 11; state++) {
			for (int i = 0; i < state; i++) {
				text.append("   0: 0100007F:1538 00000000:0000 %02X 00000000:00000000\n".formatted(state));
			}
		}
		Map<Column, Long> values = parse("net/tcp", text.toString());
		Column[] columns = { Column.SOCKETS_ESTABLISHED, Column.SOCKETS_SYN_SENT, Column.SOCKETS_SYN_RECV,
				Column.SOCKETS_FIN_WAIT_1, Column.SOCKETS_FIN_WAIT_2, Column.SOCKETS_TIME_WAIT, Column.SOCKETS_CLOSE,
				Column.SOCKETS_CLOSE_WAIT, Column.SOCKETS_LAST_ACK, Column.SOCKETS_LISTEN, Column.SOCKETS_CLOSING };
		assertThat(values).hasSize(11);
		for (int i = 0; i < columns.length; i++) {
			assertThat(values).containsEntry(columns[i], i + 1L);
		}
	}

	@Test
	void countsAConnectionRequestAsSynReceived() {
		assertThat(parse("net/tcp", "  sl\n 0: 0100007F:1538 00000000:0000 0C 0\n"))
			.containsEntry(Column.SOCKETS_SYN_RECV, 1L);
	}

	@Test
	void omitsSocketsOfAnUnknownState() {
		assertThat(parse("net/tcp", """
				  sl
				 0: 0100007F:1538 00000000:0000 0D 0
				 1: 0100007F:1538 00000000:0000 00 0
				 2: 0100007F:1538 00000000:0000 ?? 0
				 3: 0100007F:1538 00000000:0000 \n\
				 4: 0100007F:1538 00000000:0000 01 0
				""").values().stream().mapToLong(Long::longValue).sum()).isEqualTo(1);
	}

	@Test
	void noSocketIsZeroNotAbsent() {
		assertThat(parse("net/tcp", "  sl  local_address rem_address   st\n")).hasSize(11)
			.allSatisfy((column, count) -> assertThat(count).isZero());
	}

	@Test
	void readsPressureOfSomeNotOfFull() {
		assertThat(parse("pressure", "full avg10=0 total=9\nsome avg10=0.00 avg60=0.00 avg300=0.00 total=7\n"))
			.containsOnly(Map.entry(Column.IO_PRESSURE, 7000L));
	}

	@Test
	void readsNoThrottlingWithoutTheCpuController() {
		assertThat(parse("cpu.stat v2", "usage_usec 190115720\nuser_usec 1\nsystem_usec 2\n"))
			.containsOnly(Map.entry(Column.CPU_CGROUP, 190_115_720_000L));
	}

	@Test
	void findsANamedNumberOnlyOnItsOwnLine() {
		assertThat(ProcParsers.named(text("MemFree: 5 kB\nMemTotal:   7 kB\n"), "MemTotal:")).isEqualTo(7);
		assertThat(ProcParsers.named(text("XMemTotal: 5\n"), "MemTotal:")).isEqualTo(Column.ABSENT);
		assertThat(ProcParsers.named(text("MemTotal:\n5\n"), "MemTotal:")).isEqualTo(Column.ABSENT);
	}

	@Test
	void readsTheStartOfAProcess() {
		assertThat(ProcParsers.startTicks(text(captured("stat")))).isEqualTo(1205);
		assertThat(ProcParsers.startTicks(text("garbage"))).isEqualTo(Column.ABSENT);
		assertThat(ProcParsers.startTicks(text("1 (java) S 0 1"))).isEqualTo(Column.ABSENT);
	}

	private static Map<Column, Long> parse(String name, String text) {
		long[] row = Captured.blankRow();
		PARSERS.get(name).parse(text(text), row);
		return Captured.values(row);
	}

	private static Text text(String text) {
		return Text.of(text.getBytes(StandardCharsets.ISO_8859_1));
	}

}
