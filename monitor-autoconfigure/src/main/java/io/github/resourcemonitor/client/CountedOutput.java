package io.github.resourcemonitor.client;

import java.io.OutputStream;
import java.util.function.LongConsumer;

import io.github.resourcemonitor.servicecall.PayloadFlow;
import io.github.resourcemonitor.servicecall.PayloadFlows;

/**
 * Counts the bytes of a request body while it is written.
 *
 * @param counter receives the number of bytes of each write
 */
public record CountedOutput(LongConsumer counter) implements PayloadFlow {

	/**
	 * Return a stream that writes to another one and counts what is written.
	 * @param out the other stream
	 * @param counter receives the number of bytes of each write, on the thread that
	 * writes
	 * @return the stream
	 */
	public static OutputStream count(OutputStream out, LongConsumer counter) {
		return PayloadFlows.count(out, new CountedOutput(counter));
	}

	@Override
	public void transferred(long bytes) {
		this.counter.accept(bytes);
	}

	@Override
	public void failed(Throwable ex) {
		// The request fails with the same exception.
	}

	@Override
	public void ended() {
	}

}
