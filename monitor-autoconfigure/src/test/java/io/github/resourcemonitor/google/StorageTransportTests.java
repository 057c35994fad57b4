package io.github.resourcemonitor.google;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.spring.storage.GoogleStorageResource;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageBatch;
import com.google.cloud.storage.StorageException;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.client.RefusingPort;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.ServiceCallUsage.Requests;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import io.github.resourcemonitor.storageserver.DownloadHold;
import io.github.resourcemonitor.storageserver.LocalStorageServer;
import io.github.resourcemonitor.storageserver.RequestLine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.only;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for the recorded calls of Cloud Storage without annotations, with the real client
 * and a server that counts independently: the record has exactly the body bytes that the
 * server received and sent.
 */
class StorageTransportTests {

	private static final int SIZE = 600_000;

	private static final int CHUNK = 256 * 1024;

	private static final BlobId THERE = BlobId.of("bucket", "there");

	@RegisterExtension
	private final TestStorage local = new TestStorage();

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withBean(Storage.class, this.local::client)
		.withBean(Annotated.class);

	@BeforeEach
	void fill() {
		server().putObject("bucket", "there", "text/plain", content());
	}

	@Test
	void readsAllBytes() {
		ServiceCallUsage call = onlyCall((storage) -> assertThat(storage.readAllBytes(THERE)).isEqualTo(content()));
		assertDownload(call, SIZE);
		assertThat(call.requests()).isEqualTo(new Requests(1, 0, 0, SIZE, Map.of("200", 1L)));
	}

	@Test
	void downloadsToAFile(@TempDir Path folder) {
		assertDownload(onlyCall((storage) -> {
			storage.downloadTo(THERE, folder.resolve("file"));
			assertThat(folder.resolve("file")).hasSize(SIZE);
		}), SIZE);
	}

	@Test
	void downloadsToAStream() {
		assertDownload(onlyCall((storage) -> storage.downloadTo(THERE, new ByteArrayOutputStream())), SIZE);
	}

	@Test
	void readsThroughAChannel() {
		assertDownload(onlyCall((storage) -> {
			try (ReadChannel channel = storage.reader(THERE)) {
				assertThat(readFully(channel)).isEqualTo(content());
			}
		}), SIZE);
	}

	@Test
	void readsARangeThroughAChannel() {
		assertDownload(onlyCall((storage) -> {
			try (ReadChannel channel = storage.reader(THERE)) {
				channel.seek(1000);
				channel.limit(5000);
				assertThat(readFully(channel)).isEqualTo(Arrays.copyOfRange(content(), 1000, 5000));
			}
		}), 4000);
	}

	@Test
	void blobsUseTheMeasuredTransport(@TempDir Path folder) {
		List<ServiceCallUsage> calls = calls((storage) -> {
			Blob blob = storage.get(THERE);
			assertThat(blob.getContent()).isEqualTo(content());
			blob.downloadTo(folder.resolve("file"));
			try (ReadChannel channel = blob.reader()) {
				readFully(channel);
			}
		});
		assertThat(calls).extracting(ServiceCallUsage::operation, ServiceCallUsage::direction, ServiceCallUsage::count)
			.containsExactly(tuple("storage.objects.get", CallDirection.NONE, 1L),
					tuple("storage.objects.get", CallDirection.DOWNLOAD, 3L));
		assertThat(calls.get(1).bytes()).isEqualTo(3L * SIZE);
	}

	@Test
	void bucketsUseTheMeasuredTransport() {
		List<ServiceCallUsage> calls = calls((storage) -> {
			Bucket bucket = storage.get("bucket");
			bucket.create("created", content());
			bucket.create("streamed", new ByteArrayInputStream(content()));
			assertThat(bucket.get("created").getSize()).isEqualTo(SIZE);
			bucket.list().iterateAll().forEach((blob) -> {
			});
		});
		assertThat(calls).extracting(ServiceCallUsage::operation)
			.containsExactly("storage.buckets.get", "storage.objects.insert", "storage.objects.get",
					"storage.objects.list");
		assertThat(calls.get(1).count()).isEqualTo(2);
		assertThat(calls.get(1).bytes()).isEqualTo(2L * SIZE);
	}

	@Test
	void createsAnObjectThatIsCompressedOnTheWire() {
		ServiceCallUsage call = onlyCall((storage) -> storage.create(info("created"), content()));
		assertUpload(call, SIZE);
		assertThat(call.requests().sentBytes()).isLessThan(10_000);
	}

