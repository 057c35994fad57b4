package io.github.resourcemonitor.grpc;

import java.util.function.LongConsumer;

import io.grpc.ClientStreamTracer;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes of the messages of one stream on the wire: after compression, without
 * the five-byte prefix of each message and without headers. An in-process transport
 * reports none.
 */
final class WireSizeTracer extends ClientStreamTracer {

	private final LongConsumer sent;

	private final LongConsumer received;

	private volatile @Nullable Status status;

	WireSizeTracer(LongConsumer sent, LongConsumer received) {
		this.sent = sent;
		this.received = received;
	}

	@Override
	public void outboundWireSize(long bytes) {
		this.sent.accept(bytes);
	}

	@Override
	public void inboundWireSize(long bytes) {
		this.received.accept(bytes);
	}

	@Override
	public void streamClosed(Status status) {
		this.status = status;
	}

	/**
	 * Return the status with which the stream ended, {@code null} if it is still open.
	 */
	@Nullable Status status() {
		return this.status;
	}

}
