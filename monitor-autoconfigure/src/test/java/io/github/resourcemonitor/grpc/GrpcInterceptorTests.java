package io.github.resourcemonitor.grpc;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.ServiceCallUsage.Requests;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for the recorded gRPC calls through a channel of the application, over a
 * connection to a server that counts independently.
 */
class GrpcInterceptorTests {

	private static final String METHOD = "test.v1.Echo/Say";

	private final LocalGrpcServer server = LocalGrpcServer.start();

	private final List<ManagedChannel> channels = new ArrayList<>();

	@AfterEach
	void stop() {
		this.channels.forEach(ManagedChannel::shutdownNow);
		this.server.close();
	}

	@Test
	void aUnaryCall() {
		this.server.answer(METHOD, (messages) -> List.of(new byte[300]));
		ServiceCallUsage call = onlyCall((channel) -> assertThat(unary(channel, new byte[20])).hasSize(300));
		assertThat(call.service()).isEqualTo("test");
		assertThat(call.operation()).isEqualTo("Echo/Say");
		assertThat(call.direction()).isEqualTo(CallDirection.NONE);
		assertThat(call.count()).isOne();
		assertThat(call.errors()).isZero();
		assertThat(call.bytes()).isNull();
		assertThat(call.unmeasured()).isZero();
		assertThat(call.durationNanos()).isPositive();
		assertThat(call.requests()).isEqualTo(new Requests(1, 0, 20, 300, Map.of("OK", 1L)));
	}

	@Test
	void compressedMessagesAreCountedCompressed() {
		this.server.answer(METHOD, (messages) -> List.of(messages.get(0)));
		ServiceCallUsage call = onlyCall((channel) -> ClientCalls.blockingUnaryCall(channel, method(MethodType.UNARY),
				CallOptions.DEFAULT.withCompression("gzip"), new byte[100_000]));
		assertThat(call.requests().sentBytes()).isBetween(1L, 1000L);
		assertThat(call.requests().receivedBytes()).isEqualTo(100_000);
	}

	@Test
	void aStreamFromTheServer() {
		this.server.answer(METHOD, (messages) -> List.of(new byte[10], new byte[0], new byte[70_000]));
		ServiceCallUsage call = onlyCall((channel) -> {
			Iterator<byte[]> answer = ClientCalls.blockingServerStreamingCall(channel,
					method(MethodType.SERVER_STREAMING), CallOptions.DEFAULT, new byte[5]);
			assertThat(answer).toIterable().hasSize(3);
		});
		assertThat(call.count()).isOne();
		assertThat(call.requests()).isEqualTo(new Requests(1, 0, 5, 70_010, Map.of("OK", 1L)));
	}

	@Test
	void aStreamToTheServer() {
		this.server.answer(METHOD, (messages) -> List.of(new byte[messages.size()]));
		ServiceCallUsage call = onlyCall((channel) -> {
			Answer answer = new Answer();
			StreamObserver<byte[]> stream = ClientCalls.asyncClientStreamingCall(
					channel.newCall(method(MethodType.CLIENT_STREAMING), CallOptions.DEFAULT), answer);
			send(stream, 4, 1000);
			assertThat(answer.join()).isEqualTo(4);
		});
		assertThat(call.count()).isOne();
		assertThat(call.requests()).isEqualTo(new Requests(1, 0, 4000, 4, Map.of("OK", 1L)));
	}

	@Test
	void bidirectionalStream() {
		this.server.answer(METHOD, (messages) -> messages);
		ServiceCallUsage call = onlyCall((channel) -> {
			Answer answer = new Answer();
			StreamObserver<byte[]> stream = ClientCalls.asyncBidiStreamingCall(
					channel.newCall(method(MethodType.BIDI_STREAMING), CallOptions.DEFAULT), answer);
			send(stream, 3, 500);
			assertThat(answer.join()).isEqualTo(1500);
		});
		assertThat(call.count()).isOne();
		assertThat(call.requests()).isEqualTo(new Requests(1, 0, 1500, 1500, Map.of("OK", 1L)));
	}

