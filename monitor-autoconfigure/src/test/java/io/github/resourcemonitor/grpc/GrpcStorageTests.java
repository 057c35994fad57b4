package io.github.resourcemonitor.grpc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.cloud.NoCredentials;
import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.GrpcStorageOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.storage.v2.ChecksummedData;
import com.google.storage.v2.Object;
import com.google.storage.v2.ReadObjectRequest;
import com.google.storage.v2.ReadObjectResponse;
import com.google.storage.v2.StartResumableWriteResponse;
import com.google.storage.v2.WriteObjectRequest;
import com.google.storage.v2.WriteObjectResponse;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for the recorded calls of the gRPC client of Cloud Storage, with a server that
 * counts independently and keeps uploaded content.
 */
class GrpcStorageTests {

	private static final String SERVICE = "google.storage.v2.Storage/";

	private static final int PART = 256 * 1024;

	private static final int SIZE = 2 * PART + 1000;

	private static final BlobId THERE = BlobId.of("bucket", "there");

	private static final Metadata.Key<String> MINE = Metadata.Key.of("mine", Metadata.ASCII_STRING_MARSHALLER);

	private final LocalGrpcServer server = LocalGrpcServer.start();

	private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings()
		.withBean(Storage.class, this::client);

	@BeforeEach
	void answer() {
		this.server.answer(SERVICE + "ReadObject",
				(messages) -> read(parse(messages.get(0), ReadObjectRequest::parseFrom)));
		this.server.answer(SERVICE + "GetObject", (messages) -> List.of(object(SIZE).toByteArray()));
		this.server.answer(SERVICE + "StartResumableWrite", (messages) -> List
			.of(StartResumableWriteResponse.newBuilder().setUploadId("id").build().toByteArray()));
		this.server.answer(SERVICE + "WriteObject", this::write);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void aDownload() {
		ServiceCallUsage call = onlyCall((storage) -> assertThat(storage.readAllBytes(THERE)).isEqualTo(content()));
		assertThat(call.service()).isEqualTo("storage");
		assertThat(call.operation()).isEqualTo("Storage/ReadObject");
		assertThat(call.direction()).isEqualTo(CallDirection.DOWNLOAD);
		assertThat(call.count()).isOne();
		assertThat(call.errors()).isZero();
		assertThat(call.bytes()).isEqualTo(SIZE);
		assertThat(call.requests().statuses()).containsOnly(entry("OK", 1L));
	}

	@Test
	void anInterruptedDownloadThatIsResumedIsOneCall() {
		this.server.failNext(Status.UNAVAILABLE, 1);
		ServiceCallUsage call = onlyCall((storage) -> assertThat(storage.readAllBytes(THERE)).isEqualTo(content()));
		assertThat(call.count()).isOne();
		assertThat(call.errors()).isZero();
		assertThat(call.bytes()).isEqualTo(SIZE);
		assertThat(call.requests().retries()).isOne();
		assertThat(call.requests().statuses()).containsOnly(entry("UNAVAILABLE", 1L), entry("OK", 1L));
	}

	@Test
	void metadataHasNoDirection() {
		ServiceCallUsage call = onlyCall((storage) -> assertThat(storage.get(THERE).getSize()).isEqualTo(SIZE));
		assertThat(call.operation()).isEqualTo("Storage/GetObject");
		assertThat(call.direction()).isEqualTo(CallDirection.NONE);
	}

	@Test
	void aRetriedCallIsOneCall() {
		this.server.failNext(Status.UNAVAILABLE, 0);
		ServiceCallUsage call = onlyCall((storage) -> storage.get(THERE));
		assertThat(call.count()).isOne();
		assertThat(call.errors()).isZero();
		assertThat(call.requests().attempts()).isEqualTo(2);
		assertThat(call.requests().retries()).isOne();
	}

	@Test
	void aMissingObjectIsAnAnswerIfTheClientTakesItAsOne() {
		this.server.failNext(Status.NOT_FOUND, 0);
		ServiceCallUsage call = onlyCall((storage) -> assertThat(storage.get(THERE)).isNull());
		assertThat(call.errors()).isZero();
		assertThat(call.requests().statuses()).containsOnly(entry("NOT_FOUND", 1L));
	}

	@Test
	void theEndOfAnObjectIsAnAnswer() {
		this.server.failNext(Status.OUT_OF_RANGE, 0);
		ServiceCallUsage call = onlyCall((storage) -> {
			try (ReadChannel channel = storage.reader(THERE)) {
				channel.seek(SIZE);
				assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(-1);
			}
		});
		assertThat(call.errors()).isZero();
		assertThat(call.requests().statuses()).containsOnly(entry("OUT_OF_RANGE", 1L));
	}

	@Test
	void aMissingObjectIsAnError() {
		this.server.failNext(Status.NOT_FOUND, 0);
		ServiceCallUsage call = onlyCall((storage) -> assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> storage.readAllBytes(THERE)));
		assertThat(call.errors()).isOne();
		assertThat(call.requests().statuses()).containsOnly(entry("NOT_FOUND", 1L));
	}

