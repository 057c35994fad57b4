package io.github.resourcemonitor.storageserver;

import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StorageServerMain}.
 */
class StorageServerMainTests {

	@Test
	void servesInItsOwnProcess() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx32m", "-cp", System.getProperty("java.class.path"), StorageServerMain.class.getName(),
				"--generated=there/a:50000000", "--discarding-bucket=nowhere")
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader out = process.inputReader()) {
			try (Storage storage = RunningServer.client(URI.create(out.readLine()))) {
				byte[] content = storage.readAllBytes("there", "a");
				assertThat(content).hasSize(50_000_000);
				assertThat(storage.create(BlobInfo.newBuilder("nowhere", "b").build(), content).getCrc32c())
					.isEqualTo(storage.get("there", "a").getCrc32c());
			}
		}
		finally {
			process.destroy();
		}
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void startsAccordingToItsArguments() {
		try (LocalStorageServer server = StorageServerMain.start("--port=0", "--bucket=one", "--bucket=two",
				"--generated=three/a:b:10", "--generated=three/c:20")) {
			server.putObject("one", "a", "text/plain", new byte[1]);
			server.putObject("two", "a", "text/plain", new byte[1]);
			assertThat(server.object("three", "a:b")).get().extracting(StoredObject::size).isEqualTo(10L);
			assertThat(server.object("three", "c")).get().extracting(StoredObject::size).isEqualTo(20L);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "8080", "--port=many", "--buckets=a", "--generated=a", "--generated=a/b:c" })
	void refusesOtherArguments(String arg) {
		assertThatIllegalArgumentException().isThrownBy(() -> StorageServerMain.start(arg).close());
	}

}
