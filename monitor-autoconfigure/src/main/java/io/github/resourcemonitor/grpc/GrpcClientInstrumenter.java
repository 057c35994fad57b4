package io.github.resourcemonitor.grpc;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.servicecall.ServiceRequests;

import org.springframework.util.ClassUtils;

/**
 * Starts the measurement of gRPC calls. Safe for use by any thread.
 */
final class GrpcClientInstrumenter {

	static final String HOOK = "call by gRPC";

	private final Supplier<ServiceRequests> requests;

	private final Supplier<Invocations> invocations;

	private final Failures failures;

	private final GrpcOperations operations = new GrpcOperations();

	private final FailedMessages failedMessages = new FailedMessages();

	private final AtomicLong keys = new AtomicLong();

	private final boolean storage = ClassUtils.isPresent("com.google.storage.v2.BidiReadObjectResponse",
			GrpcClientInstrumenter.class.getClassLoader());

	/**
	 * Create a new instrumenter.
	 * @param requests supplies what starts requests; called for the first request
	 * @param invocations supplies the invocations
	 * @param failures the failures of the monitor itself
	 */
	GrpcClientInstrumenter(Supplier<ServiceRequests> requests, Supplier<Invocations> invocations, Failures failures) {
		this.requests = requests;
		this.invocations = invocations;
		this.failures = failures;
	}

	PayloadMessages payloadMessages(String method) {
		if (!this.storage || !method.startsWith(GrpcOperations.STORAGE)) {
			return PayloadMessages.NONE;
		}
		return switch (this.operations.of(method).direction()) {
			case DOWNLOAD -> StorageMessages.READ;
			case UPLOAD -> StorageMessages.WRITE;
			case NONE -> PayloadMessages.NONE;
		};
	}

	GrpcOperations operations() {
		return this.operations;
	}

	FailedMessages failedMessages() {
		return this.failedMessages;
	}

	/**
	 * Return a new key that identifies the attempts of one call.
	 */
	String newKey() {
		return "gRPC call " + this.keys.incrementAndGet();
	}

	ServiceRequests requests() {
		return this.requests.get();
	}

	Invocations invocations() {
		return this.invocations.get();
	}

	Failures failures() {
		return this.failures;
	}

}
