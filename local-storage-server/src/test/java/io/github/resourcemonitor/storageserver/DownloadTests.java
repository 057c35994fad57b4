package io.github.resourcemonitor.storageserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.StorageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.github.resourcemonitor.storageserver.RunningServer.BUCKET;
import static io.github.resourcemonitor.storageserver.RunningServer.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for downloads by the real client.
 */
class DownloadTests {

	private static final BlobId ID = BlobId.of(BUCKET, "a/b c.bin");

	private static final byte[] CONTENT = randomBytes(3_000_000);

	@RegisterExtension
	private final RunningServer running = new RunningServer();

	@BeforeEach
	void putObject() {
		this.running.server().putObject(BUCKET, ID.getName(), "application/octet-stream", CONTENT);
	}

	@Test
	void readsAllBytes() {
		assertThat(this.running.storage().readAllBytes(ID)).isEqualTo(CONTENT);
		assertThat(this.running.server().requests()).singleElement()
			.satisfies((request) -> assertThat(request.responseBodyBytes()).isEqualTo(CONTENT.length));
	}

	@Test
	void readsContentOfBlob() {
		Blob blob = this.running.storage().get(ID);
		assertThat(blob.getContent()).isEqualTo(CONTENT);
	}

	@Test
	void downloadsToPath(@TempDir Path folder) {
		Path file = folder.resolve("file");
		this.running.storage().downloadTo(ID, file);
		assertThat(file).hasBinaryContent(CONTENT);
	}

	@Test
	void downloadsToStream() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		this.running.storage().downloadTo(ID, out);
		assertThat(out.toByteArray()).isEqualTo(CONTENT);
	}

	@Test
	void readsToTheEnd() throws IOException {
		try (ReadChannel reader = this.running.storage().reader(ID)) {
			assertThat(Channels.newInputStream(reader).readAllBytes()).isEqualTo(CONTENT);
		}
	}

	@Test
	void readsRange() throws IOException {
		try (ReadChannel reader = this.running.storage().reader(ID)) {
			reader.setChunkSize(0);
			reader.seek(1000);
			reader.limit(1500);
			assertThat(Channels.newInputStream(reader).readAllBytes()).hasSize(500).startsWith(CONTENT[1000]);
		}
		assertThat(this.running.server().requests()).singleElement().satisfies((request) -> {
			assertThat(request.status()).isEqualTo(206);
			assertThat(request.responseBodyBytes()).isEqualTo(500);
		});
	}

	@Test
	void readsNothingAfterTheEnd() throws IOException {
		try (ReadChannel reader = this.running.storage().reader(ID)) {
			reader.seek(CONTENT.length);
			assertThat(reader.read(ByteBuffer.allocate(10))).isEqualTo(-1);
		}
		assertThat(this.running.server().requests()).extracting(RecordedRequest::status).containsOnly(416);
	}

	@Test
	void readsEmptyObject() throws IOException {
		this.running.server().putObject(BUCKET, "empty", "text/plain", new byte[0]);
		assertThat(this.running.storage().readAllBytes(BUCKET, "empty")).isEmpty();
		try (ReadChannel reader = this.running.storage().reader(BUCKET, "empty")) {
			assertThat(reader.read(ByteBuffer.allocate(10))).isEqualTo(-1);
		}
	}

	@Test
	void returnsCompressedObjectsUnchanged(@TempDir Path folder) throws IOException {
		byte[] text = "much the same ".repeat(1000).getBytes();
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(text);
		}
		BlobInfo info = BlobInfo.newBuilder(BUCKET, "text.gz")
			.setContentType("text/plain")
			.setContentEncoding("gzip")
			.build();
		this.running.storage().create(info, compressed.toByteArray());
		assertThat(this.running.storage().readAllBytes(info.getBlobId())).isEqualTo(text);
		Path raw = folder.resolve("raw");
		this.running.storage().downloadTo(info.getBlobId(), raw, BlobSourceOption.shouldReturnRawInputStream(true));
		assertThat(Files.readAllBytes(raw)).isEqualTo(compressed.toByteArray());
	}

	@Test
	void respondsToMissingObjectWithNotFound() {
		assertThat(this.running.storage().get(BUCKET, "missing")).isNull();
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> this.running.storage().readAllBytes(BUCKET, "missing"))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(404))
			.withMessageContaining("No such object: bucket/missing");
	}

	@Test
	void findsOnlyTheGenerationAskedFor() {
		long generation = this.running.object(ID.getName()).generation();
		assertThat(this.running.storage().get(BlobId.of(BUCKET, ID.getName(), generation))).isNotNull();
		assertThat(this.running.storage().get(BlobId.of(BUCKET, ID.getName(), generation + 1))).isNull();
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> this.running.storage().readAllBytes(ID, BlobSourceOption.generationMatch(generation + 1)))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(412));
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> this.running.storage().get(ID, BlobGetOption.generationNotMatch(generation)))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(304));
	}

}
