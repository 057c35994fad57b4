package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.Arrays;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.resourcemonitor.storageserver.RunningServer.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for objects whose content is generated.
 */
class GeneratedObjectsTests {

	private static final long HUGE = 5_000_000_000L;

	@RegisterExtension
	private final RunningServer running = new RunningServer();

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1_000_003, 3_000_000 })
	void readsAllBytes(int size) {
		putGeneratedObject(size);
		byte[] content = this.running.storage().readAllBytes(BUCKET, "a");
		assertThat(content).hasSize(size).isEqualTo(this.running.object("a").content());
		assertThat(this.running.object("a").crc32c()).isEqualTo(ObjectContent.of(content).crc32c().base64());
	}

	@Test
	void readsRange() throws IOException {
		putGeneratedObject(3_000_000);
		try (ReadChannel reader = this.running.storage().reader(BUCKET, "a")) {
			reader.setChunkSize(0);
			reader.seek(999_000);
			reader.limit(2_100_000);
			assertThat(Channels.newInputStream(reader).readAllBytes())
				.isEqualTo(Arrays.copyOfRange(this.running.object("a").content(), 999_000, 2_100_000));
		}
		assertThat(this.running.server().requests()).singleElement()
			.satisfies((request) -> assertThat(request.responseBodyBytes()).isEqualTo(1_101_000));
	}

	@Test
	void readsEndOfObjectLargerThanAnArray() throws IOException {
		putGeneratedObject(HUGE);
		Blob blob = this.running.storage().get(BUCKET, "a");
		assertThat(blob.getSize()).isEqualTo(HUGE);
		try (ReadChannel reader = blob.reader()) {
			reader.setChunkSize(0);
			reader.seek(HUGE - 1000);
			assertThat(Channels.newInputStream(reader).readAllBytes()).hasSize(1000);
		}
		StoredObject object = this.running.object("a");
		assertThatIllegalStateException().isThrownBy(object::content);
	}

	@Test
	void streamsWithoutHoldingTheContent() {
		putGeneratedObject(200_000_000);
		this.running.storage().downloadTo(BlobId.of(BUCKET, "a"), OutputStream.nullOutputStream());
		assertThat(this.running.server().requests()).singleElement()
			.satisfies((request) -> assertThat(request.responseBodyBytes()).isEqualTo(200_000_000));
	}

	@Test
	void copiesWithoutReading() {
		putGeneratedObject(HUGE);
		this.running.storage().get(BUCKET, "a").copyTo(BUCKET, "b").getResult();
		assertThat(this.running.object("b").size()).isEqualTo(HUGE);
		assertThat(this.running.object("b").crc32c()).isEqualTo(this.running.object("a").crc32c());
	}

	@Test
	void refusesNegativeSize() {
		assertThatIllegalArgumentException().isThrownBy(() -> putGeneratedObject(-1));
	}

	private void putGeneratedObject(long size) {
		this.running.server().putGeneratedObject(BUCKET, "a", "application/octet-stream", size);
	}

}
