package io.github.resourcemonitor.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;

import io.github.resourcemonitor.export.ExportOptions;
import io.github.resourcemonitor.export.RecordExports;
import io.github.resourcemonitor.failure.CapturedLog;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.file.TestFiles.ManualTimer;
import io.github.resourcemonitor.file.TestFiles.SmallDisk;
import io.github.resourcemonitor.file.TestFiles.WallClock;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.record.FunctionIdentity;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.schema.RecordJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.resourcemonitor.file.TestFiles.isLeftOverForOthers;
import static io.github.resourcemonitor.file.TestFiles.names;
import static io.github.resourcemonitor.file.TestFiles.numbers;
import static io.github.resourcemonitor.file.TestFiles.read;
import static io.github.resourcemonitor.file.TestFiles.records;
import static io.github.resourcemonitor.file.TestFiles.size;
import static io.github.resourcemonitor.file.TestFiles.skipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link RecordFileExporter}.
 */
class RecordFileExporterTests {

	private static final String FIRST = "function-i-20261123T040506Z-0001.jsonl";

	private static final long LARGE = 1_000_000;

	private static final Duration HOUR = Duration.ofHours(1);

	@RegisterExtension
	private final CapturedLog log = new CapturedLog();

	@TempDir
	private Path temporary;

	private final WallClock clock = new WallClock();

	private final ManualTimer timer = new ManualTimer();

	private DiskFile.Opener disk = DiskFile::open;

	private final List<RecordFileExporter> opened = new ArrayList<>();

	private Path folder() {
		return this.temporary.resolve("records");
	}

	private RecordFileExporter exporter() throws IOException {
		return exporter(LARGE, 10 * LARGE, false);
	}

	private RecordFileExporter exporter(long maxFileBytes, long maxTotalBytes, boolean gzip) throws IOException {
		RecordFileExporter exporter = new RecordFileExporter(
				new RecordFileOptions(folder(), maxFileBytes, HOUR, maxTotalBytes, gzip), this.clock, this.timer,
				this.disk);
		this.opened.add(exporter);
		return exporter;
	}

	@AfterEach
	void close() {
		for (RecordFileExporter exporter : this.opened) {
			try {
				exporter.close();
			}
			catch (IOException ex) {
				// Of a test that has left it without a folder.
			}
		}
	}

	@Test
	void writesALineWithSamplesForEachRecord() throws Exception {
		RecordFileExporter exporter = exporter();
		assertThat(exporter.needsSamples()).isTrue();
		exporter.export(records(1, 3));
		assertThat(names(folder())).containsExactly(FIRST + ".open");
		exporter.export(records(4, 5));
		exporter.flush();
		ByteArrayOutputStream expected = new ByteArrayOutputStream();
		for (InvocationRecord record : records(1, 5)) {
			expected.writeBytes(new RecordJson().toBytes(record, true));
			expected.write('\n');
		}
		assertThat(expected.toString(StandardCharsets.UTF_8)).contains("\"samples\":{");
		assertThat(folder().resolve(FIRST + ".open")).hasBinaryContent(expected.toByteArray());
		exporter.close();
		assertThat(names(folder())).containsExactly(FIRST);
		assertThat(folder().resolve(FIRST)).hasBinaryContent(expected.toByteArray());
		exporter.close();
		assertThat(names(folder())).containsExactly(FIRST);
		assertThat(this.timer.waiting()).isZero();
	}

