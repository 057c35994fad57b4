package io.github.resourcemonitor.grpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server with configurable responses to any method, which counts the bytes on the
 * connection independently. Messages are byte arrays. It responds when the client has
 * sent all messages.
 */
final class LocalGrpcServer implements AutoCloseable {

	private final Map<String, Function<List<byte[]>, List<byte[]>>> answers = new ConcurrentHashMap<>();

	private final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();

	private final AtomicLong received = new AtomicLong();

	private final AtomicLong sent = new AtomicLong();

	private final List<String> calls = new ArrayList<>();

	private final List<Metadata> headers = new ArrayList<>();

	private final Server server;

	private final int port;

	private LocalGrpcServer(ServerBuilder<?> builder) {
		this.server = builder.fallbackHandlerRegistry(new AnyMethod()).addStreamTracerFactory(new Counting()).build();
		try {
			this.port = this.server.start().getPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static LocalGrpcServer start() {
		return new LocalGrpcServer(
				NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
	}

	static LocalGrpcServer start(ServerBuilder<?> builder) {
		return new LocalGrpcServer(builder);
	}

	String target() {
		return "localhost:" + this.port;
	}

	void answer(String method, Function<List<byte[]>, List<byte[]>> answer) {
		this.answers.put(method, answer);
	}

	/**
	 * Let the next call fail.
	 * @param status the status
	 * @param after the number of response messages to send before
	 */
	void failNext(Status status, int after) {
		this.failures.add(new Failure(status, after, null));
	}

	/**
	 * Do not respond to the next call.
	 * @param taken run when the server has counted everything that the client sent
	 */
	void ignoreNext(Runnable taken) {
		this.failures.add(new Failure(Status.OK, 0, taken));
	}

	long received() {
		return this.received.get();
	}

	long sent() {
		return this.sent.get();
	}

	synchronized List<String> calls() {
		return new ArrayList<>(this.calls);
	}

	synchronized List<Metadata> headers() {
		return new ArrayList<>(this.headers);
	}

	private synchronized void called(String method, Metadata headers) {
		this.calls.add(method);
		this.headers.add(headers);
	}

	@Override
	public void close() {
		this.server.shutdownNow();
		try {
			assertThat(this.server.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Failure(Status status, int after, @Nullable Runnable taken) {

	}

	private final class AnyMethod extends HandlerRegistry {

		@Override
		public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
			MethodDescriptor<byte[], byte[]> method = MethodDescriptor
				.newBuilder(BytesMarshaller.INSTANCE, BytesMarshaller.INSTANCE)
				.setFullMethodName(name)
				.setType(MethodDescriptor.MethodType.UNKNOWN)
				.build();
			return ServerMethodDefinition.create(method, (call, headers) -> {
				called(name, headers);
				call.request(Integer.MAX_VALUE);
				return new Answering(name, call, LocalGrpcServer.this.failures.poll());
			});
		}

	}

	private final class Answering extends ServerCall.Listener<byte[]> {

		private final String method;

		private final ServerCall<byte[], byte[]> call;

		private final Failure failure;

		private final List<byte[]> messages = new ArrayList<>();

		Answering(String method, ServerCall<byte[], byte[]> call, Failure failure) {
			this.method = method;
			this.call = call;
			this.failure = failure;
		}

		@Override
		public void onMessage(byte[] message) {
			this.messages.add(message);
		}

		@Override
		public void onHalfClose() {
			if (this.failure != null && this.failure.taken() != null) {
				this.failure.taken().run();
				return;
			}
			List<byte[]> answer = List.of();
			if (this.failure == null || this.failure.after() > 0) {
				answer = LocalGrpcServer.this.answers.get(this.method).apply(this.messages);
				this.call.sendHeaders(new Metadata());
				int count = (this.failure != null) ? this.failure.after() : answer.size();
				answer.subList(0, count).forEach(this.call::sendMessage);
			}
			this.call.close((this.failure != null) ? this.failure.status() : Status.OK, new Metadata());
		}

	}

	private final class Counting extends ServerStreamTracer.Factory {

		@Override
		public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
			return new ServerStreamTracer() {

				@Override
				public void inboundWireSize(long bytes) {
					LocalGrpcServer.this.received.addAndGet(bytes);
				}

				@Override
				public void outboundWireSize(long bytes) {
					LocalGrpcServer.this.sent.addAndGet(bytes);
				}

			};
		}

	}

}
