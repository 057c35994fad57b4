package io.github.resourcemonitor.grpc;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.github.resourcemonitor.servicecall.ServiceRequest;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * The measurement of one client call. It counts as one attempt, plus one for each retry
 * by gRPC itself. Safe for use by any thread.
 * <p>
 * The measurement starts with the first message if the client sends it right away,
 * because the message can identify the call that is retried; otherwise it starts with the
 * call.
 */
final class GrpcCallMeasurement extends ClientStreamTracer.Factory {

	/**
	 * The Cloud Storage client sends the same token with each attempt of a request.
	 */
	private static final Metadata.Key<String> TOKEN = Metadata.Key.of("x-goog-gcs-idempotency-token",
			Metadata.ASCII_STRING_MARSHALLER);

	/**
	 * The statuses after which clients retry.
	 */
	private static final Set<Status.Code> RETRYABLE = EnumSet.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED,
			Status.Code.RESOURCE_EXHAUSTED, Status.Code.ABORTED, Status.Code.INTERNAL, Status.Code.UNKNOWN,
			Status.Code.CANCELLED);

	private final GrpcClientInstrumenter instrumenter;

	private final MethodType type;

	private final ServiceOperation operation;

	private final PayloadMessages payload;

	/**
	 * The statuses of errors that the client takes as answers.
	 */
	private final Predicate<Status.Code> answers;

	private @Nullable Invocation context;

	private @Nullable String token;

	private @Nullable WeakReference<Object> message;

	private volatile @Nullable ServiceRequest request;

	private @Nullable WireSizeTracer stream;

	private boolean started;

	private boolean ended;

	/**
	 * Whether any response message has been received.
	 */
	private boolean responded;

	/**
	 * Create a new measurement.
	 * @param instrumenter starts the requests
	 * @param method the method that is called
	 * @param storageClient whether a client of Cloud Storage calls it
	 */
	GrpcCallMeasurement(GrpcClientInstrumenter instrumenter, MethodDescriptor<?, ?> method, boolean storageClient) {
		this.answers = storageClient ? (code) -> GrpcOperations.isAnswer(method.getFullMethodName(), code)
				: (code) -> false;
		this.instrumenter = instrumenter;
		this.type = method.getType();
		this.operation = instrumenter.operations().of(method.getFullMethodName());
		this.payload = instrumenter.payloadMessages(method.getFullMethodName());
	}

	synchronized void started(Metadata headers) {
		this.started = true;
		this.context = this.instrumenter.exchanges().invocations().capture();
		// Streams that read several objects all have the same token.
		this.token = (this.type != MethodType.BIDI_STREAMING) ? headers.get(TOKEN) : null;
		if (!this.type.clientSendsOneMessage() && !this.payload.hasKeys()) {
			begin(null);
		}
	}

	synchronized void sending(Object message) {
		ServiceRequest request = this.request;
		if (request == null && this.started && !this.ended) {
			request = begin(message);
		}
		if (request != null) {
			this.payload.sending(message, request);
		}
	}

	private ServiceRequest begin(@Nullable Object message) {
		List<String> keys = new ArrayList<>(2);
		if (message != null) {
			add(keys, this.payload.key(message));
		}
		add(keys, this.token);
		if (message != null && this.type.clientSendsOneMessage()) {
			this.message = new WeakReference<>(message);
			add(keys, this.instrumenter.failedMessages().take(message, this.operation, this.context));
		}
		return start(keys.toArray(String[]::new));
	}

	private static void add(List<String> keys, @Nullable String key) {
		if (key != null) {
			keys.add(key);
		}
	}

	private ServiceRequest start(String... keys) {
		ServiceRequest request = this.instrumenter.exchanges().start(this.operation, this.context, keys);
		this.request = request;
		return request;
	}

	/**
	 * Called when gRPC creates a stream: for the call, or for a retry because the
	 * previous stream failed.
	 */
	@Override
	public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
		WireSizeTracer stream = new WireSizeTracer(this::bytesSent, this::bytesReceived);
		this.instrumenter.exchanges().guard(() -> created(stream));
		return stream;
	}

	private synchronized void created(WireSizeTracer stream) {
		WireSizeTracer before = this.stream;
		this.stream = stream;
		Status status = (before != null) ? before.status() : null;
		ServiceRequest failed = this.request;
		if (failed == null || status == null || this.ended) {
			return;
		}
		String key = this.instrumenter.newKey();
		failed.correlate(key);
		failed.answered(status.getCode().name(), true);
		failed.end();
		start(key);
	}

	void bytesSent(long bytes) {
		ServiceRequest request = this.request;
		if (request != null) {
			request.sent(bytes);
		}
	}

	void bytesReceived(long bytes) {
		ServiceRequest request = this.request;
		if (request != null) {
			request.received(bytes);
		}
	}

	synchronized void received(Object message) {
		ServiceRequest request = this.request;
		if (request != null && !this.ended) {
			this.responded = true;
			this.payload.received(message, request);
		}
	}

	/**
	 * The call is closed. Later events are ignored.
	 */
	synchronized void closed(Status.Code code) {
		ServiceRequest request = end();
		if (request != null) {
			request.answered(code.name(), code != Status.Code.OK && !this.answers.test(code));
			if (RETRYABLE.contains(code)) {
				expectRetry(request);
			}
			request.end();
		}
	}

	/**
	 * The client cancels the call.
	 */
	synchronized void cancelled() {
		boolean responded = this.responded;
		ServiceRequest request = end();
		if (request != null) {
			request.answered(Status.Code.CANCELLED.name(), !responded);
			request.end();
		}
	}

	synchronized void failed(Throwable ex) {
		ServiceRequest request = end();
		if (request != null) {
			request.failed(ex);
		}
	}

	private @Nullable ServiceRequest end() {
		if (this.ended || !this.started) {
			return null;
		}
		this.ended = true;
		ServiceRequest request = this.request;
		return (request != null) ? request : begin(null);
	}

	private void expectRetry(ServiceRequest request) {
		WeakReference<Object> message = this.message;
		if (message != null && this.token == null) {
			String key = this.instrumenter.newKey();
			request.correlate(key);
			this.instrumenter.failedMessages().add(message, this.operation, this.context, key);
		}
	}

}
