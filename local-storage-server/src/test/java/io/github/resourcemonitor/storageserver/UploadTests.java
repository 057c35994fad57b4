package io.github.resourcemonitor.storageserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.github.resourcemonitor.storageserver.RunningServer.BUCKET;
import static io.github.resourcemonitor.storageserver.RunningServer.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for uploads by the real client.
 */
class UploadTests {

	private static final int CHUNK = 256 * 1024;

	@RegisterExtension
	private final RunningServer running = new RunningServer();

	@Test
	void createStoresCompressedBody() {
		byte[] text = "much the same ".repeat(40_000).getBytes();
		BlobInfo info = BlobInfo.newBuilder(BUCKET, "folder/text é+%.txt")
			.setContentType("text/plain")
			.setCacheControl("no-store")
			.setMetadata(Map.of("owner", "me"))
			.build();
		Blob blob = this.running.storage().create(info, text);
		StoredObject object = this.running.object("folder/text é+%.txt");
		assertThat(object.content()).isEqualTo(text);
		assertThat(object.contentType()).isEqualTo("text/plain");
		assertThat(blob.getSize()).isEqualTo(text.length);
		assertThat(blob.getCacheControl()).isEqualTo("no-store");
		assertThat(blob.getMetadata()).containsEntry("owner", "me");
		assertThat(blob.getCrc32c()).isEqualTo(object.crc32c());
		assertThat(blob.getMd5()).isEqualTo(object.md5Hash());
		assertThat(this.running.server().requests()).singleElement()
			.satisfies((request) -> assertThat(request.requestBodyBytes()).isBetween(1L, 20_000L));
	}

	@Test
	void createStoresUncompressedBody() {
		byte[] content = randomBytes(100_000);
		this.running.storage()
			.create(BlobInfo.newBuilder(BUCKET, "plain").build(), content, BlobTargetOption.disableGzipContent());
		assertThat(this.running.object("plain").content()).isEqualTo(content);
		assertThat(this.running.server().requests()).singleElement()
			.satisfies((request) -> assertThat(request.requestBodyBytes()).isBetween(100_001L, 102_000L));
	}

	@Test
	void storesEmptyObject() {
		Blob blob = this.running.storage().create(BlobInfo.newBuilder(BUCKET, "empty").build());
		assertThat(blob.getSize()).isZero();
		assertThat(this.running.object("empty").content()).isEmpty();
	}

	@Test
	@SuppressWarnings("deprecation")
	void createStoresContentOfStream() {
		byte[] content = randomBytes(50_000);
		this.running.storage().create(BlobInfo.newBuilder(BUCKET, "stream").build(), new ByteArrayInputStream(content));
		assertThat(this.running.object("stream").content()).isEqualTo(content);
	}

	@Test
	void storesFile(@TempDir Path folder) throws IOException {
		byte[] content = randomBytes(3_000_000);
		Path file = Files.write(folder.resolve("file"), content);
		Blob blob = this.running.storage().createFrom(BlobInfo.newBuilder(BUCKET, "file").build(), file);
		assertThat(blob.getSize()).isEqualTo(content.length);
		assertThat(this.running.object("file").content()).isEqualTo(content);
		assertThat(this.running.server().requests()).extracting(RecordedRequest::method).containsExactly("POST", "PUT");
		assertThat(this.running.server().requests().get(1).requestBodyBytes()).isEqualTo(content.length);
	}

	@Test
	void storesEmptyFile(@TempDir Path folder) throws IOException {
		Path file = Files.createFile(folder.resolve("file"));
		this.running.storage().createFrom(BlobInfo.newBuilder(BUCKET, "file").build(), file);
		assertThat(this.running.object("file").content()).isEmpty();
	}

	@Test
	void assemblesChunksOfWriter() throws IOException {
		byte[] content = randomBytes(3 * CHUNK + 1234);
		write("chunks", content);
		assertThat(this.running.object("chunks").content()).isEqualTo(content);
		List<RecordedRequest> requests = this.running.server().requests();
		assertThat(requests).extracting(RecordedRequest::status).containsExactly(200, 308, 308, 308, 200);
		assertThat(requests.stream().filter((request) -> request.method().equals("PUT")))
			.extracting(RecordedRequest::requestBodyBytes)
			.containsExactly((long) CHUNK, (long) CHUNK, (long) CHUNK, 1234L);
	}

	@Test
	void assemblesWriterOfWholeChunks() throws IOException {
		byte[] content = randomBytes(2 * CHUNK);
		write("chunks", content);
		assertThat(this.running.object("chunks").content()).isEqualTo(content);
	}

	@Test
	void storesEmptyWriter() throws IOException {
		write("nothing", new byte[0]);
		assertThat(this.running.object("nothing").content()).isEmpty();
	}

	@Test
	@SuppressWarnings("deprecation")
	void refusesContentThatDoesNotMatchItsChecksum() {
		BlobInfo info = BlobInfo.newBuilder(BUCKET, "wrong").setCrc32c("AAAAAA==").build();
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> this.running.storage()
				.createFrom(info, new ByteArrayInputStream(new byte[] { 1, 2, 3 }), BlobWriteOption.crc32cMatch()))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(400));
		assertThat(this.running.server().object(BUCKET, "wrong")).isEmpty();
	}

	@Test
	void refusesSecondCreationIfNoneMayExist() throws IOException {
		BlobInfo info = BlobInfo.newBuilder(BUCKET, "once").build();
		this.running.storage().create(info, new byte[] { 1 }, BlobTargetOption.doesNotExist());
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> this.running.storage().create(info, new byte[] { 2 }, BlobTargetOption.doesNotExist()))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(412));
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> this.running.storage()
				.createFrom(info, new ByteArrayInputStream(new byte[] { 3 }), BlobWriteOption.doesNotExist()))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(412));
		assertThat(this.running.object("once").content()).containsExactly(1);
	}

	@Test
	void overwritesOnlyTheGenerationThatMatches() {
		Blob first = this.running.storage().create(BlobInfo.newBuilder(BUCKET, "object").build(), new byte[] { 1 });
		Blob second = this.running.storage()
			.create(first.toBuilder().build(), new byte[] { 2 }, BlobTargetOption.generationMatch());
		assertThat(second.getGeneration()).isGreaterThan(first.getGeneration());
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> this.running.storage()
				.create(first.toBuilder().build(), new byte[] { 3 }, BlobTargetOption.generationMatch()))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(412));
	}

	@Test
	void refusesUploadToMissingBucket() {
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(
					() -> this.running.storage().create(BlobInfo.newBuilder("missing", "a").build(), new byte[] { 1 }))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(404));
	}

	private void write(String name, byte[] content) throws IOException {
		try (WriteChannel writer = this.running.storage().writer(BlobInfo.newBuilder(BUCKET, name).build())) {
			writer.setChunkSize(CHUNK);
			writer.write(ByteBuffer.wrap(content));
		}
	}

}