	@Test
	void anUpload() {
		ServiceCallUsage call = onlyCall(
				(storage) -> storage.create(BlobInfo.newBuilder(BlobId.of("bucket", "new")).build(), content()));
		assertUpload(call);
		assertThat(this.uploads.values()).containsExactly(content());
	}

	@Test
	void thePartsOfAnUploadAreOneCall() {
		List<ServiceCallUsage> calls = calls(GrpcStorageTests::upload);
		assertThat(calls).hasSize(2);
		assertThat(calls.get(0).operation()).isEqualTo("Storage/StartResumableWrite");
		assertUpload(calls.get(1));
		assertThat(calls.get(1).requests().attempts()).isGreaterThan(1);
		assertThat(this.uploads).containsOnly(entry("id", content()));
	}

	private static void upload(Storage storage) throws Exception {
		try (WriteChannel channel = storage.writer(BlobInfo.newBuilder(BlobId.of("bucket", "new")).build())) {
			channel.setChunkSize(PART);
			channel.write(ByteBuffer.wrap(content()));
		}
	}

	private static void assertUpload(ServiceCallUsage call) {
		assertThat(call.operation()).isEqualTo("Storage/WriteObject");
		assertThat(call.direction()).isEqualTo(CallDirection.UPLOAD);
		assertThat(call.count()).isOne();
		assertThat(call.open()).isZero();
		assertThat(call.errors()).isZero();
		assertThat(call.bytes()).isEqualTo(SIZE);
	}

	@Test
	void interceptorsOfTheApplicationAreKept() {
		this.runner.run((context) -> context.getBean(Storage.class).get(THERE));
		assertThat(this.server.headers()).hasSize(1)
			.allSatisfy((headers) -> assertThat(headers.get(MINE)).isEqualTo("mine"));
	}

	@Test
	void headersOfTheApplicationAreKept() {
		this.runner.run((context) -> {
			context.getBean(Storage.class).get(THERE);
			assertThat(context.getBean(Storage.class).getOptions().getUserAgent()).isEqualTo("my-agent");
		});
		assertThat(this.server.headers()).allSatisfy((headers) -> assertThat(headers.toString()).contains("my-agent"));
	}

	@Test
	void theClientIsClosedWithTheContext() {
		List<Storage> clients = new ArrayList<>();
		this.runner.run((context) -> {
			clients.add(context.getBean(Storage.class));
			clients.get(0).get(THERE);
		});
		assertThatThrownBy(() -> clients.get(0).get(THERE)).hasStackTraceContaining("shutdown");
	}

