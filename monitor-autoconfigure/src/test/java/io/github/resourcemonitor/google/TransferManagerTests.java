package io.github.resourcemonitor.google;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.transfermanager.DownloadResult;
import com.google.cloud.storage.transfermanager.ParallelDownloadConfig;
import com.google.cloud.storage.transfermanager.ParallelUploadConfig;
import com.google.cloud.storage.transfermanager.TransferManager;
import com.google.cloud.storage.transfermanager.TransferManagerConfig;
import com.google.cloud.storage.transfermanager.TransferStatus;
import com.google.cloud.storage.transfermanager.UploadResult;
import com.google.common.collect.ImmutableMap;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.only;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for transfers whose requests the storage client sends from its own threads.
 */
class TransferManagerTests {

	private static final int SIZE = 100_000;

	/**
	 * The minimum size that the client downloads in parts.
	 */
	private static final long LARGE = 128L * 1024 * 1024 + 1;

	@RegisterExtension
	private final TestStorage local = new TestStorage();

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withBean(Storage.class, this.local::client);

	@TempDir
	private Path folder;

	@BeforeEach
	void fill() {
		for (int i = 0; i < 4; i++) {
			this.local.server().putObject("bucket", "object" + i, "text/plain", new byte[SIZE + i]);
		}
	}

	@Test
	void downloadsAreAttributedToTheInvocationThatStartedThem() {
		with(config(), (context, manager) -> {
			context.getBean(ResourceMonitor.class)
				.run("handler", () -> assertThat(download(manager, 0, 1, 2, 3)).extracting(DownloadResult::getStatus)
					.containsOnly(TransferStatus.SUCCESS));
			ServiceCallUsage call = only(onlyRecord(context, "handler").serviceCalls());
			assertThat(call.operation()).isEqualTo("storage.objects.get");
			assertThat(call.count()).isEqualTo(4);
			assertThat(call.bytes()).isEqualTo(4 * SIZE + 6);
			assertWire(context, "handler");
		});
	}

	@Test
	void uploadsAreAttributedToTheInvocationThatStartedThem() throws Exception {
		List<Path> files = List.of(file("one", 1000), file("two", 2000), file("three", 3000));
		with(config(), (context, manager) -> {
			context.getBean(ResourceMonitor.class)
				.call("handler", () -> assertThat(upload(manager, files)).extracting(UploadResult::getStatus)
					.containsOnly(TransferStatus.SUCCESS));
			InvocationRecord record = onlyRecord(context, "handler");
			assertThat(record.transfers().uploadBytes()).isEqualTo(6000);
			assertThat(record.transfers().calls()).isEqualTo(3);
			assertWire(context, "handler");
		});
	}

	@Test
	void aDownloadInPartsIsAttributedToItsInvocation() {
		this.local.server().putGeneratedObject("bucket", "large", "application/octet-stream", LARGE);
		TransferManagerConfig.Builder divided = config().setAllowDivideAndConquerDownload(true)
			.setPerWorkerBufferSize(64 * 1024 * 1024);
		with(divided, (context, manager) -> {
			context.getBean(ResourceMonitor.class)
				.run("handler",
						() -> assertThat(downloadAll(manager, List.of(blob("large"))))
							.extracting(DownloadResult::getStatus)
							.containsOnly(TransferStatus.SUCCESS));
			InvocationRecord record = onlyRecord(context, "handler");
			assertThat(record.transfers().downloadBytes()).isEqualTo(LARGE);
			assertThat(record.serviceCalls().stream().mapToLong(ServiceCallUsage::count).sum()).isGreaterThan(2);
			assertWire(context, "handler");
		});
	}

	@Test
	void anUploadInPartsIsAttributedToItsInvocation() throws Exception {
		Path file = file("large", 6 * 1024 * 1024);
		TransferManagerConfig.Builder composed = config().setAllowParallelCompositeUpload(true)
			.setPerWorkerBufferSize(1024 * 1024);
		with(composed, (context, manager) -> {
			context.getBean(ResourceMonitor.class)
				.call("handler", () -> assertThat(upload(manager, List.of(file))).extracting(UploadResult::getStatus)
					.containsOnly(TransferStatus.SUCCESS));
			assertThat(onlyRecord(context, "handler").transfers().uploadBytes()).isEqualTo(6L * 1024 * 1024);
			assertThat(onlyRecord(context, "handler").serviceCalls()).extracting(ServiceCallUsage::operation)
				.contains("storage.objects.compose");
		});
	}