	@Test
	void createsAnObjectWithoutCompression() {
		ServiceCallUsage call = onlyCall(
				(storage) -> storage.create(info("created"), content(), Storage.BlobTargetOption.disableGzipContent()));
		assertUpload(call, SIZE);
		assertThat(call.requests().sentBytes()).isGreaterThan(SIZE);
	}

	@Test
	void createsAnEmptyObject() {
		assertUpload(onlyCall((storage) -> storage.create(info("empty"))), 0);
	}

	@Test
	void uploadsAFile(@TempDir Path folder) throws Exception {
		Path file = Files.write(folder.resolve("file"), content());
		assertUpload(onlyCall((storage) -> storage.createFrom(info("created"), file)), SIZE);
	}

	@Test
	void uploadsAStreamInChunks() {
		ServiceCallUsage call = onlyCall(
				(storage) -> storage.createFrom(info("created"), new ByteArrayInputStream(content()), CHUNK));
		assertUpload(call, SIZE);
		assertThat(call.requests().attempts()).isEqualTo(4);
		assertThat(call.requests().statuses()).containsOnly(entry("200", 2L), entry("308", 2L));
	}

	@Test
	void writesThroughAChannelInChunks() {
		ServiceCallUsage call = onlyCall((storage) -> {
			try (WriteChannel channel = storage.writer(info("written"))) {
				channel.setChunkSize(CHUNK);
				channel.write(ByteBuffer.wrap(content()));
			}
		});
		assertUpload(call, SIZE);
		assertThat(call.requests().sentBytes()).isGreaterThan(SIZE);
		assertThat(call.requests().retries()).isZero();
	}

	@Test
	void writesToASignedUrl() {
		ServiceCallUsage call = onlyCall((storage) -> {
			URL url = URI.create(server().uri() + "/bucket/signed?GoogleAccessId=me&Expires=1&Signature=abc").toURL();
			try (WriteChannel channel = storage.writer(url)) {
				channel.setChunkSize(CHUNK);
				channel.write(ByteBuffer.wrap(content()));
			}
		});
		assertUpload(call, SIZE);
		assertThat(server().object("bucket", "signed").get().content()).isEqualTo(content());
	}

