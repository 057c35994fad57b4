package io.github.resourcemonitor.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Counts the body of a request while a client writes it, possibly on another thread than
 * the one that gets the response.
 * <p>
 * The response can be there before the last write has returned. Its bytes are pending
 * until then, and are counted by whichever of the two threads comes first.
 */
final class SentBodyStream extends FilterOutputStream {

	private final LongConsumer counter;

	private final AtomicLong pending = new AtomicLong();

	/**
	 * Create a new stream.
	 * @param out the stream to write to
	 * @param counter receives the number of bytes; one thread at a time calls it
	 */
	SentBodyStream(OutputStream out, LongConsumer counter) {
		super(out);
		this.counter = counter;
	}

	@Override
	public void write(int b) throws IOException {
		this.pending.addAndGet(1);
		try {
			this.out.write(b);
		}
		catch (Throwable ex) {
			this.pending.set(0);
			throw ex;
		}
		countPending();
	}

	@Override
	public void write(byte[] buffer, int offset, int length) throws IOException {
		this.pending.addAndGet(length);
		try {
			this.out.write(buffer, offset, length);
		}
		catch (Throwable ex) {
			this.pending.set(0);
			throw ex;
		}
		countPending();
	}

	/**
	 * Count what is being written: a response has been received.
	 */
	synchronized void countPending() {
		long bytes = this.pending.getAndSet(0);
		if (bytes > 0) {
			this.counter.accept(bytes);
		}
	}

	@Override
	public void close() throws IOException {
		// Not super.close(): it flushes first, which the stream itself may not do.
		this.out.close();
	}

}
