package io.github.resourcemonitor.google;

import io.github.resourcemonitor.servicecall.PayloadFlow;

/**
 * How much of the content of an answer came. The client may ask for the stream of the
 * content several times, for instance to close it. As little safe for use by several
 * threads as the stream.
 */
final class ContentProgress implements PayloadFlow {

	private final GoogleRequestInfo exchange;

	private final boolean payload;

	private final long length;

	private final long offset;

	private long received;

	/**
	 * Begin.
	 * @param exchange the request
	 * @param payload whether the content is payload
	 * @param length how long it is, negative if that is not known
	 * @param offset where in the object it begins
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
	 * The content is closed. If the rest of it is here, it came, though nobody read it.
	 * @param available how much is here
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
	 * Reading failed; the client may go on from here.
	 */
	@Override
	public void failed(Throwable ex) {
		this.exchange.request().failed(ex);
		if (this.payload) {
			this.exchange.request()
				.correlate(GoogleRequestInfo.reading(this.exchange.url(), this.offset + this.received));
		}
		this.exchange.request().end();
	}

}
