package io.github.resourcemonitor.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.TestRecords;

/**
 * Records, files and clocks for the tests of this package.
 */
final class TestFiles {

	private static final Pattern SEQUENCE = Pattern.compile("\"sequence\":(\\d+)");

	private TestFiles() {
	}

	/**
	 * Return records with consecutive numbers, which differ in size.
	 */
	static List<InvocationRecord> records(long first, long last) {
		return LongStream.rangeClosed(first, last)
			.mapToObj((sequence) -> TestRecords.sequence(sequence).samples((int) (sequence * 37 % 100)).build())
			.toList();
	}

	static List<Long> numbers(long first, long last) {
		return LongStream.rangeClosed(first, last).boxed().toList();
	}

	/**
	 * Return the names of all files in a folder, sorted. The lock of a growing file is
	 * part of that file; one without it is a file.
	 */
	static List<String> names(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			List<String> names = files.map((file) -> file.getFileName().toString()).sorted().toList();
			return names.stream().filter((name) -> !isLockOfOne(name, names)).toList();
		}
	}

	private static boolean isLockOfOne(String name, List<String> names) {
		String growing = WriterLock.nameOfGrowing(name);
		return growing != null && names.contains(growing);
	}

	/**
	 * Return whether another process would take a growing file for one that is left over.
	 */
	static boolean isLeftOverForOthers(Path growing) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Process process = new ProcessBuilder(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classPath,
				LeftOverProgram.class.getName(), growing.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader output = process.inputReader()) {
			return Boolean.parseBoolean(output.readLine());
		}
		finally {
			process.destroyForcibly();
		}
	}

	static long size(Path folder) throws IOException {
		long size = 0;
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.toList()) {
				size += Files.size(file);
			}
		}
		return size;
	}

	static long sequence(RecordLine line) {
		Matcher matcher = SEQUENCE.matcher(line.text());
		if (!matcher.find()) {
			throw new IllegalStateException(line.text());
		}
		return Long.parseLong(matcher.group(1));
	}

	/**
	 * Return the numbers of all records in a file or a folder, in their order.
	 */
	static List<Long> read(Path path) throws IOException {
		List<Long> sequences = new ArrayList<>();
		try (RecordFileReader reader = new RecordFileReader(path)) {
			reader.forEachRemaining((line) -> sequences.add(sequence(line)));
		}
		return sequences;
	}

	static List<SkippedLine> skipped(Path path) throws IOException {
		try (RecordFileReader reader = new RecordFileReader(path)) {
			reader.forEachRemaining((line) -> {
			});
			return reader.skipped();
		}
	}

	/**
	 * A clock that a test advances.
	 */
	static final class WallClock extends Clock {

		private volatile Instant now = TestMonitor.START;

		void advance(Duration duration) {
			this.now = this.now.plus(duration);
		}

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

	/**
	 * A timer that a test lets go off.
	 */
	static final class ManualTimer implements AgeTimer {

		private final List<Runnable> waiting = new ArrayList<>();

		private Duration delay = Duration.ZERO;

		@Override
		public Runnable after(Duration delay, Runnable action) {
			this.delay = delay;
			this.waiting.add(action);
			return () -> this.waiting.remove(action);
		}

		int waiting() {
			return this.waiting.size();
		}

		Duration delay() {
			return this.delay;
		}

		void fire() {
			List<Runnable> due = List.copyOf(this.waiting);
			this.waiting.clear();
			due.forEach(Runnable::run);
		}

	}

	/**
	 * A disk without room: what exceeds it is written in part, and then fails.
	 */
	static final class SmallDisk implements DiskFile.Opener {

		private long room;

		private boolean truncates = true;

		SmallDisk(long room) {
			this.room = room;
		}

		void room(long bytes) {
			this.room = bytes;
		}

		void add(long bytes) {
			this.room += bytes;
		}

		void cannotTruncate() {
			this.truncates = false;
		}

		@Override
		public DiskFile open(Path path) throws IOException {
			DiskFile file = DiskFile.open(path);
			return new DiskFile() {

				@Override
				public void append(byte[] bytes, int length) throws IOException {
					int fits = (int) Math.min(SmallDisk.this.room, length);
					file.append(bytes, fits);
					SmallDisk.this.room -= fits;
					if (fits < length) {
						throw new IOException("No space left on device");
					}
				}

				@Override
				public long length() throws IOException {
					return file.length();
				}

				@Override
				public void truncate(long length) throws IOException {
					if (!SmallDisk.this.truncates) {
						throw new IOException("Input/output error");
					}
					SmallDisk.this.room += file.length() - length;
					file.truncate(length);
				}

				@Override
				public void close() throws IOException {
					file.close();
				}

			};
		}

	}

}
