package io.github.resourcemonitor.storageserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageBatch;
import com.google.cloud.storage.StorageBatchResult;
import com.google.cloud.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.github.resourcemonitor.storageserver.RunningServer.BUCKET;
import static io.github.resourcemonitor.storageserver.RunningServer.TIMEOUT;
import static io.github.resourcemonitor.storageserver.RunningServer.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for injected faults and the reaction of the real client.
 */
class FaultsTests {

	private static final int CHUNK = 256 * 1024;

	@RegisterExtension
	private final RunningServer running = new RunningServer();

	@Test
	void clientRetriesFailedRequests() {
		this.running.server().putObject(BUCKET, "a", "text/plain", new byte[10]);
		this.running.server().failNext(2, 503);
		assertThat(this.running.storage().get(BUCKET, "a").getSize()).isEqualTo(10);
		assertThat(statuses()).containsExactly(503, 503, 200);
	}

	@Test
	void clientSeesFailureThatItDoesNotRetry() {
		this.running.server().failNext(1, 403);
		assertThatExceptionOfType(StorageException.class).isThrownBy(() -> this.running.storage().get(BUCKET, "a"))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(403));
		assertThat(statuses()).containsExactly(403);
	}

	@Test
	void clientGivesUpAfterTooManyFailures() {
		this.running.server().failNext(100, 503);
		assertThatExceptionOfType(StorageException.class).isThrownBy(() -> this.running.storage().get(BUCKET, "a"))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(503));
		this.running.server().clearFaults();
		assertThat(this.running.storage().get(BUCKET, "a")).isNull();
	}

	@Test
	void failsOnlyTheChosenRequest() {
		this.running.server().fail((line) -> line.path().endsWith("/a"), 1, 1, 500);
		this.running.storage().get(BUCKET, "a");
		this.running.storage().get(BUCKET, "b");
		this.running.storage().get(BUCKET, "a");
		assertThat(statuses()).containsExactly(404, 404, 500, 404);
	}

	@Test
	void failedUploadIsSentAgain() {
		byte[] content = randomBytes(100_000);
		this.running.server().fail(RequestLine::isUpload, 1, 503);
		this.running.storage()
			.create(BlobInfo.newBuilder(BUCKET, "a").build(), content, BlobTargetOption.doesNotExist());
		assertThat(this.running.object("a").content()).isEqualTo(content);
		List<RecordedRequest> requests = this.running.server().requests();
		assertThat(requests).extracting(RecordedRequest::status).containsExactly(503, 200);
		assertThat(requests).allSatisfy((request) -> assertThat(request.requestBodyBytes()).isGreaterThan(100_000));
	}

	@Test
	void failedChunkIsSentAgain() throws IOException {
		byte[] content = randomBytes(3 * CHUNK + 10);
		this.running.server().fail((line) -> line.method().equals("PUT"), 1, 1, 503);
		try (WriteChannel writer = this.running.storage().writer(BlobInfo.newBuilder(BUCKET, "a").build())) {
			writer.setChunkSize(CHUNK);
			writer.write(ByteBuffer.wrap(content));
		}
		assertThat(this.running.object("a").content()).isEqualTo(content);
		assertThat(statuses()).containsSubsequence(308, 503, 308, 308, 200);
	}

	@Test
	void cutDownloadIsResumedByReader() throws IOException {
		byte[] content = randomBytes(1_000_000);
		this.running.server().putObject(BUCKET, "a", "text/plain", content);
		this.running.server().cutNextDownload(300_000);
		try (ReadChannel reader = this.running.storage().reader(BUCKET, "a")) {
			assertThat(Channels.newInputStream(reader).readAllBytes()).isEqualTo(content);
		}
		assertThat(this.running.server().requests()).hasSizeGreaterThan(1)
			.first()
			.satisfies((request) -> assertThat(request.responseBodyBytes()).isEqualTo(300_000));
	}

	@Test
	void cutDownloadIsResumedByDownload() {
		byte[] content = randomBytes(1_000_000);
		this.running.server().putObject(BUCKET, "a", "text/plain", content);
		this.running.server().cutNextDownload(300_000);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		this.running.storage().downloadTo(BlobId.of(BUCKET, "a"), out);
		assertThat(out.toByteArray()).isEqualTo(content);
		assertThat(this.running.server().requests()).extracting(RecordedRequest::responseBodyBytes)
			.containsExactly(300_000L, 700_000L);
	}

	@Test
	void cutWaitsForDownloadThatIsLongEnough() {
		this.running.server().putObject(BUCKET, "a", "text/plain", new byte[10]);
		this.running.server().cutNextDownload(10);
		assertThat(this.running.storage().readAllBytes(BUCKET, "a")).hasSize(10);
		assertThat(this.running.server().requests()).hasSize(1);
	}

	@Test
	void cutUploadIsSentAgain() {
		byte[] content = randomBytes(1_000_000);
		this.running.server().cutNextUpload(300_000);
		this.running.storage()
			.create(BlobInfo.newBuilder(BUCKET, "a").build(), content, BlobTargetOption.doesNotExist());
		assertThat(this.running.object("a").content()).isEqualTo(content);
		assertThat(statuses()).containsExactly(0, 200);
		assertThat(this.running.server().requests().get(0).requestBodyBytes()).isEqualTo(300_000);
	}

	@Test
	void cutFileUploadIsResumed(@TempDir Path folder) throws IOException {
		byte[] content = randomBytes(1_000_000);
		Path file = Files.write(folder.resolve("file"), content);
		this.running.server().cutNextUpload(2 * CHUNK + 1000);
		this.running.storage().createFrom(BlobInfo.newBuilder(BUCKET, "a").build(), file);
		assertThat(this.running.object("a").content()).isEqualTo(content);
		assertThat(statuses()).containsExactly(200, 0, 308, 200);
		assertThat(this.running.server().requests()).extracting(RecordedRequest::requestBodyBytes)
			.endsWith(2L * CHUNK + 1000, 0L, 1_000_000L - 2 * CHUNK);
	}

	@Test
	void cutChunkIsResumed() throws IOException {
		byte[] content = randomBytes(4 * CHUNK);
		this.running.server().cutUpload((line) -> line.method().equals("PUT"), CHUNK + 1);
		try (WriteChannel writer = this.running.storage().writer(BlobInfo.newBuilder(BUCKET, "a").build())) {
			writer.setChunkSize(2 * CHUNK);
			writer.write(ByteBuffer.wrap(content));
		}
		assertThat(this.running.object("a").content()).isEqualTo(content);
		assertThat(this.running.server().requests()).extracting(RecordedRequest::requestBodyBytes)
			.containsSubsequence(CHUNK + 1L, 0L, (long) CHUNK, 2L * CHUNK);
	}

	@Test
	void cutUploadFailsIfItMayNotBeSentAgain() {
		this.running.server().cutNextUpload(0);
		assertThatExceptionOfType(StorageException.class).isThrownBy(
				() -> this.running.storage().create(BlobInfo.newBuilder(BUCKET, "a").build(), randomBytes(1_000_000)));
		assertThat(this.running.server().requests()).singleElement().satisfies((request) -> {
			assertThat(request.status()).isZero();
			assertThat(request.requestBodyBytes()).isZero();
		});
		assertThat(this.running.server().object(BUCKET, "a")).isEmpty();
	}

	@Test
	void cutWaitsForUploadThatIsLongEnough() {
		this.running.server().cutNextUpload(1_000_000);
		this.running.storage().create(BlobInfo.newBuilder(BUCKET, "a").build(), randomBytes(1_000));
		assertThat(statuses()).containsExactly(200);
		assertThatExceptionOfType(StorageException.class).isThrownBy(
				() -> this.running.storage().create(BlobInfo.newBuilder(BUCKET, "a").build(), randomBytes(1_100_000)));
		this.running.storage().create(BlobInfo.newBuilder(BUCKET, "a").build(), randomBytes(1_100_000));
		assertThat(statuses()).containsExactly(200, 0, 200);
	}

	@Test
	void heldDownloadGoesOnWhenReleased() throws Exception {
		byte[] content = randomBytes(1_000_000);
		this.running.server().putObject(BUCKET, "a", "text/plain", content);
		try (DownloadHold hold = this.running.server().holdNextDownload(300_000)) {
			CompletableFuture<byte[]> download = CompletableFuture
				.supplyAsync(() -> this.running.storage().readAllBytes(BUCKET, "a"));
			assertThat(hold.awaitReached(TIMEOUT)).isTrue();
			assertThat(download).isNotDone();
			assertThat(this.running.server().requests()).isEmpty();
			hold.release();
			assertThat(download).succeedsWithin(TIMEOUT).isEqualTo(content);
		}
		assertThat(this.running.server().requests()).singleElement()
			.satisfies((request) -> assertThat(request.responseBodyBytes()).isEqualTo(1_000_000));
	}

	@Test
	void downloadIsCancelledWhileHeld() throws Exception {
		byte[] content = randomBytes(1_000_000);
		this.running.server().putObject(BUCKET, "a", "text/plain", content);
		DownloadHold hold = this.running.server().holdNextDownload(300_000);
		try (ReadChannel reader = this.running.storage().reader(BUCKET, "a")) {
			reader.setChunkSize(0);
			ByteBuffer buffer = ByteBuffer.allocate(300_000);
			while (buffer.hasRemaining()) {
				reader.read(buffer);
			}
			assertThat(buffer.array()).isEqualTo(Arrays.copyOf(content, 300_000));
		}
		hold.cut();
		assertThat(this.running.awaitRequests()).singleElement().satisfies((request) -> {
			assertThat(request.status()).isEqualTo(200);
			assertThat(request.responseBodyBytes()).isEqualTo(300_000);
		});
	}

	@Test
	void closingTheServerEndsHold() throws Exception {
		this.running.server().putObject(BUCKET, "a", "text/plain", new byte[10]);
		DownloadHold hold = this.running.server().holdNextDownload(1);
		CompletableFuture<byte[]> download = CompletableFuture
			.supplyAsync(() -> this.running.storage().readAllBytes(BUCKET, "a"));
		assertThat(hold.awaitReached(TIMEOUT)).isTrue();
		this.running.server().close();
		assertThat(download).failsWithin(TIMEOUT);
	}

	@Test
	void failsInsideBatch() {
		this.running.server().putObject(BUCKET, "a", "text/plain", new byte[10]);
		this.running.server().putObject(BUCKET, "b", "text/plain", new byte[10]);
		this.running.server().fail((line) -> line.path().endsWith("/b"), 1, 403);
		StorageBatch batch = this.running.storage().batch();
		StorageBatchResult<Boolean> first = batch.delete(BUCKET, "a");
		StorageBatchResult<Boolean> second = batch.delete(BUCKET, "b");
		batch.submit();
		assertThat(first.get()).isTrue();
		assertThatExceptionOfType(StorageException.class).isThrownBy(second::get)
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(403));
		assertThat(this.running.server().object(BUCKET, "b")).isPresent();
		assertThat(statuses()).containsExactly(200);
	}

	private List<Integer> statuses() {
		return this.running.server().requests().stream().map(RecordedRequest::status).toList();
	}

}
