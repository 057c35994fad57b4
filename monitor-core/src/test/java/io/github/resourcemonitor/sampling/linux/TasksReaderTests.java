package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnStatus;
import io.github.resourcemonitor.sampling.ResourceReader;
import io.github.resourcemonitor.sampling.ThreadTimes.ThreadTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TasksReaderTests {

	private static final long TICK = 10_000_000;

	@TempDir
	Path folder;

	private Path tasks;

	private TasksReader reader;

	@BeforeEach
	void copyThreads() throws IOException {
		this.tasks = Captured.LINUX_5_10_V2_NAMESPACE.copyTo(this.folder.resolve("root")).resolve("proc/self/task");
		this.reader = new TasksReader(this.tasks, TICK, true);
	}

	@Test
	void sumsOverAllThreads() throws IOException {
		// 3 + 103 + 20 + 27 + 1076, 17 + 122 + 673 + 731 + 13
		assertThat(read()).containsOnly(Map.entry(Column.CONTEXT_SWITCHES_VOLUNTARY, 1229L),
				Map.entry(Column.CONTEXT_SWITCHES_INVOLUNTARY, 1556L), Map.entry(Column.CPU_IO_WAIT, TICK));
		assertThat(this.reader.tier()).isEqualTo(ResourceReader.Tier.SLOW);
		assertThat(this.reader.columns()).hasSize(3);
		assertThat(this.reader.columns().values()).extracting(ColumnStatus::availability)
			.containsOnly(Availability.ESTIMATED);
	}

	@Test
	void aThreadThatCannotBeReadForAWhileIsNotCountedTwice() throws IOException {
		Map<Column, Long> all = read();
		for (String file : new String[] { "stat", "status" }) {
			Path kept = this.folder.resolve("kept");
			Path original = this.tasks.resolve("159").resolve(file);
			Files.move(original, kept);
			assertThat(read()).isEqualTo(all);
			Files.move(kept, original);
			assertThat(read()).isEqualTo(all);
		}
	}

	@Test
	void readsTheThreads() throws IOException {
		assertThat(this.reader.threads().threads()).isEmpty();
		read();
		assertThat(this.reader.threads().threads()).containsExactlyInAnyOrder(
				new ThreadTime(139, 5474, "java", 11 * TICK, 3 * TICK),
				new ThreadTime(143, 5611, "VM Thread", 23 * TICK, 24 * TICK),
				new ThreadTime(158, 7515, "odd) (name", 122 * TICK, 23 * TICK),
				new ThreadTime(159, 7522, "worker 1", 118 * TICK, 26 * TICK),
				new ThreadTime(160, 7534, "sleeper", 11 * TICK, 10 * TICK));
	}

	@Test
	void endedThreadsRemainInTheSum() throws IOException {
		Map<Column, Long> before = read();
		end(159);
		assertThat(read()).isEqualTo(before);
		assertThat(read()).isEqualTo(before);
		assertThat(this.reader.threads().threads()).extracting(ThreadTime::id).doesNotContain(159L).hasSize(4);
		end(160);
		assertThat(read()).isEqualTo(before);
	}

	@Test
	void threadThatStartsIsAdded() throws IOException {
		read();
		start(200, 8000, 5, 7, 2);
		assertThat(read()).containsOnly(Map.entry(Column.CONTEXT_SWITCHES_VOLUNTARY, 1229L + 5),
				Map.entry(Column.CONTEXT_SWITCHES_INVOLUNTARY, 1556L + 7), Map.entry(Column.CPU_IO_WAIT, 3 * TICK));
	}

	@Test
	void threadThatContinuesIsCountedOnce() throws IOException {
		start(200, 8000, 5, 7, 2);
		read();
		end(200);
		start(200, 8000, 6, 9, 3);
		assertThat(read()).containsOnly(Map.entry(Column.CONTEXT_SWITCHES_VOLUNTARY, 1229L + 6),
				Map.entry(Column.CONTEXT_SWITCHES_INVOLUNTARY, 1556L + 9), Map.entry(Column.CPU_IO_WAIT, 4 * TICK));
	}

	@Test
	void threadWithAReusedIdIsAddedToTheEndedOne() throws IOException {
		start(200, 8000, 50, 70, 2);
		read();
		end(200);
		start(200, 9000, 1, 2, 0);
		Map<Column, Long> expected = Map.of(Column.CONTEXT_SWITCHES_VOLUNTARY, 1229L + 51,
				Column.CONTEXT_SWITCHES_INVOLUNTARY, 1556L + 72, Column.CPU_IO_WAIT, 3 * TICK);
		assertThat(read()).isEqualTo(expected);
		assertThat(read()).isEqualTo(expected);
	}

	@Test
	void threadThatEndsWhileItIsReadKeepsItsLastValues() throws IOException {
		Map<Column, Long> before = read();
		Files.delete(this.tasks.resolve("159/status"));
		assertThat(read()).isEqualTo(before);
		Files.delete(this.tasks.resolve("159/stat"));
		assertThat(read()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "garbage", "159 (worker 1", "159 (worker 1) R 1 0" })
	void invalidStatIsIgnored(String broken) throws IOException {
		Map<Column, Long> before = read();
		Files.writeString(this.tasks.resolve("159/stat"), broken);
		assertThat(read()).isEqualTo(before);
		assertThat(read()).isEqualTo(before);
		assertThat(this.reader.threads().threads()).hasSize(4);
	}

	@Test
	void ignoresFilesThatAreNotThreads() throws IOException {
		Files.createDirectory(this.tasks.resolve("other"));
		Files.createDirectory(this.tasks.resolve("77"));
		assertThat(read()).containsEntry(Column.CONTEXT_SWITCHES_VOLUNTARY, 1229L);
	}

	@Test
	void hasNoSwitchesIfTheSystemDoesNotProvideThem() throws IOException {
		Path gVisor = Captured.GVISOR_2024.root().resolve("proc/self/task");
		assertThat(new TasksReader(gVisor, TICK, true).columns()).containsOnlyKeys(Column.CPU_IO_WAIT);
		assertThat(new TasksReader(this.tasks, TICK, false).columns()).containsOnlyKeys(Column.CPU_IO_WAIT);
	}

	@Test
	void hasNoValueWithoutThreads() throws IOException {
		Path empty = Files.createDirectory(this.folder.resolve("empty"));
		long[] row = Captured.blankRow();
		new TasksReader(empty, TICK, true).read(row);
		assertThat(Captured.values(row)).isEmpty();
	}

	@Test
	void failsIfTheDirectoryIsMissing() {
		TasksReader absent = new TasksReader(this.folder.resolve("absent"), TICK, true);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> absent.read(Captured.blankRow()));
	}

	private Map<Column, Long> read() throws IOException {
		long[] row = Captured.blankRow();
		this.reader.read(row);
		return Captured.values(row);
	}

	private void start(long id, long startTicks, int voluntary, int involuntary, int ioWait) throws IOException {
		Path task = Files.createDirectory(this.tasks.resolve(Long.toString(id)));
		String stat = Files.readString(this.tasks.resolve("159/stat"))
			.replace("159 (worker 1)", id + " (new)")
			.replace(" 7522 ", " " + startTicks + " ");
		assertThat(stat).contains(" -1 0 0 0 1 0 0 ");
		Files.writeString(task.resolve("stat"), stat.replace(" -1 0 0 0 1 0 0 ", " -1 0 0 0 " + ioWait + " 0 0 "));
		Files.writeString(task.resolve("status"),
				"Name:\tnew\nvoluntary_ctxt_switches:\t%d\nnonvoluntary_ctxt_switches:\t%d\n".formatted(voluntary,
						involuntary));
	}

	private void end(long id) throws IOException {
		Path task = this.tasks.resolve(Long.toString(id));
		try (var files = Files.list(task)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(task);
	}

}