	@Test
	void anError() {
		this.server.failNext(Status.NOT_FOUND.withDescription("not there"), 0);
		ServiceCallUsage call = onlyCall((channel) -> assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> unary(channel, new byte[7]))
			.withMessage("NOT_FOUND: not there"));
		assertThat(call.count()).isOne();
		assertThat(call.errors()).isOne();
		assertThat(call.requests()).isEqualTo(new Requests(1, 0, 7, 0, Map.of("NOT_FOUND", 1L)));
	}

	@Test
	void aFailureAfterTheOnlyMessageIsAnError() {
		this.server.answer(METHOD, (messages) -> List.of(new byte[9]));
		this.server.failNext(Status.DATA_LOSS, 1);
		ServiceCallUsage call = onlyCall((channel) -> assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> unary(channel, new byte[7])));
		assertThat(call.requests()).isEqualTo(new Requests(1, 0, 7, 9, Map.of("DATA_LOSS", 1L)));
	}

	@Test
	void aDeadlineThatPasses() {
		ManualTimer timer = new ManualTimer();
		// The deadline expires after the server has counted the request.
		this.server.ignoreNext(timer::expire);
		ServiceCallUsage call = onlyCall((channel) -> {
			try (CancellableContext deadline = Context.current()
				.withDeadline(Deadline.after(1, TimeUnit.HOURS), timer)) {
				deadline.run(() -> assertThatExceptionOfType(StatusRuntimeException.class)
					.isThrownBy(() -> unary(channel, new byte[7]))
					.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED)));
			}
			finally {
				timer.shutdownNow();
			}
		});
		assertThat(call.errors()).isOne();
		assertThat(call.requests().statuses()).containsOnly(entry("DEADLINE_EXCEEDED", 1L));
	}

	@Test
	void aCancelledCallEndsImmediately() {
		this.server.ignoreNext(() -> {
		});
		withRecord((channel) -> ClientCalls
			.futureUnaryCall(channel.newCall(method(MethodType.UNARY), CallOptions.DEFAULT), new byte[7])
			.cancel(true), (record, context) -> {
				ServiceCallUsage call = only(record.serviceCalls());
				assertThat(call.open()).isZero();
				assertThat(call.errors()).isOne();
				assertThat(call.requests().statuses()).containsOnly(entry("CANCELLED", 1L));
			});
	}

	@Test
	void anUnreachableServerIsAnError() {
		this.server.close();
		withRecord((channel) -> assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> unary(channel, new byte[7])), (record, context) -> {
				ServiceCallUsage call = only(record.serviceCalls());
				assertThat(call.errors()).isOne();
				assertThat(call.requests()).isEqualTo(new Requests(1, 0, 0, 0, Map.of("UNAVAILABLE", 1L)));
			});
	}

	@Test
	void retriesByGrpcAreAttempts() {
		this.server.answer(METHOD, (messages) -> List.of(new byte[30]));
		this.server.failNext(Status.UNAVAILABLE, 0);
		this.server.failNext(Status.UNAVAILABLE, 0);
		Map<String, ?> policy = Map.of("methodConfig",
				List.of(Map.of("name", List.of(Map.of()), "retryPolicy",
						Map.of("maxAttempts", 4.0, "initialBackoff", "0.001s", "maxBackoff", "0.002s",
								"backoffMultiplier", 1.0, "retryableStatusCodes", List.of("UNAVAILABLE")))));
		ServiceCallUsage call = onlyCall((channel) -> unary(channel, new byte[20]),
				(builder) -> builder.defaultServiceConfig(policy).enableRetry());
		assertThat(call.count()).isOne();
		assertThat(call.errors()).isZero();
		assertThat(call.requests()).isEqualTo(new Requests(3, 2, 60, 30, Map.of("UNAVAILABLE", 2L, "OK", 1L)));
	}

	@Test
	void theSameMessageForAnotherInvocationIsAnotherCall() {
		this.server.answer(METHOD, (messages) -> List.of(new byte[30]));
		this.server.failNext(Status.UNAVAILABLE, 0);
		byte[] message = new byte[20];
		run((channel, context) -> {
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			monitor.run("one", () -> assertThatExceptionOfType(StatusRuntimeException.class)
				.isThrownBy(() -> unary(channel, message)));
			monitor.run("two", () -> unary(channel, message));
			List<InvocationRecord> records = MonitorContexts.records(context);
			assertThat(only(records.get(0).serviceCalls()).requests().statuses()).containsOnlyKeys("UNAVAILABLE");
			assertThat(only(records.get(1).serviceCalls()).requests())
				.isEqualTo(new Requests(1, 0, 20, 30, Map.of("OK", 1L)));
		});
	}

	@Test
	void twoInterceptorsCountOnce() {
		this.server.answer(METHOD, (messages) -> List.of(new byte[30]));
		run((channel, context) -> {
			GrpcInstrumentation instrumentation = context.getBean(GrpcInstrumentation.class);
			ManagedChannel twice = channel((builder) -> builder.intercept(instrumentation.interceptor(),
					instrumentation.interceptor(), instrumentation.interceptor()));
			context.getBean(ResourceMonitor.class).run("handler", () -> unary(twice, new byte[20]));
			assertThat(MonitorContexts.onlyServiceCall(context).requests())
				.isEqualTo(new Requests(1, 0, 20, 30, Map.of("OK", 1L)));
		});
	}

	@Test
	void aTransportInsideTheProcessReportsNoBytes() {
		try (LocalGrpcServer inside = LocalGrpcServer.start(InProcessServerBuilder.forName("inside"))) {
			inside.answer(METHOD, (messages) -> List.of(new byte[30]));
			run((channel, context) -> {
				ManagedChannel insideChannel = InProcessChannelBuilder.forName("inside")
					.intercept(context.getBean(GrpcInstrumentation.class).interceptor())
					.build();
				this.channels.add(insideChannel);
				context.getBean(ResourceMonitor.class).run("handler", () -> unary(insideChannel, new byte[20]));
				ServiceCallUsage call = MonitorContexts.onlyServiceCall(context);
				assertThat(call.count()).isOne();
				assertThat(call.requests()).isEqualTo(new Requests(1, 0, 0, 0, Map.of("OK", 1L)));
				assertThat(inside.received()).isZero();
			});
		}
	}

	@Test
	void callsOutsideAnyInvocationAreKeptSeparately() {
		this.server.answer(METHOD, (messages) -> List.of(new byte[30]));
		run((channel, context) -> {
			unary(channel, new byte[20]);
			ServiceCallUsage call = only(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages());
			assertThat(call.requests()).isEqualTo(new Requests(1, 0, 20, 30, Map.of("OK", 1L)));
		});
	}

	@Test
	void flowControlIsLeftToTheApplication() {
		this.server.answer(METHOD, (messages) -> List.of(new byte[1], new byte[2], new byte[3]));
		run((channel, context) -> {
			CompletableFuture<byte[]> first = new CompletableFuture<>();
			CompletableFuture<Status> closed = new CompletableFuture<>();
			ClientCall<byte[], byte[]> call = channel.newCall(method(MethodType.SERVER_STREAMING), CallOptions.DEFAULT);
			call.start(new ClientCall.Listener<>() {

				@Override
				public void onMessage(byte[] message) {
					assertThat(first.complete(message)).isTrue();
				}

				@Override
				public void onClose(Status status, Metadata trailers) {
					closed.complete(status);
				}

			}, new Metadata());
			call.request(1);
			call.sendMessage(new byte[4]);
			call.halfClose();
			assertThat(first.join()).hasSize(1);
			IllegalStateException cause = new IllegalStateException("enough");
			call.cancel("enough", cause);
			assertThat(closed.join().getCause()).isSameAs(cause);
		});
	}

	private ServiceCallUsage onlyCall(Consumer<Channel> work) {
		return onlyCall(work, (builder) -> {
		});
	}

	/**
	 * Return the only call of an invocation, after asserting that its bytes equal those
	 * that the server counted.
	 */
	private ServiceCallUsage onlyCall(Consumer<Channel> work, Consumer<ManagedChannelBuilder<?>> customizer) {
		List<ServiceCallUsage> calls = new ArrayList<>();
		withRecord(work, customizer, (record, context) -> {
			calls.addAll(record.serviceCalls());
			assertThat(context.getBean(OutsideServiceCalls.class).withoutInvocation().usages()).isEmpty();
		});
		ServiceCallUsage call = only(calls);
		assertThat(call.open()).isZero();
		assertThat(call.requests().attempts()).isEqualTo(this.server.calls().size());
		assertThat(call.requests().sentBytes()).isEqualTo(this.server.received());
		assertThat(call.requests().receivedBytes()).isEqualTo(this.server.sent());
		return call;
	}

	private void withRecord(Consumer<Channel> work, Check<InvocationRecord> check) {
		withRecord(work, (builder) -> {
		}, check);
	}

	private void withRecord(Consumer<Channel> work, Consumer<ManagedChannelBuilder<?>> customizer,
			Check<InvocationRecord> check) {
		run(customizer, (channel, context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> work.accept(channel));
			check.check(MonitorContexts.onlyRecord(context), context);
		});
	}

	private void run(Check<Channel> work) {
		run((builder) -> {
		}, work);
	}

	private void run(Consumer<ManagedChannelBuilder<?>> customizer, Check<Channel> work) {
		MonitorContexts.withoutReadings().run((context) -> {
			work.check(channel((builder) -> customizer
				.accept(builder.intercept(context.getBean(GrpcInstrumentation.class).interceptor()))), context);
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
	}

	private ManagedChannel channel(Consumer<ManagedChannelBuilder<?>> customizer) {
		ManagedChannelBuilder<?> builder = ManagedChannelBuilder.forTarget(this.server.target()).usePlaintext();
		customizer.accept(builder);
		ManagedChannel channel = builder.build();
		this.channels.add(channel);
		return channel;
	}

	private static byte[] unary(Channel channel, byte[] message) {
		return ClientCalls.blockingUnaryCall(channel, method(MethodType.UNARY), CallOptions.DEFAULT, message);
	}

	private static void send(StreamObserver<byte[]> stream, int count, int size) {
		for (int i = 0; i < count; i++) {
			stream.onNext(new byte[size]);
		}
		stream.onCompleted();
	}

	private static MethodDescriptor<byte[], byte[]> method(MethodType type) {
		return MethodDescriptor.newBuilder(BytesMarshaller.INSTANCE, BytesMarshaller.INSTANCE)
			.setFullMethodName(METHOD)
			.setType(type)
			.build();
	}

	interface Check<T> {

		void check(T subject, ApplicationContext context);

	}

	/**
	 * Lets the deadline of a context expire on demand.
	 */
	private static final class ManualTimer extends ScheduledThreadPoolExecutor {

		private final CompletableFuture<Runnable> passed = new CompletableFuture<>();

		ManualTimer() {
			super(1);
		}

		@Override
		public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
			this.passed.complete(task);
			return super.schedule(task, delay, unit);
		}

		void expire() {
			this.passed.join().run();
		}

	}

	/**
	 * Sums the bytes of a response.
	 */
	private static final class Answer extends CompletableFuture<Integer> implements StreamObserver<byte[]> {

		private final List<byte[]> messages = new ArrayList<>();

		@Override
		public void onNext(byte[] message) {
			this.messages.add(message);
		}

		@Override
		public void onError(Throwable ex) {
			completeExceptionally(ex);
		}

		@Override
		public void onCompleted() {
			complete(this.messages.stream().mapToInt((message) -> message.length).sum());
		}

	}

}