	@Test
	void leavesNothingWithoutARecord() throws Exception {
		RecordFileExporter exporter = exporter();
		exporter.export(List.of());
		exporter.flush();
		exporter.close();
		assertThat(names(folder())).isEmpty();
		assertThat(this.timer.waiting()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void completesAFileThatWouldBecomeTooLarge(boolean gzip) throws Exception {
		long limit = gzip ? 3000 : 20_000;
		RecordFileExporter exporter = exporter(limit, LARGE, gzip);
		for (int i = 0; i < 10; i++) {
			exporter.export(records(1 + 10 * i, 10 + 10 * i));
		}
		exporter.close();
		assertThat(names(folder())).hasSizeGreaterThan(5)
			.allMatch((name) -> name.endsWith(gzip ? ".jsonl.gz" : ".jsonl"));
		for (String name : names(folder())) {
			assertThat(Files.size(folder().resolve(name))).as(name).isLessThanOrEqualTo(limit);
		}
		assertThat(read(folder())).isEqualTo(numbers(1, 100));
		assertThat(skipped(folder())).isEmpty();
	}

	@Test
	void aRecordThatIsLargerThanAFileHasOneOfItsOwn() throws Exception {
		exporter(100, LARGE, false).export(records(1, 3));
		assertThat(names(folder())).hasSize(3);
		assertThat(read(folder())).isEqualTo(numbers(1, 3));
	}

	@Test
	void completesAFileThatIsOldWhenARecordComes() throws Exception {
		RecordFileExporter exporter = exporter();
		exporter.export(records(1, 1));
		this.clock.advance(HOUR.minusNanos(1));
		exporter.export(records(2, 2));
		assertThat(names(folder())).containsExactly(FIRST + ".open");
		this.clock.advance(Duration.ofNanos(1));
		exporter.export(records(3, 3));
		assertThat(names(folder())).containsExactly(FIRST, "function-i-20261123T050506Z-0002.jsonl.open");
		assertThat(read(folder().resolve(FIRST))).containsExactly(1L, 2L);
	}

	@Test
	void completesAFileThatIsOldWithoutAnotherRecord() throws Exception {
		RecordFileExporter exporter = exporter();
		exporter.export(records(1, 1));
		assertThat(this.timer.delay()).isEqualTo(HOUR);
		this.clock.advance(HOUR.minusSeconds(1));
		this.timer.fire();
		assertThat(names(folder())).containsExactly(FIRST + ".open");
		assertThat(this.timer.delay()).isEqualTo(Duration.ofMillis(1001));
		this.clock.advance(this.timer.delay());
		this.timer.fire();
		assertThat(names(folder())).containsExactly(FIRST);
		assertThat(this.timer.waiting()).isZero();
	}

	@Test
	void completesAFileThatIsOldWhenFlushed() throws Exception {
		RecordFileExporter exporter = exporter();
		exporter.export(records(1, 1));
		this.clock.advance(HOUR);
		exporter.flush();
		assertThat(names(folder())).containsExactly(FIRST);
	}

	@Test
	void anotherInstanceHasAnotherFile() throws Exception {
		RecordFileExporter exporter = exporter();
		exporter.export(records(1, 2));
		exporter.export(List.of(of(new FunctionIdentity("function", null, "j", false))));
		exporter.close();
		assertThat(names(folder())).containsExactly(FIRST, "function-j-20261123T040506Z-0002.jsonl");
	}

	private static InvocationRecord of(FunctionIdentity function) {
		InvocationRecord record = records(1, 1).get(0);
		return new InvocationRecord(record.sequence(), null, record.handler(), null, function, null, record.start(), 1,
				record.outcome(), null, null, record.concurrency(), record.own(), null, record.nested(),
				record.process(), record.serviceCalls(), null, record.monitor());
	}

	@ParameterizedTest
	@ValueSource(strings = { "../../etc/cron", "a/b\\c:d*e?f", "two\nlines", "日本語 😀", ".hidden", "..", " ", "-" })
	void namesAreSafe(String name) throws Exception {
		RecordFileExporter exporter = exporter();
		exporter.export(List.of(of(new FunctionIdentity(name, null, name, false))));
		exporter.close();
		assertThat(names(this.temporary)).containsExactly("records");
		assertThat(names(folder())).singleElement()
			.asString()
			.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*-20261123T040506Z-0001\\.jsonl")
			.satisfies((file) -> assertThat(RecordFileName.parse(file)).isNotNull());
	}

	@Test
	void longAndMissingNamesHaveFiles() throws Exception {
		RecordFileExporter exporter = exporter();
		exporter.export(List.of(of(new FunctionIdentity("x".repeat(1000), null, "y".repeat(1000), false))));
		exporter.export(List.of(of(new FunctionIdentity(null, null, "", false))));
		exporter.close();
		assertThat(names(folder())).hasSize(2).contains("function-instance-20261123T040506Z-0002.jsonl");
	}

	@Test
	void exportersWithTheSameInstanceDoNotShareFiles() throws Exception {
		RecordFileExporter first = exporter();
		RecordFileExporter second = exporter();
		for (int i = 0; i < 20; i++) {
			first.export(records(2 * i + 1, 2 * i + 1));
			second.export(records(2 * i + 2, 2 * i + 2));
			if (i % 3 == 0) {
				first.close();
				first.reopen();
			}
			if (i % 2 == 0) {
				second.close();
				second.reopen();
			}
		}
		first.close();
		second.close();
		assertThat(read(folder())).containsExactlyInAnyOrderElementsOf(numbers(1, 40));
		assertThat(skipped(folder())).isEmpty();
	}

	@Test
	void doesNotReplaceACompleteFileOfAnother() throws Exception {
		RecordFileExporter exporter = exporter();
		exporter.export(records(1, 1));
		Files.writeString(folder().resolve(FIRST), "{}");
		exporter.close();
		assertThat(folder().resolve(FIRST)).hasContent("{}");
		assertThat(read(folder().resolve(FIRST.replace("0001", "0002")))).containsExactly(1L);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theFolderIsNeverLargerThanItsBound(boolean gzip) throws Exception {
		long bound = gzip ? 10_000 : 66_000;
		RecordFileExporter exporter = exporter(gzip ? 3000 : 20_000, bound, gzip);
		for (int i = 1; i <= 300; i++) {
			exporter.export(records(i, i));
			assertThat(size(folder())).isLessThanOrEqualTo(bound);
		}
		List<Long> kept = read(folder());
		assertThat(kept).isEqualTo(numbers(301 - kept.size(), 300)).hasSizeGreaterThan(3);
	}

	@Test
	void doesNotLookAtManySmallFilesForEachRecord() throws Exception {
		Files.createDirectories(folder());
		for (int i = 1; i <= 100; i++) {
			Files.write(folder().resolve("f-i-20200101T000000Z-%04d.jsonl".formatted(i)), new byte[1000]);
		}
		RecordFolder bounded = new RecordFolder(folder(), 100_000);
		assertThat(bounded.makeRoom(folder().resolve("own"), 1)).isEqualTo(1999);
		assertThat(names(folder())).hasSize(98).first().isEqualTo("f-i-20200101T000000Z-0003.jsonl");
	}

	@Test
	void deletesCompleteFilesBeforeWhatDeadProcessesHaveLeft() throws Exception {
		Files.createDirectories(folder());
		String dead = "function-dead-20200101T000000Z-0001.jsonl.open";
		String first = "function-b-20200101T000001Z-0002.jsonl";
		String second = "function-a-20200101T000001Z-0010.jsonl.gz";
		String third = "function-a-20200101T000002Z-0001.jsonl";
		for (String name : List.of(dead, first, second, third, FIRST + ".open")) {
			Files.write(folder().resolve(name), new byte[1000]);
		}
		Path own = folder().resolve(FIRST + ".open");
		RecordFolder bounded = new RecordFolder(folder(), 10_000);
		assertThat(bounded.makeRoom(own, 4000)).isEqualTo(1000);
		assertThat(bounded.makeRoom(own, 5000)).isZero();
		assertThat(names(folder())).hasSize(5);
		assertThat(bounded.makeRoom(own, 5001)).isEqualTo(999);
		assertThat(names(folder())).containsExactlyInAnyOrder(dead, second, third, FIRST + ".open");
		bounded.makeRoom(own, 6001);
		assertThat(names(folder())).containsExactlyInAnyOrder(dead, third, FIRST + ".open");
		bounded.makeRoom(own, 7001);
		assertThat(names(folder())).containsExactlyInAnyOrder(dead, FIRST + ".open");
		bounded.makeRoom(own, 8001);
		assertThat(names(folder())).containsExactly(FIRST + ".open");
		assertThat(bounded.makeRoom(own, 9001)).isEqualTo(-1);
		assertThat(names(folder())).containsExactly(FIRST + ".open");
	}

	@Test
	void neitherDeletesFilesThatGrowNorThoseOfOthers() throws Exception {
		Files.createDirectories(folder());
		List<String> foreign = List.of("data.jsonl", "function.jsonl", "function-i-0001.jsonl",
				"function-i-20261123T040506Z-0001.jsonl.bak", "a-b-20200101T000000Z-0001.json");
		for (String name : foreign) {
			Files.write(folder().resolve(name), new byte[50_000]);
		}
		Files.createDirectories(folder().resolve("function-a-20200101T000000Z-0001.jsonl"));
		RecordFileExporter other = exporter(20_000, 60_000, false);
		other.export(List.of(of(new FunctionIdentity("function", null, "other", false))));
		RecordFileExporter exporter = exporter(20_000, 60_000, false);
		for (int i = 1; i <= 50; i++) {
			exporter.export(records(i, i));
		}
		assertThat(names(folder())).containsAll(foreign)
			.contains("function-other-20261123T040506Z-0001.jsonl.open", "function-a-20200101T000000Z-0001.jsonl")
			.hasSizeLessThan(11);
	}

	@Test
	void goesOnIfOthersThatGrowHaveTakenAllRoom() throws Exception {
		RecordFileExporter other = exporter(400_000, 900_000, false);
		other.export(records(1, 40));
		assertThat(size(folder())).isGreaterThan(61_000);
		RecordFileExporter exporter = exporter(20_000, 60_000, false);
		exporter.export(records(101, 150));
		assertThat(read(folder())).contains(1L, 40L, 150L);
	}

	@Test
	void anotherProcessDoesNotDeleteAFileThatWasReadInThisOne() throws Exception {
		RecordFileExporter exporter = exporter();
		exporter.export(records(1, 2));
		Path growing = folder().resolve(FIRST + ".open");
		assertThat(read(growing)).containsExactly(1L, 2L);
		assertThat(Files.readAllBytes(growing)).isNotEmpty();
		// Another exporter with the same folder, whose bound is exceeded.
		new RecordFolder(folder(), 10).makeRoom(folder().resolve("own"), 100);
		assertThat(isLeftOverForOthers(growing)).isFalse();
		exporter.close();
		assertThat(names(folder())).containsExactly(FIRST);
	}

	@Test
	void theLockOfAFileIsThereWhileItGrows() throws Exception {
		Path lock = folder().resolve("." + FIRST + ".open.lock");
		RecordFileExporter exporter = exporter();
		exporter.export(records(1, 2));
		assertThat(lock).isEmptyFile();
		exporter.close();
		assertThat(lock).doesNotExist();
		Files.createFile(lock);
		new RecordFolder(folder(), LARGE).makeRoom(folder().resolve("own"), 1);
		assertThat(lock).doesNotExist();
		assertThat(names(folder())).containsExactly(FIRST);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aFileThatCouldNotBeRenamedIsRenamedLater(boolean gzip) throws Exception {
		Path away = this.temporary.resolve("away");
		this.disk = (path) -> new ForwardingDiskFile(DiskFile.open(path)) {

			@Override
			public void close() throws IOException {
				super.close();
				Files.move(folder(), away);
				// A link to itself: JDK 25 takes a file in place of a folder for no file.
				Files.createSymbolicLink(folder(), folder());
			}

		};
		RecordFileExporter exporter = new RecordFileExporter(
				new RecordFileOptions(folder(), LARGE, HOUR, 10 * LARGE, gzip), this.clock, this.timer,
				(path) -> this.disk.open(path));
		this.opened.add(exporter);
		exporter.export(records(1, 2));
		assertThatIOException().isThrownBy(exporter::close);
		Files.delete(folder());
		Files.move(away, folder());
		this.disk = DiskFile::open;
		exporter.reopen();
		exporter.export(records(3, 4));
		exporter.export(records(5, 6));
		exporter.close();
		assertThat(read(folder())).isEqualTo(numbers(1, 6));
		assertThat(skipped(folder())).isEmpty();
		assertThat(names(folder())).hasSize(2).noneMatch((name) -> name.contains(".open"));
	}

	@Test
	void aTimerThatFailsDoesNotKeepTheLock() throws Exception {
		RecordFileExporter exporter = new RecordFileExporter(RecordFileOptions.in(folder()), this.clock,
				(delay, action) -> {
					throw new IllegalStateException("no timer");
				}, this.disk);
		assertThatIllegalStateException().isThrownBy(() -> exporter.export(records(1, 1)));
		CompletableFuture.runAsync(() -> assertThatNoException().isThrownBy(exporter::close)).get();
		assertThat(names(folder())).containsExactly(FIRST);
	}

	@Test
	void aGrowingCompressedFileCanBeReadAfterEachRecord() throws Exception {
		RecordFileExporter exporter = exporter(LARGE, 10 * LARGE, true);
		Path open = folder().resolve(FIRST + ".gz.open");
		for (int i = 1; i <= 20; i++) {
			exporter.export(records(i, i));
			assertThat(read(open)).isEqualTo(numbers(1, i));
			assertThat(skipped(open)).isEmpty();
		}
		long growing = Files.size(open);
		exporter.close();
		Path complete = folder().resolve(FIRST + ".gz");
		assertThat(Files.size(complete)).isEqualTo(growing + 10);
		try (GZIPInputStream stream = new GZIPInputStream(Files.newInputStream(complete))) {
			byte[] content = stream.readAllBytes();
			assertThat(new String(content, StandardCharsets.UTF_8).lines()).hasSize(20);
			assertThat(Files.size(complete)).isLessThan(content.length / 4);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aFullDiskLosesAndDoublesNothing(boolean gzip) throws Exception {
		SmallDisk small = new SmallDisk(0);
		this.disk = small;
		RecordFileExporter exporter = exporter(gzip ? 3000 : 20_000, LARGE, gzip);
		List<InvocationRecord> batch = records(1, 40);
		int failures = 0;
		boolean done = false;
		while (!done) {
			try {
				exporter.export(batch);
				done = true;
			}
			catch (IOException ex) {
				failures++;
				assertThat(ex).hasMessageContaining("No space left on device")
					.hasMessageContaining(folder().toString())
					.hasMessageContaining("resource-monitor.output.file.folder");
				small.add(377);
			}
			if (Files.exists(folder())) {
				assertThat(skipped(folder())).isEmpty();
			}
		}
		small.room(LARGE);
		exporter.close();
		assertThat(failures).isGreaterThan(5);
		assertThat(read(folder())).isEqualTo(numbers(1, 40));
		for (String name : names(folder())) {
			if (gzip) {
				try (GZIPInputStream stream = new GZIPInputStream(Files.newInputStream(folder().resolve(name)))) {
					assertThat(stream.readAllBytes()).isNotEmpty();
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aLineThatCannotBeCutOffIsPassedOver(boolean gzip) throws Exception {
		SmallDisk broken = new SmallDisk(gzip ? 1400 : 8000);
		broken.cannotTruncate();
		this.disk = broken;
		RecordFileExporter exporter = exporter(LARGE, 10 * LARGE, gzip);
		List<InvocationRecord> batch = records(1, 20);
		assertThatIOException().isThrownBy(() -> exporter.export(batch));
		broken.room(LARGE);
		exporter.export(batch);
		exporter.close();
		assertThat(names(folder())).hasSize(2);
		assertThat(read(folder())).isEqualTo(numbers(1, 20));
		assertThat(skipped(folder())).singleElement()
			.extracting(SkippedLine::reason)
			.isEqualTo(SkippedLine.Reason.CUT_OFF);
	}

	@Test
	void aCompressedFileIsCompletedWhenThereIsRoomAgain() throws Exception {
		SmallDisk small = new SmallDisk(LARGE);
		this.disk = small;
		RecordFileExporter exporter = exporter(LARGE, 10 * LARGE, true);
		exporter.export(records(1, 3));
		small.room(5);
		assertThatIOException().isThrownBy(exporter::close);
		assertThat(names(folder())).containsExactly(FIRST + ".gz.open");
		assertThat(skipped(folder())).isEmpty();
		small.room(10);
		exporter.close();
		assertThat(names(folder())).containsExactly(FIRST + ".gz");
		assertThat(read(folder())).containsExactly(1L, 2L, 3L);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anInterruptNeitherStopsWritingNorClosesTheFile(boolean gzip) throws Exception {
		RecordFileExporter exporter = exporter(gzip ? 3000 : 20_000, LARGE, gzip);
		for (int i = 0; i < 5; i++) {
			Thread.currentThread().interrupt();
			exporter.export(records(10 * i + 1, 10 * i + 10));
			assertThat(Thread.interrupted()).isTrue();
		}
		Thread.currentThread().interrupt();
		exporter.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(read(folder())).isEqualTo(numbers(1, 50));
		assertThat(names(folder())).noneMatch((name) -> name.endsWith(".open"));
	}

	@Test
	void goesOnInAnotherFileIfTheOneThatGrowsIsDeleted() throws Exception {
		RecordFileExporter exporter = exporter();
		exporter.export(records(1, 2));
		Files.delete(folder().resolve(FIRST + ".open"));
		exporter.export(records(3, 4));
		exporter.close();
		assertThat(names(folder())).containsExactly(FIRST.replace("0001", "0002"));
		assertThat(read(folder())).containsExactly(3L, 4L);
	}

	@Test
	void goesOnInAnotherFileIfTheOneThatGrowsIsEmptiedByOthers() throws Exception {
		RecordFileExporter exporter = exporter();
		exporter.export(records(1, 2));
		Files.write(folder().resolve(FIRST + ".open"), new byte[0]);
		exporter.export(records(3, 4));
		exporter.close();
		assertThat(read(folder())).containsExactly(3L, 4L);
		assertThat(skipped(folder())).isEmpty();
	}

	@Test
	void writesTheBatchAgainIfItsFileIsDeletedMeanwhile() throws Exception {
		this.disk = (path) -> {
			DiskFile file = DiskFile.open(path);
			Files.delete(path);
			this.disk = DiskFile::open;
			return file;
		};
		RecordFileExporter exporter = new RecordFileExporter(
				new RecordFileOptions(folder(), LARGE, HOUR, 3 * LARGE, false), this.clock, this.timer,
				(path) -> this.disk.open(path));
		List<InvocationRecord> batch = records(1, 3);
		assertThatIOException().isThrownBy(() -> exporter.export(batch)).withMessageContaining("deleted");
		exporter.export(batch);
		exporter.close();
		assertThat(read(folder())).containsExactly(1L, 2L, 3L);
	}

	@Test
	void createsTheFolderAgainIfItIsDeleted() throws Exception {
		RecordFileExporter exporter = exporter();
		exporter.export(records(1, 1));
		Files.delete(folder().resolve(FIRST + ".open"));
		Files.delete(folder().resolve("." + FIRST + ".open.lock"));
		Files.delete(folder());
		exporter.export(records(2, 2));
		exporter.close();
		assertThat(read(folder())).containsExactly(2L);
		Files.delete(folder().resolve(FIRST.replace("0001", "0002")));
		Files.delete(folder());
		exporter.close();
		assertThat(folder()).doesNotExist();
	}

	@Test
	void recordsWaitWhileTheFolderIsAFile() throws Exception {
		Failures failures = new Failures();
		RecordFileExporter exporter = exporter();
		Files.delete(folder());
		Files.writeString(folder(), "a file");
		try (RecordExports exports = new RecordExports(() -> List.of(exporter), ExportOptions.DEFAULTS, failures)) {
			records(1, 5).forEach(exports::add);
			assertThat(exports.flush(Duration.ofMinutes(1))).isFalse();
			assertThat(exports.states()).singleElement().satisfies((state) -> {
				assertThat(state.name()).isEqualTo("file");
				assertThat(state.waiting()).isEqualTo(5);
				assertThat(state.dropped()).isZero();
			});
			assertThat(this.log.records()).singleElement()
				.satisfies((record) -> assertThat(record.getThrown())
					.hasMessageContaining("'" + folder() + "' is not a folder")
					.hasMessageContaining("resource-monitor.output.file.folder"));
			Files.delete(folder());
			assertThat(exports.flush(Duration.ofMinutes(1))).isTrue();
		}
		exporter.close();
		assertThat(read(folder())).isEqualTo(numbers(1, 5));
	}

	@Test
	void refusesAFolderThatCannotBe() throws Exception {
		Files.writeString(folder(), "a file");
		assertThatIOException().isThrownBy(this::exporter)
			.withMessage("The folder '" + folder() + "' for files of records cannot be used: '" + folder()
					+ "' is not a folder");
		Path below = folder().resolve("below");
		assertThatIOException().isThrownBy(() -> new RecordFileExporter(RecordFileOptions.in(below)))
			.withMessageStartingWith("The folder '" + below + "' for files of records cannot be used: ");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void acceptsALinkToAFolder() throws Exception {
		Path real = Files.createDirectories(this.temporary.resolve("real"));
		Files.createSymbolicLink(folder(), real);
		RecordFileExporter exporter = exporter();
		exporter.export(records(1, 1));
		exporter.close();
		assertThat(names(real)).containsExactly(FIRST);
	}

	@Test
	void whatComesAfterTheEndIsCompleteAtOnce() throws Exception {
		RecordFileExporter exporter = exporter();
		exporter.export(records(1, 1));
		exporter.close();
		exporter.export(records(2, 3));
		assertThat(names(folder())).containsExactly(FIRST, FIRST.replace("0001", "0002"));
		assertThat(this.timer.waiting()).isZero();
		exporter.reopen();
		exporter.export(records(4, 4));
		assertThat(names(folder())).contains(FIRST.replace("0001", "0003") + ".open");
		assertThat(read(folder())).isEqualTo(numbers(1, 4));
	}

	@Test
	void optionsOutOfRangeAreRefused() {
		RecordFileOptions valid = RecordFileOptions.in(folder());
		assertThat(valid.maxTotalBytes()).isEqualTo(64 * 1024 * 1024);
		assertThatIllegalArgumentException().isThrownBy(() -> new RecordFileOptions(folder(), 0, HOUR, LARGE, false));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RecordFileOptions(folder(), 10, Duration.ZERO, LARGE, false));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RecordFileOptions(folder(), 10, Duration.ofDays(365).plusNanos(1), LARGE, false))
			.withMessageContaining("365 days");
		assertThatNoException()
			.isThrownBy(() -> new RecordFileOptions(folder(), 10, Duration.ofDays(365), LARGE, false));
		assertThatIllegalArgumentException().isThrownBy(() -> new RecordFileOptions(folder(), 10, HOUR, 19, false))
			.withMessageContaining("at least twice");
	}

	@Test
	void aMonitorWritesToAFolder() throws Exception {
		TestMonitor test = new TestMonitor();
		RecordFileExporter exporter = exporter();
		test.exporters.add(exporter);
		var monitor = test.build();
		monitor.run("handler", () -> {
		});
		assertThat(test.exports.flush(Duration.ofMinutes(1))).isTrue();
		test.exports.close();
		assertThat(read(folder())).containsExactly(1L);
	}

	private static class ForwardingDiskFile implements DiskFile {

		private final DiskFile file;

		ForwardingDiskFile(DiskFile file) {
			this.file = file;
		}

		@Override
		public void append(byte[] bytes, int length) throws IOException {
			this.file.append(bytes, length);
		}

		@Override
		public long length() throws IOException {
			return this.file.length();
		}

		@Override
		public void truncate(long length) throws IOException {
			this.file.truncate(length);
		}

		@Override
		public void close() throws IOException {
			this.file.close();
		}

	}

}
