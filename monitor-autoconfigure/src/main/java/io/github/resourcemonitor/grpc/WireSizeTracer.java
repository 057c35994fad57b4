package io.github.resourcemonitor.grpc;

import java.util.function.LongConsumer;

import io.grpc.ClientStreamTracer;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Counts the messages of one stream as they cross the connection: compressed, if they
 * are, without the five bytes before each and without headers. A transport inside the
 * process reports none.
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
	 * Return how the stream ended, {@code null} if it has not.
	 */
	@Nullable Status status() {
		return this.status;
	}

}
