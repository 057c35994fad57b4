package io.github.resourcemonitor.google;

import io.github.resourcemonitor.servicecall.PayloadFlow;

/**
 * Counts how much of the content of a response has been received. The client may ask for
 * the stream of the content several times, for instance to close it. Not thread-safe,
 * like the stream itself.
 */
final class ContentProgress implements PayloadFlow {

	private final GoogleRequestInfo exchange;

	private final boolean payload;

	private final long length;

	private final long offset;

	private long received;

	/**
	 * Create a new instance.
	 * @param exchange the request that the response belongs to
	 * @param payload whether the content is payload
	 * @param length the length of the content, negative if unknown
	 * @param offset the position in the object at which the content begins
	 */
	ContentProgress(GoogleRequestInfo exchange, boolean payload, long length, long offset) {
		this.exchange = exchange;
		this.payload = payload;
		this.length = length;
		this.offset = offset;
	}

	@Override
	public void transferred(long bytes) {
		if (bytes > 0) {
			this.received += bytes;
			this.exchange.request().received(bytes);
			if (this.payload) {
				this.exchange.request().payload(bytes);
			}
		}
	}

	/**
	 * The content is about to be closed. If the rest of it has already arrived, it was
	 * transferred and counts, even if it was not read.
	 * @param available the number of bytes that can be read without blocking
	 */
	void closing(long available) {
		long rest = this.length - this.received;
		if (rest > 0 && rest <= available) {
			this.received += rest;
			this.exchange.request().received(rest);
		}
	}

	@Override
	public void ended() {
		this.exchange.request().end();
	}

	/**
	 * Reading failed; the client may resume at this position.
	 */
	@Override
	public void failed(Throwable ex) {
		if (this.payload) {
			this.exchange.request()
				.correlate(GoogleRequestInfo.reading(this.exchange.url(), this.offset + this.received));
		}
		this.exchange.request().failed(ex);
	}

}
