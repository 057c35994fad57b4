package io.github.resourcemonitor.http;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.servicecall.PayloadFlow;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.github.resourcemonitor.servicecall.ServiceRequest;

/**
 * The measurement of one HTTP request and its response. It ends when the body of the
 * response has been read to its end or abandoned, or when there is none. Safe for use by
 * any thread; no method throws.
 */
final class HttpExchangeMeasurement implements PayloadFlow {

	private final ServiceRequest request;

	private final ServiceOperation operation;

	private final AtomicBoolean responded = new AtomicBoolean();

	private volatile boolean downloads;

	HttpExchangeMeasurement(ServiceRequest request, ServiceOperation operation) {
		this.request = request;
		this.operation = operation;
	}

	/**
	 * Return a measurement that the monitor could not start.
	 */
	static HttpExchangeMeasurement unmeasured() {
		return new HttpExchangeMeasurement(ServiceRequest.unmeasured(),
				new ServiceOperation("", "", CallDirection.NONE));
	}

	private boolean uploads() {
		return this.operation.direction() == CallDirection.UPLOAD;
	}

	/**
	 * The body of the request is about to be written, from its beginning. A library that
	 * retries a request writes it again.
	 */
	void requestBodyStarted() {
		if (uploads()) {
			this.request.payloadFrom(0);
			this.request.payload(0);
		}
	}

	void sent(long bytes) {
		this.request.sent(bytes);
		if (uploads()) {
			this.request.payload(bytes);
		}
	}

	/**
	 * The response has been received. Only the first call has an effect.
	 * @param status its status
	 * @param contentLength the length of its body, negative if unknown
	 */
	void responseReceived(int status, long contentLength) {
		if (!this.responded.compareAndSet(false, true)) {
			return;
		}
		this.request.answered(Integer.toString(status), status >= 400);
		if (this.operation.direction() == CallDirection.DOWNLOAD && status < 400) {
			this.downloads = status < 300;
			this.request.payload(0);
		}
		if (contentLength == 0 || status == 204 || status == 304 || this.operation.operation().equals("HEAD")) {
			ended();
		}
	}

	boolean hasResponse() {
		return this.responded.get();
	}

	/**
	 * Some of the body of the response has been read.
	 */
	@Override
	public void transferred(long bytes) {
		this.request.received(bytes);
		if (this.downloads) {
			this.request.payload(bytes);
		}
	}

	@Override
	public void failed(Throwable ex) {
		this.request.failed(ex);
	}

	@Override
	public void ended() {
		this.request.end();
	}

	/**
	 * The client has cancelled the exchange. Without a response, it has failed. With one,
	 * the client may just have enough of the body.
	 */
	void cancelled(CancellationReason reason) {
		if (!hasResponse() || reason != CancellationReason.UNKNOWN) {
			this.request.answered(reason.status(), true);
		}
		this.request.end();
	}

}
