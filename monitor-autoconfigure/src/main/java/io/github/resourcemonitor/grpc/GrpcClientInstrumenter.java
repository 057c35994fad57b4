package io.github.resourcemonitor.grpc;

import java.util.concurrent.atomic.AtomicLong;

import io.github.resourcemonitor.client.ClientExchanges;

import org.springframework.util.ClassUtils;

/**
 * Starts the measurement of gRPC calls. Safe for use by any thread.
 */
final class GrpcClientInstrumenter {

	private final ClientExchanges exchanges;

	private final GrpcOperations operations = new GrpcOperations();

	private final FailedMessages failedMessages = new FailedMessages();

	private final AtomicLong keys = new AtomicLong();

	private final boolean storage = ClassUtils.isPresent("com.google.storage.v2.BidiReadObjectResponse",
			GrpcClientInstrumenter.class.getClassLoader());

	/**
	 * Create a new instrumenter.
	 * @param exchanges starts the requests
	 */
	GrpcClientInstrumenter(ClientExchanges exchanges) {
		this.exchanges = exchanges;
	}

	ClientExchanges exchanges() {
		return this.exchanges;
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

}
