package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ResourceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OpenFilesReaderTests {

	@TempDir
	Path folder;

	@Test
	void listsADirectoryIfItsSizeIsNotTheCount() throws IOException {
		for (int i = 0; i < 40; i++) {
			Files.createFile(this.folder.resolve(Integer.toString(i)));
		}
		OpenFilesReader reader = new OpenFilesReader(this.folder);
		assertThat(reader.tier()).isEqualTo(ResourceReader.Tier.SLOW);
		assertThat(reader.columns().get(Column.FILES_OPEN).source()).isEqualTo("list of /proc/self/fd");
		long[] row = Captured.blankRow();
		reader.read(row);
		// The listing of the real directory includes the descriptor of the listing.
		assertThat(Captured.values(row)).containsOnlyKeys(Column.FILES_OPEN).containsValue(39L);
	}

	@Test
	void failsIfTheDirectoryWasRemoved() throws IOException {
		Path fd = Files.createDirectory(this.folder.resolve("fd"));
		for (int i = 0; i < 40; i++) {
			Files.createFile(fd.resolve(Integer.toString(i)));
		}
		OpenFilesReader reader = new OpenFilesReader(fd);
		for (int i = 0; i < 40; i++) {
			Files.delete(fd.resolve(Integer.toString(i)));
		}
		Files.delete(fd);
		long[] row = Captured.blankRow();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> reader.read(row)).withMessageContaining("listed");
		assertThat(Captured.values(row)).isEmpty();
	}

	@Test
	void failsIfTheDirectoryIsMissing() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> new OpenFilesReader(this.folder.resolve("absent")));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void includesFilesThatThisProcessOpens() throws IOException {
		OpenFilesReader reader = new OpenFilesReader(Path.of("/proc/self/fd"));
		Path file = Files.createFile(this.folder.resolve("file"));
		long[] row = Captured.blankRow();
		reader.read(row);
		long before = row[Column.FILES_OPEN.ordinal()];
		ProcFile[] files = new ProcFile[100];
		for (int i = 0; i < files.length; i++) {
			files[i] = new ProcFile(file, 16);
		}
		reader.read(row);
		for (ProcFile open : files) {
			open.close();
		}
		// Other threads of the JVM may open and close files as well.
		assertThat(row[Column.FILES_OPEN.ordinal()] - before).isBetween(80L, 120L);
	}

}
