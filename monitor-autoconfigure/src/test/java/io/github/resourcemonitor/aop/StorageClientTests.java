package io.github.resourcemonitor.aop;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.google.TestStorage;
import io.github.resourcemonitor.record.ServiceCallUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyServiceCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CloudServiceCall} with the real client of Google Cloud Storage and a
 * server that implements its protocol: the bytes of a call are those of the object,
 * regardless of the transfer.
 */
class StorageClientTests {

	private static final int SIZE = 600_000;

	@RegisterExtension
	private final TestStorage local = new TestStorage();

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withBean(Storage.class, this.local::client)
		.withBean(Files.class);

	@BeforeEach
	void fill() {
		this.local.server().putObject("bucket", "there", "text/plain", content());
	}

	@Test
	void readsAllBytes() {
		assertDownloaded((files) -> assertThat(files.readAll("there")).isEqualTo(content()), SIZE);
	}

	@Test
	void downloadsToAPath(@TempDir Path folder) {
		assertDownloaded((files) -> {
			files.download("there", folder.resolve("file"));
			assertThat(folder.resolve("file")).hasSize(SIZE);
		}, SIZE);
	}

	@Test
	void readsThroughAChannel() {
		assertDownloaded((files) -> {
			try (ReadChannel channel = files.reader("there")) {
				ByteBuffer buffer = ByteBuffer.allocate(SIZE + 1);
				while (channel.read(buffer) >= 0) {
					assertThat(buffer.hasRemaining()).isTrue();
				}
				assertThat(Arrays.copyOf(buffer.array(), SIZE)).isEqualTo(content());
			}
		}, SIZE);
	}

	@Test
	void readsAPartThroughAChannel() {
		assertDownloaded((files) -> {
			try (ReadChannel channel = files.reader("there")) {
				channel.setChunkSize(64 * 1024);
				channel.seek(1000);
				ByteBuffer buffer = ByteBuffer.allocate(100);
				while (buffer.hasRemaining()) {
					channel.read(buffer);
				}
			}
		}, 100);
	}

	@Test
	void createsAnObject() {
		assertUploaded("created", (files) -> files.create("created", content()), SIZE);
	}

	@Test
	void writesThroughAChannel() {
		assertUploaded("written", (files) -> {
			try (WriteChannel channel = files.writer("written")) {
				channel.setChunkSize(256 * 1024);
				ByteBuffer buffer = ByteBuffer.wrap(content());
				while (buffer.hasRemaining()) {
					channel.write(buffer);
				}
			}
		}, SIZE);
	}

	@Test
	void measuresABlobByItsMetadata() {
		assertDownloaded((files) -> assertThat(files.get("there").getName()).isEqualTo("there"), SIZE);
	}

	@Test
	void missingObjectIsAnError() {
		this.runner.run((context) -> {
			context.getBean(ResourceMonitor.class)
				.run("handler", () -> assertThatExceptionOfType(StorageException.class)
					.isThrownBy(() -> context.getBean(Files.class).readAll("missing")));
			assertThat(onlyServiceCall(context).errors()).isOne();
			assertThat(onlyServiceCall(context).bytes()).isNull();
		});
	}

	@Test
	void handlerHasTheTransfersOfAllItsCalls() {
		this.runner.withBean(Copier.class).run((context) -> {
			context.getBean(Copier.class).copy("there", "copy");
			assertThat(onlyRecord(context).transfers().calls()).isEqualTo(2);
			assertThat(onlyRecord(context).transfers().downloadBytes()).isEqualTo(SIZE);
			assertThat(onlyRecord(context).transfers().uploadBytes()).isEqualTo(SIZE);
		});
	}

	private void assertDownloaded(Work work, long bytes) {
		assertMeasured(work, CallDirection.DOWNLOAD, bytes);
	}

	private void assertUploaded(String name, Work work, long bytes) {
		assertMeasured(work, CallDirection.UPLOAD, bytes);
		assertThat(this.local.server().object("bucket", name))
			.hasValueSatisfying((object) -> assertThat(object.content()).isEqualTo(content()));
	}

	private void assertMeasured(Work work, CallDirection direction, long bytes) {
		this.runner.run((context) -> {
			context.getBean(ResourceMonitor.class).call("handler", () -> {
				work.with(context.getBean(Files.class));
				return null;
			});
			ServiceCallUsage usage = onlyServiceCall(context);
			assertThat(usage.direction()).isEqualTo(direction);
			assertThat(usage.count()).isOne();
			assertThat(usage.errors()).isZero();
			assertThat(usage.bytes()).isEqualTo(bytes);
		});
	}

	private static byte[] content() {
		byte[] content = new byte[SIZE];
		for (int i = 0; i < SIZE; i++) {
			content[i] = (byte) ('a' + i % 26);
		}
		return content;
	}

	interface Work {

		void with(Files files) throws Exception;

	}

	static class Files {

		private final Storage storage;

		Files(Storage storage) {
			this.storage = storage;
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public byte[] readAll(String name) {
			return this.storage.readAllBytes(BlobId.of("bucket", name));
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public void download(String name, Path target) {
			this.storage.downloadTo(BlobId.of("bucket", name), target);
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public ReadChannel reader(String name) {
			return this.storage.reader(BlobId.of("bucket", name));
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public Blob get(String name) {
			return this.storage.get(BlobId.of("bucket", name));
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public void create(String name, byte[] content) {
			this.storage.create(BlobInfo.newBuilder("bucket", name).setContentType("text/plain").build(), content);
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public WriteChannel writer(String name) {
			return this.storage.writer(BlobInfo.newBuilder("bucket", name).build());
		}

	}

	static class Copier {

		private final Files files;

		Copier(Files files) {
			this.files = files;
		}

		@MonitoredHandler
		public void copy(String from, String to) {
			this.files.create(to, this.files.readAll(from));
		}

	}

}
