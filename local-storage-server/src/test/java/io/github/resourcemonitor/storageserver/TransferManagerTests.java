package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.transfermanager.DownloadResult;
import com.google.cloud.storage.transfermanager.ParallelDownloadConfig;
import com.google.cloud.storage.transfermanager.ParallelUploadConfig;
import com.google.cloud.storage.transfermanager.TransferManager;
import com.google.cloud.storage.transfermanager.TransferManagerConfig;
import com.google.cloud.storage.transfermanager.TransferStatus;
import com.google.cloud.storage.transfermanager.UploadResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.github.resourcemonitor.storageserver.RunningServer.BUCKET;
import static io.github.resourcemonitor.storageserver.RunningServer.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for parallel transfers by the real client.
 */
class TransferManagerTests {

	/** More than 128 MiB, the minimum size that the client downloads in parts. */
	private static final long LARGE = 140_000_000;

	private static final int LARGE_BUFFER = 32 * 1024 * 1024;

	private static final int BUFFER = 256 * 1024;

	private static final int PARTS = 40;

	@RegisterExtension
	private final RunningServer running = new RunningServer();

	@TempDir
	private Path folder;

	@Test
	void downloadsSmallObjectsWhole() throws Exception {
		this.running.server().putObject(BUCKET, "a", "text/plain", "first".getBytes());
		this.running.server().putObject(BUCKET, "b", "text/plain", "second".getBytes());
		assertThat(download(BUFFER, "a", "b")).extracting(DownloadResult::getStatus)
			.containsOnly(TransferStatus.SUCCESS);
		assertThat(this.folder.resolve("a")).hasContent("first");
		assertThat(this.folder.resolve("b")).hasContent("second");
		assertThat(downloadedBytes()).containsExactlyInAnyOrder(5L, 6L);
	}

	@Test
	void downloadsLargeObjectInRanges() throws Exception {
		this.running.server().putGeneratedObject(BUCKET, "a", "text/plain", LARGE);
		assertThat(download(LARGE_BUFFER, "a")).extracting(DownloadResult::getStatus)
			.containsOnly(TransferStatus.SUCCESS);
		assertThat(checksum(this.folder.resolve("a"))).isEqualTo(this.running.object("a").crc32c());
		assertThat(downloadedBytes()).containsExactlyInAnyOrder((long) LARGE_BUFFER, (long) LARGE_BUFFER,
				(long) LARGE_BUFFER, (long) LARGE_BUFFER, LARGE - 4L * LARGE_BUFFER);
	}

	@Test
	void resumesRangeThatWasCut() throws Exception {
		this.running.server().putGeneratedObject(BUCKET, "a", "text/plain", LARGE);
		this.running.server().cutNextDownload(20_000_000);
		assertThat(download(LARGE_BUFFER, "a")).extracting(DownloadResult::getStatus)
			.containsOnly(TransferStatus.SUCCESS);
		assertThat(checksum(this.folder.resolve("a"))).isEqualTo(this.running.object("a").crc32c());
		assertThat(downloadedBytes()).hasSize(6).contains(20_000_000L, LARGE_BUFFER - 20_000_000L);
		assertThat(downloadedBytes().mapToLong(Long::longValue).sum()).isEqualTo(LARGE);
	}

	@Test
	void uploadsSmallFileWhole() throws Exception {
		byte[] content = randomBytes(1000);
		assertThat(upload(content).getStatus()).isEqualTo(TransferStatus.SUCCESS);
		assertThat(this.running.object("a").content()).isEqualTo(content);
	}

	@Test
	void uploadsLargeFileInPartsAndComposesThem() throws Exception {
		byte[] content = randomBytes(PARTS * BUFFER - 1000);
		UploadResult result = upload(content);
		assertThat(result.getStatus()).isEqualTo(TransferStatus.SUCCESS);
		assertThat(result.getUploadedBlob().getCrc32c()).isEqualTo(Crc32c.of(content).base64());
		assertThat(this.running.object("a").content()).isEqualTo(content);
		assertThat(uploads()).hasSize(PARTS)
			.allSatisfy((request) -> assertThat(request.requestBodyBytes()).isGreaterThan(BUFFER - 1000));
		assertThat(requests("/compose")).hasSize(2);
		assertThat(this.running.storage().list(BUCKET).iterateAll()).hasSize(1);
	}

	@Test
	void uploadsPartsThatAreDiscarded() throws Exception {
		this.running.server().createDiscardingBucket(BUCKET);
		byte[] content = randomBytes(PARTS * BUFFER - 1000);
		assertThat(upload(content).getStatus()).isEqualTo(TransferStatus.SUCCESS);
		assertThat(this.running.object("a").size()).isEqualTo(content.length);
		assertThat(this.running.object("a").crc32c()).isEqualTo(Crc32c.of(content).base64());
	}

	@Test
	void uploadsPartAgainThatWasCut() throws Exception {
		byte[] content = randomBytes(PARTS * BUFFER);
		this.running.server().cutNextUpload(100_000);
		assertThat(upload(content).getStatus()).isEqualTo(TransferStatus.SUCCESS);
		assertThat(this.running.object("a").content()).isEqualTo(content);
		assertThat(uploads()).hasSize(PARTS + 1)
			.filteredOn((request) -> request.status() == 0)
			.singleElement()
			.satisfies((request) -> assertThat(request.requestBodyBytes()).isEqualTo(100_000));
	}

	private List<DownloadResult> download(int buffer, String... names) throws Exception {
		List<BlobInfo> blobs = Stream.of(names).map((name) -> BlobInfo.newBuilder(BUCKET, name).build()).toList();
		try (TransferManager transfers = transfers(buffer)) {
			return transfers.downloadBlobs(blobs,
					ParallelDownloadConfig.newBuilder().setBucketName(BUCKET).setDownloadDirectory(this.folder).build())
				.getDownloadResults();
		}
	}

	private UploadResult upload(byte[] content) throws Exception {
		Path file = Files.write(this.folder.resolve("a"), content);
		try (TransferManager transfers = transfers(BUFFER)) {
			return transfers
				.uploadFiles(List.of(file),
						ParallelUploadConfig.newBuilder()
							.setBucketName(BUCKET)
							.setUploadBlobInfoFactory((bucket, path) -> BlobInfo.newBuilder(bucket, "a").build())
							.build())
				.getUploadResults()
				.get(0);
		}
	}

	private TransferManager transfers(int buffer) {
		return TransferManagerConfig.newBuilder()
			.setStorageOptions(this.running.storage().getOptions())
			.setMaxWorkers(4)
			.setPerWorkerBufferSize(buffer)
			.setAllowDivideAndConquerDownload(true)
			.setAllowParallelCompositeUpload(true)
			.build()
			.getService();
	}

	private Stream<Long> downloadedBytes() {
		return this.running.server()
			.requests()
			.stream()
			.filter((request) -> request.line().isDownload())
			.map(RecordedRequest::responseBodyBytes);
	}

	private List<RecordedRequest> uploads() {
		return this.running.server().requests().stream().filter((request) -> request.line().isUpload()).toList();
	}

	private List<RecordedRequest> requests(String suffix) {
		return this.running.server().requests().stream().filter((request) -> request.path().endsWith(suffix)).toList();
	}

	private static String checksum(Path file) throws IOException {
		CRC32C checksum = new CRC32C();
		try (InputStream in = new CheckedInputStream(Files.newInputStream(file), checksum)) {
			in.transferTo(OutputStream.nullOutputStream());
		}
		return Crc32c.of(checksum).base64();
	}

}