	@Test
	void optionsOfAMeasuredClientRemainSerializable() {
		Storage original = options().build().getService();
		MonitorContexts.withoutReadings().withBean(Storage.class, () -> original).run((context) -> {
			Storage measured = context.getBean(Storage.class);
			assertThat(measured).isNotSameAs(original);
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			new ObjectOutputStream(bytes).writeObject(measured.getOptions());
			assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject())
				.isEqualTo(original.getOptions());
		});
	}

	@Test
	void aWrapperIsUnchangedAndReported() {
		Storage client = client();
		Storage wrapper = (Storage) Proxy.newProxyInstance(Storage.class.getClassLoader(),
				new Class<?>[] { Storage.class }, (proxy, method, args) -> {
					try {
						return method.invoke(client, args);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
		MonitorContexts.withoutReadings().withBean("wrapper", Storage.class, () -> wrapper).run((context) -> {
			assertThat(context.getBean(Storage.class)).isSameAs(wrapper);
			assertThat(context.getBean(UninstrumentedClients.class).findAll()).hasSize(1)
				.allSatisfy((each) -> assertThat(each.bean()).isEqualTo("wrapper"));
		});
	}

	private ServiceCallUsage onlyCall(Work work) {
		List<ServiceCallUsage> calls = calls(work);
		assertThat(calls).hasSize(1);
		return calls.get(0);
	}

	/**
	 * Return the calls of an invocation, after asserting that their attempts and bytes
	 * equal those that the server counted.
	 */
	private List<ServiceCallUsage> calls(Work work) {
		List<ServiceCallUsage> calls = new ArrayList<>();
		this.runner.run((context) -> {
			context.getBean(ResourceMonitor.class).call("handler", () -> {
				work.with(context.getBean(Storage.class));
				return null;
			});
			calls.addAll(MonitorContexts.onlyRecord(context).serviceCalls());
			assertThat(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages()).isEmpty();
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
			assertThat(context.getBean(UninstrumentedClients.class).findAll()).isEmpty();
		});
		assertThat(calls.stream().mapToLong((call) -> call.requests().attempts()).sum())
			.isEqualTo(this.server.calls().size());
		assertThat(calls.stream().mapToLong((call) -> call.requests().sentBytes()).sum())
			.isEqualTo(this.server.received());
		assertThat(calls.stream().mapToLong((call) -> call.requests().receivedBytes()).sum())
			.isEqualTo(this.server.sent());
		return calls;
	}

	private static List<byte[]> read(ReadObjectRequest request) {
		List<byte[]> answer = new ArrayList<>();
		for (int from = (int) request.getReadOffset(); from < SIZE; from += PART) {
			ReadObjectResponse.Builder response = ReadObjectResponse.newBuilder()
				.setChecksummedData(ChecksummedData.newBuilder()
					.setContent(ByteString.copyFrom(content(), from, Math.min(PART, SIZE - from))));
			answer.add(answer.isEmpty() ? response.setMetadata(object(SIZE)).build().toByteArray()
					: response.build().toByteArray());
		}
		return answer;
	}

	private List<byte[]> write(List<byte[]> messages) {
		String id = "";
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		boolean finished = false;
		for (byte[] message : messages) {
			WriteObjectRequest request = parse(message, WriteObjectRequest::parseFrom);
			if (!request.getUploadId().isEmpty()) {
				id = request.getUploadId();
				content.writeBytes(this.uploads.getOrDefault(id, new byte[0]));
			}
			content.writeBytes(request.getChecksummedData().getContent().toByteArray());
			finished |= request.getFinishWrite();
		}
		this.uploads.put(id, content.toByteArray());
		WriteObjectResponse.Builder response = WriteObjectResponse.newBuilder();
		return List
			.of((finished ? response.setResource(object(content.size())) : response.setPersistedSize(content.size()))
				.build()
				.toByteArray());
	}

	private static Object object(int size) {
		return Object.newBuilder()
			.setBucket("projects/_/buckets/bucket")
			.setName("there")
			.setGeneration(1)
			.setSize(size)
			.build();
	}

	private static byte[] content() {
		byte[] content = new byte[SIZE];
		for (int i = 0; i < SIZE; i++) {
			content[i] = (byte) i;
		}
		return content;
	}

	private static <T> T parse(byte[] message, Parser<T> parser) {
		try {
			return parser.parse(message);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private Storage client() {
		Metadata mine = new Metadata();
		mine.put(MINE, "mine");
		return options().setGrpcInterceptorProvider(() -> List.of(MetadataUtils.newAttachHeadersInterceptor(mine)))
			.build()
			.getService();
	}

	private GrpcStorageOptions.Builder options() {
		return StorageOptions.grpc()
			.setHost("http://" + this.server.target())
			.setProjectId("test")
			.setHeaderProvider(FixedHeaderProvider.create("user-agent", "my-agent"))
			.setCredentials(NoCredentials.getInstance())
			.setAttemptDirectPath(false)
			.setEnableGrpcClientMetrics(false)
			.setRetrySettings(RetrySettings.newBuilder()
				.setInitialRetryDelayDuration(Duration.ofMillis(1))
				.setMaxRetryDelayDuration(Duration.ofMillis(2))
				.setMaxAttempts(4)
				.setTotalTimeoutDuration(Duration.ofSeconds(60))
				.build());
	}

	interface Work {

		void with(Storage storage) throws Exception;

	}

	interface Parser<T> {

		T parse(byte[] message) throws InvalidProtocolBufferException;

	}

}
