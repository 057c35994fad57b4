package io.github.resourcemonitor.servicecall;

import java.util.function.Consumer;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * A request that an instrumented client sends for a service call. A call may consist of
 * several requests: retries, the chunks of an upload, or all requests inside an annotated
 * method.
 *
 * <pre class="code">
 * ServiceRequest request = requests.start(operation, null);
 * try {
 * 	Response response = client.send(…);            // request.sent(n) while it writes
 * 	request.answered("200", false);
 * 	…                                              // request.received(n) while it is read
 * 	request.end();
 * }
 * catch (IOException ex) {
 * 	request.failed(ex);
 * 	throw ex;
 * }
 * </pre>
 *
 * Thread-safe. No method throws: failures of the monitor are recorded here. Bytes are
 * added to the record while they are transferred, so that they are included even if the
 * request never ends.
 */
public final class ServiceRequest {

	static final String HOOK = "request of a service call";

	private final CallDirection direction;

	private final Failures failures;

	/**
	 * The requests that this one belongs to, {@code null} if it cannot be measured.
	 */
	private final @Nullable RequestedCall call;

	/**
	 * Current offset of the payload. Only one thread at a time transfers the payload, and
	 * the stream is handed over safely between threads.
	 */
	private long position;

	private volatile String status = "none";

	private volatile boolean failed;

	private volatile boolean moreExpected;

	private volatile boolean redirected;

	private boolean ended;

	ServiceRequest(CallDirection direction, @Nullable RequestedCall call, Failures failures) {
		this.direction = direction;
		this.call = call;
		this.failures = failures;
	}

	/**
	 * Return a request that is not measured, because the monitor failed.
	 * @return the request
	 */
	public static ServiceRequest unmeasured() {
		return new ServiceRequest(CallDirection.NONE, null, new Failures());
	}

	/**
	 * Record bytes of the request body that were sent.
	 * @param wireBytes the number of bytes on the wire, after compression
	 */
	public void sent(long wireBytes) {
		record((call) -> call.current().requests((requests) -> requests.sent(wireBytes)));
	}

	/**
	 * Record bytes of the response body that were received.
	 * @param wireBytes the number of bytes on the wire, before decompression
	 */
	public void received(long wireBytes) {
		record((call) -> call.current().requests((requests) -> requests.received(wireBytes)));
	}

	/**
	 * Set the offset in the object at which the following payload begins; 0 by default.
	 * Payload that an earlier request of the same call has already transferred is not
	 * counted again.
	 * @param offset the offset in bytes
	 */
	public void payloadFrom(long offset) {
		this.position = offset;
	}

	/**
	 * Record payload that was transferred in the direction of the operation.
	 * @param bytes the number of bytes of the object, before compression by the client; 0
	 * to declare that the payload is counted
	 */
	public void payload(long bytes) {
		long from = this.position;
		this.position = from + bytes;
		record((call) -> call.payload(this.direction, from, from + bytes));
	}

	/**
	 * Record the response.
	 * @param status the HTTP status or gRPC status code
	 * @param failed whether the status means that the request failed
	 */
	public void answered(String status, boolean failed) {
		this.status = status;
		this.failed = failed;
	}

	/**
	 * End the request, because it failed.
	 * @param ex the exception
	 */
	public void failed(Throwable ex) {
		if (tryEnd()) {
			record((call) -> call.end(name(ex.getClass()), true, false, false));
		}
	}

	/**
	 * Anonymous classes have no simple name.
	 */
	private static String name(Class<?> type) {
		return type.getSimpleName().isEmpty() ? name(type.getSuperclass()) : type.getSimpleName();
	}

	/**
	 * Record that the response refers to another URL, instead of answering. The request
	 * that follows it continues the call and is no retry; if none does, the call has
	 * failed.
	 * @param key the key by which that request is recognized
	 */
	public void redirected(String key) {
		this.redirected = true;
		this.failed = true;
		correlate(key);
	}

	/**
	 * Declare that the call continues with later requests even if this one succeeds.
	 */
	public void expectMore() {
		this.moreExpected = true;
	}

	/**
	 * Add a key by which a later request that continues or retries this one is
	 * recognized. Keys are dropped when a request succeeds without a declaration that the
	 * call {@linkplain #expectMore continues}.
	 * @param key the key
	 */
	public void correlate(String key) {
		record((call) -> call.remember(key));
	}

	/**
	 * End the request. Ending twice does nothing.
	 */
	public void end() {
		if (tryEnd()) {
			record((call) -> call.end(this.status, this.failed, this.moreExpected, this.redirected));
		}
	}

	private synchronized boolean tryEnd() {
		boolean first = !this.ended;
		this.ended = true;
		return first;
	}

	private void record(Consumer<RequestedCall> event) {
		RequestedCall call = this.call;
		if (call != null) {
			this.failures.guard(HOOK, () -> event.accept(call));
		}
	}

}
