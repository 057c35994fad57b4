package io.github.resourcemonitor.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import io.github.resourcemonitor.file.SkippedLine.Reason;
import io.github.resourcemonitor.file.TestFiles.ManualTimer;
import io.github.resourcemonitor.file.TestFiles.WallClock;
import io.github.resourcemonitor.schema.RandomRecords;
import io.github.resourcemonitor.schema.RecordJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import static io.github.resourcemonitor.file.TestFiles.numbers;
import static io.github.resourcemonitor.file.TestFiles.records;
import static io.github.resourcemonitor.file.TestFiles.skipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RecordFileReader}.
 */
class RecordFileReaderTests {

	private static final int LINES = 3;

	private static final int FLUSH_BYTES = 8;

	@TempDir
	private Path folder;

	private Path file(String name, String content) throws IOException {
		return Files.writeString(this.folder.resolve(name), content);
	}

	private Path file(String name, byte[] content) throws IOException {
		return Files.write(this.folder.resolve(name), content);
	}

	private static byte[] gzip(String content) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
			stream.write(content.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

	private static List<String> texts(Path path) throws IOException {
		List<String> texts = new ArrayList<>();
		try (RecordFileReader reader = new RecordFileReader(path)) {
			reader.forEachRemaining((line) -> texts.add(line.text()));
		}
		return texts;
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whereverAFileIsCutOffAllWholeLinesAreRead(boolean gzip) throws Exception {
		Path written = this.folder.resolve("written");
		List<Long> ends = new ArrayList<>(List.of(0L));
		byte[] content;
		try (RecordFileExporter exporter = new RecordFileExporter(
				new RecordFileOptions(written, 1_000_000, Duration.ofHours(1), 2_000_000, gzip), new WallClock(),
				new ManualTimer(), DiskFile::open)) {
			Path open = written.resolve("function-i-20261123T040506Z-0001.jsonl" + (gzip ? ".gz.open" : ".open"));
			for (int i = 1; i <= LINES; i++) {
				exporter.export(records(i, i));
				ends.add(Files.size(open));
			}
			content = Files.readAllBytes(open);
		}
		Path cut = this.folder.resolve("cut.jsonl.open");
		for (int length = 0; length <= content.length; length++) {
			long end = length;
			if (!gzip && length % 37 > 0 && ends.stream().noneMatch((each) -> Math.abs(each - end) < 5)) {
				// Within a line of text, all places are alike.
				continue;
			}
			Files.write(cut, Arrays.copyOf(content, length));
			int whole = (int) ends.stream().filter((each) -> each > 0 && each <= end).count();
			// The last bytes of a compressed line are those of the flush.
			boolean nearlyWhole = gzip && ends.get(Math.min(whole + 1, LINES)) - length <= FLUSH_BYTES;
			try (RecordFileReader reader = new RecordFileReader(cut)) {
				List<Long> read = new ArrayList<>();
				reader.forEachRemaining((line) -> read.add(TestFiles.sequence(line)));
				assertThat(read).as("cut at %d", length).isEqualTo(numbers(1, read.size()));
				assertThat(read.size()).as("cut at %d", length).isBetween(whole, nearlyWhole ? whole + 1 : whole);
				SkippedLine skipped = new SkippedLine(cut, read.size() + 1, Reason.CUT_OFF);
				assertThat(reader.skipped()).as("cut at %d", length)
					.isEqualTo(ends.contains(end) ? List.of() : List.of(skipped));
			}
		}
	}

	@Test
	void skipsAndCountsWhatIsNoObject() throws Exception {
		Path file = file("a.jsonl",
				"{\"a\":1}\n{\"a\":\n[1]\nnull\n\n  {\"b\":2} \r\n{\"a\":1}{\"a\":1}\n\u0000\u0000\n{}\n{\"c\":3}");
		try (RecordFileReader reader = new RecordFileReader(file)) {
			List<RecordLine> lines = new ArrayList<>();
			reader.forEachRemaining(lines::add);
			assertThat(lines).extracting(RecordLine::text).containsExactly("{\"a\":1}", "  {\"b\":2} ", "{}");
			assertThat(lines).extracting(RecordLine::number).containsExactly(1L, 6L, 9L);
			assertThat(lines).extracting(RecordLine::file).containsOnly(file);
			assertThat(reader.skippedCount()).isEqualTo(6);
			assertThat(reader.skipped()).extracting(SkippedLine::number).containsExactly(2L, 3L, 4L, 7L, 8L, 10L);
			assertThat(reader.skipped()).extracting(SkippedLine::reason)
				.containsExactly(Reason.NOT_AN_OBJECT, Reason.NOT_AN_OBJECT, Reason.NOT_AN_OBJECT, Reason.NOT_AN_OBJECT,
						Reason.NOT_AN_OBJECT, Reason.CUT_OFF);
			assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(reader::next);
		}
	}

	@Test
	void readsAllFilesOfAFolderInTheirOrder() throws Exception {
		file("b-1.jsonl", "{\"n\":2}\n");
		file("a-1.jsonl.gz", gzip("{\"n\":1}\n"));
		file("c-1.jsonl.gz.open", Arrays.copyOf(gzip("{\"n\":3}\n"), 8));
		file("d-1.jsonl.open", "{\"n\":4}\n{\"n\"");
		file("e.json", "{\"n\":5}\n");
		file("f.jsonl.bak", "{\"n\":6}\n");
		Files.createDirectory(this.folder.resolve("g.jsonl"));
		assertThat(texts(this.folder)).containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":4}");
		assertThat(skipped(this.folder)).containsExactly(
				new SkippedLine(this.folder.resolve("c-1.jsonl.gz.open"), 1, Reason.CUT_OFF),
				new SkippedLine(this.folder.resolve("d-1.jsonl.open"), 2, Reason.CUT_OFF));
	}

	@Test
	void readsAFileOfSeveralMembers() throws Exception {
		ByteArrayOutputStream members = new ByteArrayOutputStream();
		for (int i = 1; i <= 3; i++) {
			members.writeBytes(gzip("{\"n\":" + i + "}\n"));
		}
		assertThat(texts(file("a.jsonl.gz", members.toByteArray()))).containsExactly("{\"n\":1}", "{\"n\":2}",
				"{\"n\":3}");
	}

	@Test
	void aFileThatIsDamagedDoesNotKeepOthersFromBeingRead() throws Exception {
		byte[] damaged = gzip("{\"n\":1}\n".repeat(1000));
		damaged[damaged.length - 12] ^= 0x55;
		damaged[12] ^= 0x55;
		file("a.jsonl.gz", damaged);
		file("b.jsonl", new byte[] { 0x1f, (byte) 0x8b, 77, 0, 0, 0, 0, 0, 0, 0, 0 });
		file("c.jsonl", "");
		file("d.jsonl", "{}\n");
		assertThat(texts(this.folder)).contains("{}");
		assertThat(skipped(this.folder)).extracting(SkippedLine::reason)
			.contains(Reason.UNREADABLE)
			.doesNotContain(Reason.TOO_LONG);
	}

	@Test
	void passesOverALineThatIsTooLong() throws Exception {
		Path file = file("a.jsonl", "{\"n\":1}\n\"" + "x".repeat(LineSource.MAX_LINE_BYTES) + "\"\n{\"n\":2}\n{\"n\":\""
				+ "x".repeat(LineSource.MAX_LINE_BYTES));
		assertThat(texts(file)).containsExactly("{\"n\":1}", "{\"n\":2}");
		assertThat(skipped(file)).containsExactly(new SkippedLine(file, 2, Reason.TOO_LONG),
				new SkippedLine(file, 4, Reason.CUT_OFF));
	}

	@Test
	void findsFilesThatWereCompletedOrDeletedMeanwhile() throws Exception {
		file("a.jsonl", "{\"n\":1}\n");
		file("b.jsonl.open", "{\"n\":2}\n");
		file("c.jsonl.open", "{\"n\":3}\n");
		file("d.jsonl", "{\"n\":4}\n");
		file("d.jsonl.open", "{\"n\":4}\n");
		try (RecordFileReader reader = new RecordFileReader(this.folder)) {
			assertThat(reader.next().text()).isEqualTo("{\"n\":1}");
			Files.move(this.folder.resolve("b.jsonl.open"), this.folder.resolve("b.jsonl"));
			Files.delete(this.folder.resolve("c.jsonl.open"));
			assertThat(reader.next().text()).isEqualTo("{\"n\":2}");
			assertThat(reader.next().text()).isEqualTo("{\"n\":4}");
			assertThat(reader.hasNext()).isFalse();
			assertThat(reader.skippedCount()).isZero();
		}
	}

	@Test
	void refusesAPathThatDoesNotExist() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> new RecordFileReader(this.folder.resolve("missing")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", " { } ", "{\"a\":[]}", "{\"a\":[1,-2.5e+10,0,0.1,1E3,true,false,null,\"x\"]}",
			"{\"\":{\"b\":{}}}", "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\"}", "{\"a\":\"ä日😀\"}" })
	void knowsObjects(String json) {
		assertThat(isObject(json.getBytes(StandardCharsets.UTF_8))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "}", "[]", "1", "\"a\"", "{}}", "{{}", "{}{}", "{\"a\"}", "{\"a\":}",
			"{\"a\":1,}", "{,}", "{\"a\" 1}", "{a:1}", "{'a':1}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":-}",
			"{\"a\":+1}", "{\"a\":1e}", "{\"a\":tru}", "{\"a\":nul}", "{\"a\":NaN}", "{\"a\":\"\\x\"}",
			"{\"a\":\"\\u12g4\"}", "{\"a\":\"\t\"}", "{\"a\":\"\\\"}", "{\"a\":[1 2]}", "{\"a\":[1,]}", "{\"a\":[}",
			"{\"a\":[1}]" })
	void knowsWhatIsNoObject(String json) {
		assertThat(isObject(json.getBytes(StandardCharsets.UTF_8))).isFalse();
	}

