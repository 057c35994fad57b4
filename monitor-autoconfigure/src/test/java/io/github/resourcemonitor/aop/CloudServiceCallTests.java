package io.github.resourcemonitor.aop;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.actuate.ResourcesEndpoint;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MeasuredPayload;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.schema.RecordMaps;
import io.github.resourcemonitor.servicecall.PayloadSizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.AliasFor;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyServiceCall;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

/**
 * Tests for {@link CloudServiceCall}: the recorded payload of calls through a proxied
 * bean.
 */
class CloudServiceCallTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@TempDir
	private Path folder;

	@Test
	void countsAndTimesACallWithoutDirection() {
		assertThat(call((client) -> client.ping())).satisfies((usage) -> {
			assertThat(usage.service()).isEqualTo("Client");
			assertThat(usage.operation()).isEqualTo("ping");
			assertThat(usage.direction()).isEqualTo(CallDirection.NONE);
			assertThat(usage.count()).isOne();
			assertThat(usage.errors()).isZero();
			assertThat(usage.bytes()).isNull();
			assertThat(usage.unmeasured()).isZero();
			assertThat(usage.durationNanos()).isNotNull();
		});
	}

	@Test
	void usesServiceAndOperationOfTheAnnotation() {
		assertThat(call((client) -> client.named())).satisfies((usage) -> {
			assertThat(usage.service()).isEqualTo("storage");
			assertThat(usage.operation()).isEqualTo("list");
		});
	}

	@Test
	void addsUpTheCallsOfAnOperation() {
		assertThat(call((client) -> {
			client.bytes(3);
			client.bytes(4);
		})).satisfies((usage) -> {
			assertThat(usage.count()).isEqualTo(2);
			assertThat(usage.bytes()).isEqualTo(7);
		});
	}

	@Test
	void measuresADownloadByItsArrayOfBytes() {
		assertBytes(call((client) -> assertThat(client.bytes(1000)).hasSize(1000)), 1000);
	}

	@Test
	void measuresADownloadByItsTextInUtf8() {
		assertBytes(call((client) -> client.text("Grüße")), 7);
	}

	@Test
	void measuresADownloadByItsOptional() {
		assertBytes(call((client) -> client.optional(Optional.of(new byte[5]))), 5);
		assertBytes(call((client) -> client.optional(Optional.empty())), 0);
	}

	@Test
	void measuresADownloadByItsList() {
		assertBytes(call((client) -> client.list(List.of(new byte[5], new byte[6]))), 11);
	}

	@Test
	void countsADownloadedStreamWhileItIsRead() {
		assertBytes(call((client) -> {
			try (InputStream stream = client.stream(new ByteArrayInputStream(new byte[100]))) {
				stream.readNBytes(60);
			}
		}), 60);
	}

	@Test
	void downloadedStreamIsOpenUntilItIsClosed() {
		this.runner.withBean(Client.class).run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
				context.getBean(Client.class).stream(new ByteArrayInputStream(new byte[100]));
			});
			assertThat(onlyServiceCall(context).count()).isZero();
			assertThat(onlyServiceCall(context).open()).isOne();
		});
	}

	@Test
	void countsADownloadedChannelWhileItIsRead() {
		assertBytes(call((client) -> {
			try (ReadableByteChannel channel = client.channel(channel(100))) {
				channel.read(ByteBuffer.allocate(70));
			}
		}), 70);
	}

	@Test
	void countsAChannelOfTheClientsOwnType() {
		assertBytes(call((client) -> {
			try (SeekingChannel channel = client.seekingChannel()) {
				channel.seek(10);
				channel.read(ByteBuffer.allocate(30));
			}
		}), 30);
	}

	@Test
	void measuresADownloadWhenItsStageCompletes() {
		this.runner.withBean(Client.class).run((context) -> {
			CompletableFuture<byte[]> future = new CompletableFuture<>();
			context.getBean(ResourceMonitor.class).call("handler", () -> {
				CompletionStage<byte[]> stage = context.getBean(Client.class).later(future);
				future.complete(new byte[8]);
				assertThat(stage.toCompletableFuture()).isCompletedWithValue(future.join());
				return stage;
			});
			assertBytes(onlyServiceCall(context), 8);
		});
	}

	@Test
	void countsAStreamReturnedByAStage() {
		assertBytes(call((client) -> {
			CompletionStage<InputStream> stage = client
				.streamLater(CompletableFuture.completedFuture(new ByteArrayInputStream(new byte[9])));
			try (InputStream stream = stage.toCompletableFuture().join()) {
				stream.readAllBytes();
			}
		}), 9);
	}

	@Test
	void stageThatFailsIsAnError() {
		this.runner.withBean(Client.class).run((context) -> {
			IOException failure = new IOException("broken");
			context.getBean(ResourceMonitor.class).run("handler", () -> {
				CompletableFuture<InputStream> future = CompletableFuture.failedFuture(failure);
				CompletionStage<InputStream> stage = context.getBean(Client.class).streamLater(future);
				assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
			});
			assertThat(onlyServiceCall(context).errors()).isOne();
			assertThat(onlyServiceCall(context).bytes()).isNull();
		});
	}

	@Test
	void streamInAStageThatCannotBeReplacedIsUnmeasured() {
		ByteArrayInputStream stream = new ByteArrayInputStream(new byte[9]);
		assertUnmeasured(call((client) -> {
			CompletableFuture<ByteArrayInputStream> future = CompletableFuture.completedFuture(stream);
			assertThat(client.arrayStreamLater(future)).isSameAs(future);
			assertThat(future.join()).isSameAs(stream);
		}));
	}

	@Test
	void stageIsReturnedUnchangedIfNothingIsMeasured() {
		call((client) -> {
			CompletableFuture<InputStream> future = CompletableFuture.completedFuture(InputStream.nullInputStream());
			assertThat(client.streamLaterWithoutDirection(future)).isSameAs(future);
			assertThat(client.uploadAndAnswer(new byte[3], future)).isSameAs(future);
		}, 2);
	}

	@Test
	void measuresADownloadByItsMarkedArgument() {
		assertBytes(call((client) -> client.into(ByteBuffer.allocate(100))), 40);
	}

	@Test
	void countsADownloadIntoAMarkedStream() {
		ByteArrayOutputStream target = new ByteArrayOutputStream();
		assertBytes(call((client) -> client.into("name", target)), 50);
		assertThat(target.size()).isEqualTo(50);
	}

	@Test
	void measuresADownloadByItsOnlyFile() {
		assertBytes(call((client) -> client.toPath("name", this.folder.resolve("path"))), 12);
		assertBytes(call((client) -> client.toFile("name", this.folder.resolve("file").toFile())), 13);
	}

	@Test
	void downloadIntoOneOfTwoFilesIsUnmeasured() {
		assertUnmeasured(call((client) -> client.toEither(this.folder.resolve("a"), this.folder.resolve("b"))));
	}

	@Test
	void resultThatIsNullHasNoBytes() {
		assertBytes(call((client) -> assertThat(client.nothing()).isNull()), 0);
	}

	@Test
	void downloadThatCannotBeMeasuredHasNoBytes() {
		ServiceCallUsage usage = call((client) -> client.object());
		assertUnmeasured(usage);
		assertThat(RecordMaps.serviceCall(usage)).doesNotContainKey("bytes").containsEntry("unmeasured", 1L);
	}

	@Test
	void resultThatCannotBeReplacedIsReturnedUnchanged() {
		ByteArrayInputStream stream = new ByteArrayInputStream(new byte[9]);
		assertUnmeasured(call((client) -> assertThat(client.arrayStream(stream)).isSameAs(stream)));
	}

	@Test
	void streamReturnedAsAnObjectIsReturnedUnchanged() {
		ByteArrayInputStream stream = new ByteArrayInputStream(new byte[9]);
		assertUnmeasured(call((client) -> assertThat(client.asObject(stream)).isSameAs(stream)));
	}

	@Test
	void streamOfAGenericReturnTypeIsReturnedUnchanged() {
		ByteArrayInputStream stream = new ByteArrayInputStream(new byte[9]);
		assertUnmeasured(call((client) -> {
			ByteArrayInputStream result = client.asChosen(stream);
			assertThat(result).isSameAs(stream);
		}));
	}

	@Test
	void measuresAnUploadByItsMarkedArgument() {
		assertBytes(call((client) -> client.upload(new byte[100], new byte[20])), 20);
	}

	@Test
	void namesDoNotAffectTheMeasurementOfAnUpload() {
		assertBytes(call((client) -> client.upload("bucket", "name", new byte[30])), 30);
	}

	@Test
	void measuresAnUploadedTextWithoutOtherPayload() {
		assertBytes(call((client) -> client.upload("Grüße")), 7);
	}

	@Test
	void uploadOfOneOfTwoPayloadsIsUnmeasured() {
		assertUnmeasured(call((client) -> client.uploadBoth(new byte[1], new byte[2])));
	}

	@Test
	void countsAnUploadedStreamAsItIsRead() {
		assertBytes(call((client) -> client.upload("name", new ByteArrayInputStream(new byte[100]), 35)), 35);
	}

	@Test
	void uploadedStreamThatCannotBeReplacedIsUnchanged() {
		ByteArrayInputStream stream = new ByteArrayInputStream(new byte[9]);
		assertUnmeasured(call((client) -> assertThat(client.echo(stream)).isSameAs(stream)));
	}

	@Test
	void measuresAnUploadedFileBeforeTheCall() throws IOException {
		Path file = Files.write(this.folder.resolve("upload"), new byte[15]);
		assertBytes(call((client) -> client.uploadAndDelete(file)), 15);
		assertThat(file).doesNotExist();
	}

	@Test
	void uploadThatFailsIsAnErrorWithoutBytes() {
		assertThat(call((client) -> assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> client.uploadInVain(new byte[10]))
			.isSameAs(Client.FAILURE))).satisfies((usage) -> {
				assertThat(usage.count()).isOne();
				assertThat(usage.errors()).isOne();
				assertThat(usage.bytes()).isNull();
				assertThat(usage.unmeasured()).isZero();
			});
	}

	@Test
	void countsBytesWrittenToAnUploadStream() {
		assertBytes(call((client) -> {
			try (OutputStream stream = client.openStream("name")) {
				stream.write(new byte[16]);
			}
		}), 16);
	}

	@Test
	void countsBytesWrittenToAnUploadChannel() {
		assertBytes(call((client) -> {
			try (WritableByteChannel channel = client.openChannel("name")) {
				channel.write(ByteBuffer.allocate(17));
			}
		}), 17);
	}

	@Test
	void uploadWithoutAnyPayloadIsUnmeasured() {
		assertUnmeasured(call((client) -> client.upload(42)));
	}

	@Test
	void usesTheSizersOfTheApplication() {
		this.runner.withBean(Client.class).withBean(PayloadSizer.class, () -> new PayloadSizer() {

			@Override
			public boolean supports(Class<?> type) {
				return Integer.class.isAssignableFrom(type);
			}

			@Override
			public long sizeOf(Object payload) {
				return (Integer) payload;
			}

		}).run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> context.getBean(Client.class).upload(42));
			assertBytes(onlyServiceCall(context), 42);
		});
	}

	@Test
	void failingSizerDoesNotAffectTheCall() {
		this.runner.withBean(Client.class).withBean(PayloadSizer.class, () -> new PayloadSizer() {

			@Override
			public boolean supports(Class<?> type) {
				throw new IllegalStateException("broken sizer");
			}

			@Override
			public long sizeOf(Object payload) {
				throw new IllegalStateException("broken sizer");
			}

		}).run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
				assertThat(context.getBean(Client.class).bytes(3)).hasSize(3);
				context.getBean(Client.class).upload(42);
			});
			assertThat(records(context).get(0).serviceCalls()).hasSize(2)
				.allSatisfy(CloudServiceCallTests::assertUnmeasured);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void recognizesAnnotatedParametersOfAnInterface(boolean byClass) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=" + byClass)
			.withBean("store", Store.class, MemoryStore::new)
			.run((context) -> {
				context.getBean(ResourceMonitor.class)
					.run("handler", () -> context.getBean(Store.class).put(new byte[1], new byte[18]));
				assertBytes(onlyServiceCall(context), 18);
				assertThat(onlyServiceCall(context).service()).isEqualTo("MemoryStore");
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void replacesStreamsOnEitherKindOfProxy(boolean byClass) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=" + byClass)
			.withBean("exchange", Exchange.class, StreamExchange::new)
			.run((context) -> {
				context.getBean(ResourceMonitor.class).call("handler", () -> {
					Exchange exchange = context.getBean(Exchange.class);
					exchange.send(new ByteArrayInputStream(new byte[21]));
					return exchange.receive().readAllBytes();
				});
				assertThat(records(context).get(0).serviceCalls()).hasSize(2)
					.extracting(ServiceCallUsage::service, ServiceCallUsage::operation, ServiceCallUsage::bytes)
					.containsExactly(tuple("StreamExchange", "send", 21L), tuple("exchange", "receive", 22L));
			});
	}

	@Test
	void anAnnotationOnTheTypeAppliesToItsVisibleMethods() {
		this.runner.withBean(Typed.class).run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
				context.getBean(Typed.class).first();
				context.getBean(Typed.class).second();
				assertThat(context.getBean(Typed.class)).hasToString("typed");
			});
			assertThat(records(context).get(0).serviceCalls())
				.extracting(ServiceCallUsage::service, ServiceCallUsage::operation)
				.containsExactly(tuple("pubsub", "first"), tuple("Typed", "other"));
		});
	}

	@Test
	void measuresTheCallsOfAGeneratedClient() {
		this.runner.withBean("store", Store.class, () -> (meta, payload) -> {
		}).run((context) -> {
			context.getBean(ResourceMonitor.class)
				.run("handler", () -> context.getBean(Store.class).put(new byte[1], new byte[18]));
			assertBytes(onlyServiceCall(context), 18);
			assertThat(onlyServiceCall(context).service()).isEqualTo("Store");
		});
	}

	@Test
	void callOutsideAnyInvocationIsShownByTheResourcesEndpoint() {
		this.runner.withPropertyValues("management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true")
			.withBean(Client.class)
			.run((context) -> {
				context.getBean(Client.class).bytes(19);
				assertThat(records(context)).isEmpty();
				assertThat(context.getBean(ResourcesEndpoint.class).resources())
					.extractingByKey("serviceCallsOutsideInvocations")
					.extracting("withoutInvocation", LIST)
					.singleElement()
					.hasFieldOrPropertyWithValue("operation", "bytes")
					.hasFieldOrPropertyWithValue("bytes", 19L);
			});
	}

	@Test
	void streamClosedAfterItsInvocationIsShownByTheResourcesEndpoint() {
		this.runner.withPropertyValues("management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true")
			.withBean(Client.class)
			.run((context) -> {
				InputStream stream = context.getBean(ResourceMonitor.class)
					.call("handler",
							() -> context.getBean(Client.class).stream(new ByteArrayInputStream(new byte[20])));
				stream.readAllBytes();
				stream.close();
				assertThat(context.getBean(ResourcesEndpoint.class).resources())
					.extractingByKey("serviceCallsOutsideInvocations")
					.extracting("afterItsInvocation", LIST)
					.singleElement()
					.hasFieldOrPropertyWithValue("bytes", 20L);
			});
	}

	private static void assertBytes(ServiceCallUsage usage, long bytes) {
		assertThat(usage.count()).isOne();
		assertThat(usage.bytes()).isEqualTo(bytes);
		assertThat(usage.unmeasured()).isZero();
		assertThat(usage.open()).isZero();
	}

	private static void assertUnmeasured(ServiceCallUsage usage) {
		assertThat(usage.count()).isOne();
		assertThat(usage.bytes()).isNull();
		assertThat(usage.unmeasured()).isOne();
		assertThat(usage.open()).isZero();
	}

	private ServiceCallUsage call(Work work) {
		return call(work, 1).get(0);
	}

	private List<ServiceCallUsage> call(Work work, int operations) {
		List<List<ServiceCallUsage>> calls = new ArrayList<>();
		this.runner.withBean(Client.class).run((context) -> {
			context.getBean(ResourceMonitor.class).call("handler", () -> {
				work.with(context.getBean(Client.class));
				return null;
			});
			calls.add(records(context).get(0).serviceCalls());
		});
		assertThat(calls).singleElement(LIST).hasSize(operations);
		return calls.get(0);
	}

	private static ReadableByteChannel channel(int size) {
		return Channels.newChannel(new ByteArrayInputStream(new byte[size]));
	}

	interface Work {

		void with(Client client) throws Exception;

	}

	public interface SeekingChannel extends ReadableByteChannel {

		void seek(long position);

	}

	interface Store {

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		void put(byte[] meta, @MeasuredPayload byte[] payload);

	}

	static class MemoryStore implements Store {

		@Override
		public void put(byte[] meta, byte[] payload) {
		}

	}

	interface Exchange {

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		void send(InputStream stream) throws IOException;

		@Download(service = "exchange")
		InputStream receive();

	}

	static class StreamExchange implements Exchange {

		@Override
		public void send(InputStream stream) throws IOException {
			stream.readAllBytes();
		}

		@Override
		public InputStream receive() {
			return new ByteArrayInputStream(new byte[22]);
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@CloudServiceCall(direction = CallDirection.DOWNLOAD)
	@interface Download {

		@AliasFor(annotation = CloudServiceCall.class)
		String service() default "";

	}

	@CloudServiceCall(service = "pubsub")
	static class Typed {

		public void first() {
		}

		@CloudServiceCall(operation = "other")
		void second() {
		}

		@Override
		public String toString() {
			return "typed";
		}

	}

	static class Client {

		static final IllegalStateException FAILURE = new IllegalStateException("failure");

		@CloudServiceCall
		public void ping() {
		}

		@CloudServiceCall(service = "storage", operation = "list")
		public void named() {
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public byte[] bytes(int size) {
			return new byte[size];
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public String text(String text) {
			return text;
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public Optional<byte[]> optional(Optional<byte[]> result) {
			return result;
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public List<byte[]> list(List<byte[]> result) {
			return result;
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public InputStream stream(InputStream result) {
			return result;
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public ReadableByteChannel channel(ReadableByteChannel result) {
			return result;
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public SeekingChannel seekingChannel() {
			ReadableByteChannel channel = CloudServiceCallTests.channel(100);
			return new SeekingChannel() {

				@Override
				public void seek(long position) {
				}

				@Override
				public int read(ByteBuffer target) throws IOException {
					return channel.read(target);
				}

				@Override
				public boolean isOpen() {
					return channel.isOpen();
				}

				@Override
				public void close() throws IOException {
					channel.close();
				}

			};
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public CompletionStage<byte[]> later(CompletionStage<byte[]> result) {
			return result;
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public CompletionStage<InputStream> streamLater(CompletionStage<InputStream> result) {
			return result;
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public CompletionStage<ByteArrayInputStream> arrayStreamLater(CompletionStage<ByteArrayInputStream> result) {
			return result;
		}

		@CloudServiceCall
		public CompletionStage<InputStream> streamLaterWithoutDirection(CompletionStage<InputStream> result) {
			return result;
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public CompletionStage<InputStream> uploadAndAnswer(byte[] payload, CompletionStage<InputStream> result) {
			return result;
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public void into(@MeasuredPayload ByteBuffer target) {
			target.limit(40);
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public void into(String name, @MeasuredPayload OutputStream target) throws IOException {
			target.write(new byte[50]);
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public void toPath(String name, Path target) throws IOException {
			Files.write(target, new byte[12]);
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public void toFile(String name, File target) throws IOException {
			Files.write(target.toPath(), new byte[13]);
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public void toEither(Path first, Path second) throws IOException {
			Files.write(second, new byte[14]);
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public byte @Nullable [] nothing() {
			return null;
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public Thread object() {
			return Thread.currentThread();
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public ByteArrayInputStream arrayStream(ByteArrayInputStream result) {
			return result;
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public Object asObject(InputStream result) {
			return result;
		}

		@CloudServiceCall(direction = CallDirection.DOWNLOAD)
		public <T extends InputStream> T asChosen(T result) {
			return result;
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public void upload(byte[] key, @MeasuredPayload byte[] payload) {
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public void upload(String bucket, String name, byte[] payload) {
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public void upload(String payload) {
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public void upload(Integer payload) {
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public void uploadBoth(byte[] first, byte[] second) {
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public void upload(String name, InputStream payload, int size) throws IOException {
			payload.readNBytes(size);
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public Object echo(ByteArrayInputStream payload) {
			return payload;
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public void uploadAndDelete(Path file) throws IOException {
			Files.delete(file);
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public void uploadInVain(byte[] payload) {
			throw FAILURE;
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public OutputStream openStream(String name) {
			return new ByteArrayOutputStream();
		}

		@CloudServiceCall(direction = CallDirection.UPLOAD)
		public WritableByteChannel openChannel(String name) {
			return Channels.newChannel(new ByteArrayOutputStream());
		}

	}

}
