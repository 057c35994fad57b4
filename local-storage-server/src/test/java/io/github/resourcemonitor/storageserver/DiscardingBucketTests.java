package io.github.resourcemonitor.storageserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.StorageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.github.resourcemonitor.storageserver.RunningServer.BUCKET;
import static io.github.resourcemonitor.storageserver.RunningServer.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for uploads whose content is counted and discarded.
 */
class DiscardingBucketTests {

	private static final BlobInfo INFO = BlobInfo.newBuilder(BUCKET, "a").setContentType("text/plain").build();

	private static final byte[] CONTENT = randomBytes(1_000_000);

	@RegisterExtension
	private final RunningServer running = new RunningServer();

	@BeforeEach
	void discard() {
		this.running.server().createDiscardingBucket(BUCKET);
	}

	@Test
	void countsCompressedBodyOfCreate() {
		byte[] text = "much the same ".repeat(100_000).getBytes();
		Blob blob = this.running.storage().create(INFO, text);
		assertThat(blob.getContentType()).isEqualTo("text/plain");
		assertDiscarded(text);
	}

	@Test
	void countsUncompressedBodyOfCreate() {
		this.running.storage().create(INFO, CONTENT, BlobTargetOption.disableGzipContent());
		assertDiscarded(CONTENT);
	}

	@Test
	void countsFile(@TempDir Path folder) throws IOException {
		this.running.storage().createFrom(INFO, Files.write(folder.resolve("file"), CONTENT));
		assertDiscarded(CONTENT);
	}

	@Test
	void countsChunksOfWriter() throws IOException {
		try (WriteChannel writer = this.running.storage().writer(INFO)) {
			writer.setChunkSize(256 * 1024);
			writer.write(ByteBuffer.wrap(CONTENT));
		}
		assertThat(this.running.server().requests()).hasSize(5);
		assertDiscarded(CONTENT);
	}

	@Test
	@SuppressWarnings("deprecation")
	void refusesContentThatDoesNotMatchItsChecksum() {
		BlobInfo info = INFO.toBuilder().setCrc32c("AAAAAA==").build();
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> this.running.storage()
				.createFrom(info, new ByteArrayInputStream(CONTENT), BlobWriteOption.crc32cMatch()))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(400));
		assertThat(this.running.server().object(BUCKET, "a")).isEmpty();
	}

	@Test
	void computesChecksumOfComposedObject() {
		byte[] first = randomBytes(1000);
		byte[] second = randomBytes(70_000);
		this.running.storage().create(BlobInfo.newBuilder(BUCKET, "1").build(), first);
		this.running.storage().create(BlobInfo.newBuilder(BUCKET, "2").build(), second);
		this.running.storage().compose(ComposeRequest.newBuilder().addSource("1", "2", "1").setTarget(INFO).build());
		assertDiscarded(ByteBuffer.allocate(72_000).put(first).put(second).put(first).array());
	}

	@Test
	void refusesDownload() {
		this.running.storage().create(INFO, CONTENT);
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> this.running.storage().readAllBytes(BUCKET, "a"))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(501));
	}

	@Test
	void keepsContentAgainInNewBucketOfItsName() {
		this.running.storage().delete(BUCKET);
		this.running.server().createBucket(BUCKET);
		this.running.storage().create(INFO, CONTENT);
		assertThat(this.running.object("a").content()).isEqualTo(CONTENT);
	}

	private void assertDiscarded(byte[] content) {
		StoredObject object = this.running.object("a");
		assertThat(object.size()).isEqualTo(content.length);
		assertThat(object.crc32c()).isEqualTo(Crc32c.of(content).base64());
		assertThatIllegalStateException().isThrownBy(object::content);
	}

}