	@Test
	void charactersThatAreCutOffAreNoText() {
		byte[] json = "{\"a\":\"日\"}".getBytes(StandardCharsets.UTF_8);
		assertThat(isObject(json)).isTrue();
		byte[] cut = new byte[json.length - 1];
		System.arraycopy(json, 0, cut, 0, 7);
		System.arraycopy(json, 8, cut, 7, json.length - 8);
		assertThat(isObject(cut)).isFalse();
	}

	@Test
	void deepNestingIsRefusedAndNeedsNoStack() {
		assertThat(isObject(("{\"a\":" + "[".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8))).isFalse();
	}

	@Test
	void agreesWithAParserOnRecordsThatWereChangedAnywhere() {
		ObjectReader parser = JsonMapper.builder()
			.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.build()
			.reader();
		String signs = "{}[]\",:\\ e0-.1nx\t";
		Random random = new Random(20261123);
		int whole = 0;
		for (int i = 0; i < 1000; i++) {
			byte[] json = new RecordJson().toBytes(RandomRecords.record(random), i % 10 == 0);
			assertThat(isObject(json)).isTrue();
			int at = ascii(json, random);
			json[at] = (byte) signs.charAt(random.nextInt(signs.length()));
			boolean expected = parses(parser, json);
			assertThat(isObject(json)).as(() -> new String(json, StandardCharsets.UTF_8)).isEqualTo(expected);
			whole += expected ? 1 : 0;
		}
		assertThat(whole).isBetween(50, 950);
	}

	private static int ascii(byte[] json, Random random) {
		int at;
		do {
			at = random.nextInt(json.length);
		}
		while (json[at] < 0);
		return at;
	}

	private static boolean parses(ObjectReader parser, byte[] json) {
		try {
			return parser.readTree(json).isObject();
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	private static boolean isObject(byte[] json) {
		return JsonObjects.isObject(json, json.length);
	}

}
