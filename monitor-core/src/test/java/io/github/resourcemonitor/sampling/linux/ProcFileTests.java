package io.github.resourcemonitor.sampling.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProcFileTests {

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 15, 16, 17, 2047, 2048, 2049, 100_000 })
	void readsTheWholeFileWithAnyBufferSize(int length) throws IOException {
		String content = "0123456789".repeat(length / 10 + 1).substring(0, length);
		try (ProcFile file = new ProcFile(write(content), 16)) {
			assertThat(string(file.read())).isEqualTo(content);
			assertThat(string(file.read())).isEqualTo(content);
		}
	}

	@Test
	void readsAgainInPlace() throws IOException {
		Path path = write("first 1");
		try (ProcFile file = new ProcFile(path, 64)) {
			assertThat(string(file.read())).isEqualTo("first 1");
			Files.writeString(path, "second 22");
			assertThat(string(file.read())).isEqualTo("second 22");
			Files.writeString(path, "3");
			assertThat(string(file.read())).isEqualTo("3");
			Files.writeString(path, "");
			assertThat(file.read().hasMore()).isFalse();
		}
	}

	@Test
	void followsAGrowingFile() throws IOException {
		Path path = write("");
		StringBuilder content = new StringBuilder();
		try (ProcFile file = new ProcFile(path, 32)) {
			for (int i = 0; i < 200; i++) {
				content.append("line ").append(i).append('\n');
				Files.writeString(path, content);
				assertThat(string(file.read())).isEqualTo(content.toString());
			}
		}
	}

	@Test
	void interruptedThreadStillReadsAndRemainsInterrupted() throws Exception {
		try (ProcFile file = new ProcFile(write("content"), 64)) {
			Callable<Boolean> reading = () -> {
				Thread.currentThread().interrupt();
				assertThat(string(file.read())).isEqualTo("content");
				assertThat(string(file.read())).isEqualTo("content");
				return Thread.currentThread().isInterrupted();
			};
			FutureTask<Boolean> task = new FutureTask<>(reading);
			Thread thread = new Thread(task);
			thread.start();
			assertThat(task.get()).isTrue();
			assertThat(string(file.read())).isEqualTo("content");
		}
	}

	@Test
	void closedFileCannotBeRead() throws IOException {
		ProcFile file = new ProcFile(write("content"), 64);
		file.close();
		file.close();
		assertThatExceptionOfType(IOException.class).isThrownBy(file::read);
	}

	@Test
	void missingFileCannotBeOpened() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> new ProcFile(this.folder.resolve("absent"), 64));
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> ProcFile.readOnce(this.folder.resolve("absent").toString(), new Text(64)));
	}

	@Test
	void readsOnceIntoAReusedText() throws IOException {
		Text text = new Text(4);
		assertThat(string(ProcFile.readOnce(write("a long content").toString(), text))).isEqualTo("a long content");
		assertThat(string(ProcFile.readOnce(write("short").toString(), text))).isEqualTo("short");
	}

	private Path write(String content) throws IOException {
		return Files.write(this.folder.resolve("file"), content.getBytes(StandardCharsets.US_ASCII));
	}

	private static String string(Text text) {
		StringBuilder result = new StringBuilder();
		while (text.hasMore()) {
			int from = text.position();
			text.position(from + 1);
			result.append(text.substring(from, from + 1));
		}
		return result.toString();
	}

}