	@Test
	void anInterruptedUploadCountsSentBytes() {
		server().cutUpload(RequestLine::isUpload, 100_000);
		server().cutUpload(RequestLine::isUpload, 100_000);
		server().cutUpload(RequestLine::isUpload, 100_000);
		server().cutUpload(RequestLine::isUpload, 100_000);
		withRecord((storage) -> assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> storage.create(info("cut"), random(SIZE))), (record, context) -> {
				ServiceCallUsage call = only(record.serviceCalls());
				assertThat(call.errors()).isOne();
				assertThat(call.requests().attempts()).isEqualTo(4);
				assertThat(call.requests().retries()).isEqualTo(3);
				assertThat(call.requests().sentBytes()).isGreaterThanOrEqualTo(400_000);
				assertThat(call.bytes()).isBetween(99_000L, (long) SIZE);
			});
	}

	@Test
	void aCancelledDownloadCountsReceivedBytes() {
		byte[] large = random(20_000_000);
		server().putObject("bucket", "large", "application/octet-stream", large);
		AtomicReference<Long> read = new AtomicReference<>();
		withRecord((storage) -> {
			try (DownloadHold hold = server().holdNextDownload(1_000_000)) {
				ReadChannel channel = storage.reader(BlobId.of("bucket", "large"));
				channel.setChunkSize(0);
				ByteBuffer buffer = ByteBuffer.allocate(500_000);
				while (buffer.hasRemaining()) {
					channel.read(buffer);
				}
				read.set((long) buffer.position());
				channel.close();
			}
		}, (record, context) -> {
			ServiceCallUsage call = only(record.serviceCalls());
			assertThat(call.count()).isOne();
			assertThat(call.bytes()).isEqualTo(read.get());
			assertThat(call.requests().receivedBytes()).isEqualTo(read.get());
		});
	}

	@Test
	void resourcesUseTheMeasuredTransport() {
		List<ServiceCallUsage> calls = calls((storage) -> {
			GoogleStorageResource resource = new GoogleStorageResource(storage, "gs://bucket/there", false);
			try (InputStream in = resource.getInputStream()) {
				assertThat(in.readAllBytes()).isEqualTo(content());
			}
			GoogleStorageResource target = new GoogleStorageResource(storage, "gs://bucket/written", true);
			try (OutputStream out = target.getOutputStream()) {
				out.write(content());
			}
		});
		assertThat(sum(calls, CallDirection.DOWNLOAD)).isEqualTo(SIZE);
		assertThat(sum(calls, CallDirection.UPLOAD)).isEqualTo(SIZE);
	}

	@Test
	void namesOperationsWithoutContentAsTheApiDoes() {
		List<ServiceCallUsage> calls = calls((storage) -> {
			storage.list("bucket").iterateAll().forEach((blob) -> {
			});
			storage.copy(CopyRequest.of(THERE, BlobId.of("bucket", "copy"))).getResult();
			storage.compose(ComposeRequest.of("bucket", List.of("there", "copy"), "composed"));
			storage.update(info("copy").toBuilder().setMetadata(Map.of("a", "b")).build());
			storage.delete(BlobId.of("bucket", "copy"));
			storage.create(BucketInfo.of("other"));
			storage.list().iterateAll().forEach((bucket) -> {
			});
			storage.delete("other");
		});
		assertThat(calls).extracting(ServiceCallUsage::operation)
			.containsExactly("storage.objects.list", "storage.objects.rewrite", "storage.objects.compose",
					"storage.objects.patch", "storage.objects.delete", "storage.buckets.insert", "storage.buckets.list",
					"storage.buckets.delete");
		assertThat(calls).allSatisfy((call) -> {
			assertThat(call.service()).isEqualTo("storage");
			assertThat(call.direction()).isEqualTo(CallDirection.NONE);
			assertThat(call.errors()).isZero();
			assertThat(call.durationNanos()).isPositive();
		});
	}

	@Test
	void aBatchIsOneCall() {
		ServiceCallUsage call = onlyCall((storage) -> {
			StorageBatch batch = storage.batch();
			batch.get(THERE);
			batch.delete(BlobId.of("bucket", "missing"));
			batch.submit();
		});
		assertThat(call.operation()).isEqualTo("storage.batch");
		assertThat(call.count()).isOne();
	}

	@Test
	void aRetriedCallIsOneCall() {
		server().failNext(2, 503);
		ServiceCallUsage call = onlyCall((storage) -> assertThat(storage.readAllBytes(THERE)).hasSize(SIZE));
		assertDownload(call, SIZE);
		assertThat(call.requests().attempts()).isEqualTo(3);
		assertThat(call.requests().retries()).isEqualTo(2);
		assertThat(call.requests().statuses()).containsOnly(entry("503", 2L), entry("200", 1L));
	}

	@Test
	void aCallWhoseRetriesAllFailIsOneError() {
		server().failNext(10, 503);
		ServiceCallUsage call = onlyCall((storage) -> assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> storage.readAllBytes(THERE)));
		assertThat(call.count()).isOne();
		assertThat(call.errors()).isOne();
		assertThat(call.bytes()).isNull();
		assertThat(call.requests().attempts()).isEqualTo(4);
		assertThat(call.requests().statuses()).containsOnly(entry("503", 4L));
	}

	@Test
	void aMissingObjectIsAnErrorIfItIsRead() {
		ServiceCallUsage call = onlyCall((storage) -> assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> storage.readAllBytes(BlobId.of("bucket", "missing"))));
		assertThat(call.errors()).isOne();
		assertThat(call.requests().statuses()).containsOnly(entry("404", 1L));
	}

	/**
	 * The client answers {@code null} or {@code false}.
	 */
	@Test
	void whatIsMissingIsAnAnswerIfTheClientTakesItAsOne() {
		BlobId missing = BlobId.of("bucket", "missing");
		List<ServiceCallUsage> calls = calls((storage) -> {
			assertThat(storage.get(missing)).isNull();
			assertThat(storage.delete(missing)).isFalse();
			assertThat(storage.get("nowhere")).isNull();
			assertThat(storage.delete("nowhere")).isFalse();
			assertThatExceptionOfType(StorageException.class).isThrownBy(() -> storage.list("nowhere"));
		});
		assertThat(calls)
			.extracting(ServiceCallUsage::operation, ServiceCallUsage::errors, (call) -> call.requests().statuses())
			.containsExactly(tuple("storage.objects.get", 0L, Map.of("404", 1L)),
					tuple("storage.objects.delete", 0L, Map.of("404", 1L)),
					tuple("storage.buckets.get", 0L, Map.of("404", 1L)),
					tuple("storage.buckets.delete", 0L, Map.of("404", 1L)),
					tuple("storage.objects.list", 1L, Map.of("404", 1L)));
	}

	@Test
	void theEndOfAnObjectIsAnAnswer() {
		ServiceCallUsage call = onlyCall((storage) -> {
			try (ReadChannel channel = storage.reader(THERE)) {
				channel.seek(SIZE);
				assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(-1);
			}
		});
		assertThat(call.count()).isOne();
		assertThat(call.errors()).isZero();
		assertThat(call.requests().statuses()).containsOnly(entry("416", 1L));
	}

	/**
	 * The server does not know the path; what counts is what was requested.
	 */
	@Test
	void aHostMayHaveAPath() {
		MonitorContexts.withoutReadings()
			.withBean(Storage.class, () -> TestStorage.client(server().uri() + "/emulator/"))
			.run((context) -> {
				context.getBean(ResourceMonitor.class)
					.run("handler", () -> context.getBean(Storage.class).get("bucket"));
				assertThat(onlyRecord(context).serviceCalls()).extracting(ServiceCallUsage::operation)
					.containsExactly("storage.buckets.get");
			});
	}

	@Test
	void aRetriedUploadCountsItsObjectOnceAndItsWireBytesTwice() {
		server().fail(RequestLine::isUpload, 1, 503);
		ServiceCallUsage call = onlyCall((storage) -> storage.create(info("created"), random(SIZE)));
		assertUpload(call, SIZE);
		assertThat(call.requests().retries()).isOne();
		assertThat(call.requests().sentBytes()).isGreaterThan(2L * SIZE);
	}

	@Test
	void aRetriedChunkIsPartOfItsUpload() {
		server().fail((line) -> line.isUpload() && line.method().equals("PUT"), 1, 1, 503);
		ServiceCallUsage call = onlyCall((storage) -> {
			try (WriteChannel channel = storage.writer(info("written"))) {
				channel.setChunkSize(CHUNK);
				channel.write(ByteBuffer.wrap(content()));
			}
		});
		assertUpload(call, SIZE);
		assertThat(call.requests().retries()).isOne();
		assertThat(call.requests().sentBytes()).isGreaterThan(SIZE + CHUNK);
		assertThat(server().object("bucket", "written").get().content()).isEqualTo(content());
	}

	@Test
	void aDownloadThatIsCutAndResumedIsOneCall() {
		server().cutNextDownload(200_000);
		ServiceCallUsage call = onlyCall((storage) -> {
			try (ReadChannel channel = storage.reader(THERE)) {
				assertThat(readFully(channel)).isEqualTo(content());
			}
		});
		assertDownload(call, SIZE);
		assertThat(call.requests().attempts()).isEqualTo(2);
		assertThat(call.requests().retries()).isOne();
		assertThat(call.requests().receivedBytes()).isEqualTo(SIZE);
	}

	@Test
	void aDownloadThatIsCutAndRestartedCountsItsObjectOnce() {
		server().cutNextDownload(200_000);
		ServiceCallUsage call = onlyCall((storage) -> assertThat(storage.readAllBytes(THERE)).hasSize(SIZE));
		assertDownload(call, SIZE);
		assertThat(call.requests().retries()).isOne();
		assertThat(call.requests().receivedBytes()).isEqualTo(SIZE + 200_000);
	}

	@Test
	void anAbandonedDownloadCountsReceivedBytes() throws Exception {
		byte[] large = random(20_000_000);
		server().putObject("bucket", "large", "application/octet-stream", large);
		withRecord((storage) -> {
			try (ReadChannel channel = storage.reader(BlobId.of("bucket", "large"))) {
				channel.setChunkSize(0);
				ByteBuffer buffer = ByteBuffer.allocate(100_000);
				while (buffer.hasRemaining()) {
					channel.read(buffer);
				}
			}
		}, (record, context) -> {
			ServiceCallUsage call = only(record.serviceCalls());
			assertThat(call.open()).isZero();
			assertThat(call.errors()).isZero();
			assertThat(call.bytes()).isEqualTo(100_000);
			assertThat(call.requests().receivedBytes()).isEqualTo(100_000);
		});
	}

	@Test
	void aChannelThatIsNotClosedIsAnOpenCallWithTheReceivedBytes() {
		AtomicReference<ReadChannel> left = new AtomicReference<>();
		withRecord((storage) -> {
			ReadChannel channel = storage.reader(THERE);
			channel.setChunkSize(0);
			ByteBuffer buffer = ByteBuffer.allocate(1000);
			while (buffer.hasRemaining()) {
				channel.read(buffer);
			}
			left.set(channel);
		}, (record, context) -> {
			ServiceCallUsage call = only(record.serviceCalls());
			assertThat(call.open()).isOne();
			assertThat(call.count()).isZero();
			assertThat(call.bytes()).isEqualTo(1000);
			assertThat(readFully(left.get())).hasSize(SIZE - 1000);
			ServiceCallUsage late = only(context.getBean(OutsideServiceCalls.class).late().usages());
			assertThat(late.count()).isOne();
			assertThat(late.bytes()).isEqualTo(SIZE - 1000);
		});
	}

	@Test
	void anUnfinishedUploadIsAnOpenCallWithTheSentBytes() {
		withRecord((storage) -> {
			WriteChannel channel = storage.writer(info("unfinished"));
			channel.setChunkSize(CHUNK);
			channel.write(ByteBuffer.wrap(content()));
		}, (record, context) -> {
			ServiceCallUsage call = only(record.serviceCalls());
			assertThat(call.open()).isOne();
			assertThat(call.bytes()).isEqualTo(2 * CHUNK);
			this.local.assertWire(record.serviceCalls());
		});
	}

	@Test
	void aBrokenConnectionIsAnErrorAndRethrowsItsException() throws Exception {
		try (RefusingPort gone = new RefusingPort()) {
			MonitorContexts.withoutReadings()
				.withBean(Storage.class, () -> TestStorage.client(gone.uri().toString()))
				.run((context) -> {
					context.getBean(ResourceMonitor.class)
						.run("handler", () -> assertThatExceptionOfType(StorageException.class)
							.isThrownBy(() -> context.getBean(Storage.class).readAllBytes(THERE)));
					ServiceCallUsage call = only(onlyRecord(context).serviceCalls());
					assertThat(call.errors()).isOne();
					assertThat(call.requests().statuses()).containsOnlyKeys("ConnectException");
				});
		}
	}

	@Test
	void requestsInsideAnAnnotatedMethodArePartOfItsCall() {
		withRecord((storage) -> {
		}, (before, context) -> {
			server().clearRequests();
			context.getBean(ResourceMonitor.class).run("annotated", () -> {
				Annotated annotated = context.getBean(Annotated.class);
				assertThat(annotated.readTwo()).hasSize(2 * SIZE);
				annotated.readAndForget();
			});
			List<ServiceCallUsage> calls = onlyRecord(context, "annotated").serviceCalls();
			assertThat(calls).hasSize(2);
			assertThat(calls.get(0).service()).isEqualTo("files");
			assertThat(calls.get(0).count()).isOne();
			assertThat(calls.get(0).bytes()).isEqualTo(2L * SIZE);
			assertThat(calls.get(0).requests()).isEqualTo(new Requests(2, 0, 0, 2L * SIZE, Map.of("200", 2L)));
			// The method has no measurable payload, but the transport has.
			assertThat(calls.get(1).operation()).isEqualTo("readAndForget");
			assertThat(calls.get(1).bytes()).isEqualTo(SIZE);
			assertThat(calls.get(1).unmeasured()).isZero();
			this.local.assertWire(calls);
		});
	}

	@Test
	void requestsOfAChannelThatAnAnnotatedMethodReturnsArePartOfItsCall() {
		withRecord((storage) -> {
		}, (before, context) -> {
			context.getBean(ResourceMonitor.class).call("annotated", () -> {
				try (ReadChannel channel = context.getBean(Annotated.class).reader()) {
					channel.setChunkSize(0);
					return readFully(channel);
				}
			});
			ServiceCallUsage call = only(onlyRecord(context, "annotated").serviceCalls());
			assertThat(call.operation()).isEqualTo("reader");
			assertThat(call.bytes()).isEqualTo(SIZE);
			assertThat(call.requests().receivedBytes()).isEqualTo(SIZE);
		});
	}

	@Test
	void callsOutsideAnyInvocationAreKeptSeparately() {
		this.runner.run((context) -> {
			context.getBean(Storage.class).readAllBytes(THERE);
			ServiceCallUsage call = only(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages());
			assertDownload(call, SIZE);
		});
	}

	@Test
	void threadsAreIndependent() throws Exception {
		this.runner.run((context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			Storage storage = context.getBean(Storage.class);
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				int size = 1000 * (i + 1);
				String name = "object" + i;
				Thread thread = new Thread(() -> monitor.run(name, () -> {
					storage.create(info(name), random(size));
					for (int n = 0; n < 5; n++) {
						storage.readAllBytes(BlobId.of("bucket", name));
					}
				}));
				thread.start();
				threads.add(thread);
			}
			for (Thread thread : threads) {
				thread.join();
			}
			for (int i = 0; i < 8; i++) {
				InvocationRecord record = onlyRecord(context, "object" + i);
				assertThat(record.transfers().uploadBytes()).isEqualTo(1000 * (i + 1));
				assertThat(record.transfers().downloadBytes()).isEqualTo(5 * 1000 * (i + 1));
			}
		});
	}

	private ServiceCallUsage onlyCall(Work work) {
		return only(calls(work));
	}

	/**
	 * Return the calls of an invocation, after asserting that they are all that the
	 * server counted.
	 */
	private List<ServiceCallUsage> calls(Work work) {
		List<ServiceCallUsage> calls = new ArrayList<>();
		withRecord(work, (record, context) -> {
			calls.addAll(record.serviceCalls());
			this.local.assertWire(calls);
			assertThat(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages()).isEmpty();
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
		return calls;
	}

	private void withRecord(Work work, Check check) {
		this.runner.run((context) -> {
			context.getBean(ResourceMonitor.class).call("handler", () -> {
				work.with(context.getBean(Storage.class));
				return null;
			});
			check.check(onlyRecord(context), context);
		});
	}

	private LocalStorageServer server() {
		return this.local.server();
	}

	private static void assertDownload(ServiceCallUsage call, long bytes) {
		assertCall(call, "storage.objects.get", CallDirection.DOWNLOAD, bytes);
	}

	private static void assertUpload(ServiceCallUsage call, long bytes) {
		assertCall(call, "storage.objects.insert", CallDirection.UPLOAD, bytes);
	}

	private static void assertCall(ServiceCallUsage call, String operation, CallDirection direction, long bytes) {
		assertThat(call.service()).isEqualTo("storage");
		assertThat(call.operation()).isEqualTo(operation);
		assertThat(call.direction()).isEqualTo(direction);
		assertThat(call.count()).isOne();
		assertThat(call.errors()).isZero();
		assertThat(call.open()).isZero();
		assertThat(call.bytes()).isEqualTo(bytes);
		assertThat(call.durationNanos()).isPositive();
	}

	private static long sum(List<ServiceCallUsage> calls, CallDirection direction) {
		return calls.stream()
			.filter((call) -> call.direction() == direction)
			.mapToLong((call) -> (call.bytes() != null) ? call.bytes() : 0)
			.sum();
	}

	private static byte[] readFully(ReadChannel channel) throws Exception {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
		while (channel.read(buffer) >= 0) {
			content.write(buffer.array(), 0, buffer.position());
			buffer.clear();
		}
		return content.toByteArray();
	}

	private static BlobInfo info(String name) {
		return BlobInfo.newBuilder("bucket", name).setContentType("text/plain").build();
	}

	private static byte[] content() {
		byte[] content = new byte[SIZE];
		for (int i = 0; i < SIZE; i++) {
			content[i] = (byte) ('a' + i % 26);
		}
		return content;
	}

	private static byte[] random(int size) {
		byte[] content = new byte[size];
		new Random(size).nextBytes(content);
		return content;
	}

	interface Work {

		void with(Storage storage) throws Exception;

	}

	interface Check {

		void check(InvocationRecord record, ApplicationContext context) throws Exception;

	}

	static class Annotated {

		private final Storage storage;

		Annotated(Storage storage) {
			this.storage = storage;
		}

		@CloudServiceCall(service = "files", operation = "readTwo", direction = CallDirection.DOWNLOAD)
		public byte[] readTwo() {
			byte[] one = this.storage.readAllBytes(THERE);
			byte[] two = this.storage.readAllBytes(THERE);
			byte[] both = Arrays.copyOf(one, one.length + two.length);
			System.arraycopy(two, 0, both, one.length, two.length);
			return both;
		}

		@CloudServiceCall(service = "files", direction = CallDirection.DOWNLOAD)
		public Object readAndForget() {
			return new Object[] { this.storage.readAllBytes(THERE).getClass() };
		}

		@CloudServiceCall(service = "files", direction = CallDirection.DOWNLOAD)
		public ReadChannel reader() {
			return this.storage.reader(THERE);
		}

	}

}