	@Test
	void concurrentTransfersAreAttributedToTheirInvocations() {
		with(config(), (context, manager) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			CyclicBarrier together = new CyclicBarrier(2);
			List<Thread> threads = IntStream.range(0, 2).mapToObj((n) -> new Thread(() -> {
				try {
					monitor.call("handler" + n, () -> {
						together.await();
						return download(manager, n, 2 + n);
					});
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			})).toList();
			threads.forEach(Thread::start);
			for (Thread thread : threads) {
				thread.join();
			}
			assertThat(onlyRecord(context, "handler0").transfers().downloadBytes()).isEqualTo(2 * SIZE + 2);
			assertThat(onlyRecord(context, "handler1").transfers().downloadBytes()).isEqualTo(2 * SIZE + 4);
		});
	}

	@Test
	void aTransferInsideAServiceCallIsPartOfIt() {
		with(config(), (context, manager) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			monitor.call("handler", () -> monitor.callService("files", "fetch", CallDirection.DOWNLOAD,
					() -> download(manager, 0, 1).size()));
			ServiceCallUsage call = only(onlyRecord(context, "handler").serviceCalls());
			assertThat(call.service()).isEqualTo("files");
			assertThat(call.requests().attempts()).isEqualTo(2);
			assertThat(call.requests().receivedBytes()).isEqualTo(2 * SIZE + 1);
		});
	}

	@Test
	void headersOfTheApplicationAreKept() {
		with(config(), (context, manager) -> {
			ParallelDownloadConfig config = downloads()
				.setOptionsPerRequest(List.of(BlobSourceOption.extraHeaders(ImmutableMap.of("x-mine", "1"))))
				.build();
			context.getBean(ResourceMonitor.class)
				.run("handler",
						() -> assertThat(manager.downloadBlobs(List.of(blob("object0")), config).getDownloadResults())
							.extracting(DownloadResult::getStatus)
							.containsOnly(TransferStatus.SUCCESS));
			assertThat(only(onlyRecord(context, "handler").serviceCalls()).bytes()).isEqualTo(SIZE);
		});
	}

	@Test
	void aManagerWithAnUnmeasuredClientIsUnchangedAndReported() {
		this.runner
			.withBean("manager", TransferManager.class,
					() -> config().setStorageOptions(this.local.client().getOptions()).build().getService())
			.run((context) -> {
				ParallelDownloadConfig config = downloads().build();
				context.getBean(ResourceMonitor.class)
					.run("handler",
							() -> assertThat(context.getBean(TransferManager.class)
								.downloadBlobs(List.of(blob("object0")), config)
								.getParallelDownloadConfig()).isSameAs(config));
				assertThat(only(context.getBean(UninstrumentedClients.class).findAll()).bean()).isEqualTo("manager");
			});
	}

	@Test
	void transfersOutsideAnyInvocationAreKeptSeparately() {
		with(config(), (context, manager) -> {
			ParallelDownloadConfig config = downloads().build();
			assertThat(manager.downloadBlobs(List.of(blob("object0")), config)).satisfies((job) -> {
				assertThat(job.getDownloadResults()).hasSize(1);
				assertThat(job.getParallelDownloadConfig()).isSameAs(config);
			});
			assertThat(only(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages()).bytes())
				.isEqualTo(SIZE);
		});
	}

	private void with(TransferManagerConfig.Builder config, Check check) {
		this.runner
			.withInitializer((context) -> ((GenericApplicationContext) context).registerBean(TransferManager.class,
					() -> config.setStorageOptions(context.getBean(Storage.class).getOptions()).build().getService()))
			.run((context) -> {
				check.check(context, context.getBean(TransferManager.class));
				assertThat(context.getBean(Failures.class).summaries()).isEmpty();
			});
	}

	private List<DownloadResult> download(TransferManager manager, int... objects) {
		return downloadAll(manager, IntStream.of(objects).mapToObj((n) -> blob("object" + n)).toList());
	}

	private List<DownloadResult> downloadAll(TransferManager manager, List<BlobInfo> blobs) {
		return manager.downloadBlobs(blobs, downloads().build()).getDownloadResults();
	}

	private ParallelDownloadConfig.Builder downloads() {
		return ParallelDownloadConfig.newBuilder().setBucketName("bucket").setDownloadDirectory(this.folder);
	}

	private static List<UploadResult> upload(TransferManager manager, List<Path> files) throws Exception {
		return manager.uploadFiles(files, ParallelUploadConfig.newBuilder().setBucketName("bucket").build())
			.getUploadResults();
	}

	private Path file(String name, int size) throws Exception {
		return Files.write(this.folder.resolve(name), new byte[size]);
	}

	private static BlobInfo blob(String name) {
		return BlobInfo.newBuilder("bucket", name).build();
	}

	private static TransferManagerConfig.Builder config() {
		return TransferManagerConfig.newBuilder().setMaxWorkers(4);
	}

	private void assertWire(ApplicationContext context, String handler) {
		this.local.assertWire(onlyRecord(context, handler).serviceCalls());
		assertThat(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages()).isEmpty();
	}

	interface Check {

		void check(ApplicationContext context, TransferManager manager) throws Exception;

	}

}
