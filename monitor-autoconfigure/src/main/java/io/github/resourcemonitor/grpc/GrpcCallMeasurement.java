package io.github.resourcemonitor.grpc;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
 * What is known of a call of a client while it is under way. It is one attempt, and one
 * more for each time that gRPC itself sends it again. Safe for use by any thread.
 * <p>
 * It begins with the first message where that follows at once, because the message may
 * tell which call it repeats, else with its start.
 */
final class GrpcCallMeasurement extends ClientStreamTracer.Factory {

	/**
	 * The client of Cloud Storage sends it with each attempt of the same request.
	 */
	private static final Metadata.Key<String> TOKEN = Metadata.Key.of("x-goog-gcs-idempotency-token",
			Metadata.ASCII_STRING_MARSHALLER);

	/**
	 * Clients do not repeat what ends otherwise.
	 */
	private static final Set<Status.Code> REPEATED = EnumSet.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED,
			Status.Code.RESOURCE_EXHAUSTED, Status.Code.ABORTED, Status.Code.INTERNAL, Status.Code.UNKNOWN,
			Status.Code.CANCELLED);

	private final GrpcClientInstrumenter instrumenter;

	private final MethodType type;

	private final ServiceOperation operation;

	private final PayloadMessages objects;

	private @Nullable Invocation context;

	private @Nullable String token;

	private @Nullable WeakReference<Object> message;

	private volatile @Nullable ServiceRequest request;

	private @Nullable WireSizeTracer stream;

	private boolean started;

	private boolean ended;

	/**
	 * Whether anything of the answer came.
	 */
	private boolean answered;

	/**
	 * Begin.
	 * @param instrumenter tells where to tell it
	 * @param method what is called
	 */
	GrpcCallMeasurement(GrpcClientInstrumenter instrumenter, MethodDescriptor<?, ?> method) {
		this.instrumenter = instrumenter;
		this.type = method.getType();
		this.operation = instrumenter.operations().of(method.getFullMethodName());
		this.objects = instrumenter.objects(method.getFullMethodName());
	}

	synchronized void started(Metadata headers) {
		this.started = true;
		this.context = this.instrumenter.invocations().capture();
		// Streams that read several objects all bear the same one.
		this.token = (this.type != MethodType.BIDI_STREAMING) ? headers.get(TOKEN) : null;
		if (!this.type.clientSendsOneMessage() && !this.objects.haveKeys()) {
			begin(null);
		}
	}

	synchronized void sending(Object message) {
		ServiceRequest request = this.request;
		if (request == null && this.started && !this.ended) {
			request = begin(message);
		}
		if (request != null) {
			this.objects.sending(message, request);
		}
	}

	private ServiceRequest begin(@Nullable Object message) {
		List<String> keys = new ArrayList<>(2);
		if (message != null) {
			add(keys, this.objects.key(message));
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
		ServiceRequest request = this.instrumenter.requests().start(this.operation, this.context, keys);
		this.request = request;
		return request;
	}

	/**
	 * gRPC creates a stream: for the call, or because the one before failed.
	 */
	@Override
	public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
		WireSizeTracer stream = new WireSizeTracer(this::bytesSent, this::bytesReceived);
		try {
			created(stream);
		}
		catch (Throwable ex) {
			this.instrumenter.failures().record(GrpcClientInstrumenter.HOOK, ex);
		}
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
			this.answered = true;
			this.objects.received(message, request);
		}
	}

	/**
	 * The call is over. What comes after that says nothing new.
	 */
	synchronized void closed(Status.Code code) {
		ServiceRequest request = end();
		if (request != null) {
			request.answered(code.name(), code != Status.Code.OK);
			if (REPEATED.contains(code)) {
				expectRepetition(request);
			}
			request.end();
		}
	}

	/**
	 * The client cancels the call.
	 */
	synchronized void cancelled() {
		boolean enough = this.answered;
		ServiceRequest request = end();
		if (request != null) {
			request.answered(Status.Code.CANCELLED.name(), !enough);
			request.end();
		}
	}

	synchronized void failed(Throwable ex) {
		ServiceRequest request = end();
		if (request != null) {
			request.failed(ex);
			request.end();
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

	private void expectRepetition(ServiceRequest request) {
		WeakReference<Object> message = this.message;
		if (message != null && this.token == null) {
			String key = this.instrumenter.newKey();
			request.correlate(key);
			this.instrumenter.failedMessages().add(message, this.operation, this.context, key);
		}
	}

}
