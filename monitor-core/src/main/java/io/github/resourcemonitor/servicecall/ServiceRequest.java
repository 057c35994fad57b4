package io.github.resourcemonitor.servicecall;

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
 * }
 * catch (IOException ex) {
 * 	request.failed(ex);
 * 	throw ex;
 * }
 * finally {
 * 	request.end();
 * }
 * </pre>
 *
 * Thread-safe. No method throws. Bytes are added to the record while they are
 * transferred, so that they are included even if the request never ends.
 */
public interface ServiceRequest {

	/**
	 * Record bytes of the request body that were sent.
	 * @param wireBytes the number of bytes on the wire, after compression
	 */
	void sent(long wireBytes);

	/**
	 * Record bytes of the response body that were received.
	 * @param wireBytes the number of bytes on the wire, before decompression
	 */
	void received(long wireBytes);

	/**
	 * Set the offset in the object at which the following payload begins; 0 by default.
	 * Payload that an earlier request of the same call has already transferred is not
	 * counted again.
	 * @param offset the offset in bytes
	 */
	void payloadFrom(long offset);

	/**
	 * Record payload that was transferred in the direction of the operation.
	 * @param bytes the number of bytes of the object, before compression by the client; 0
	 * to declare that the payload is counted
	 */
	void payload(long bytes);

	/**
	 * Record the response.
	 * @param status the HTTP status or gRPC status code
	 * @param failed whether the status means that the request failed
	 */
	void answered(String status, boolean failed);

	/**
	 * Record that the request failed.
	 * @param ex the exception
	 */
	void failed(Throwable ex);

	/**
	 * Declare that the call continues with later requests even if this one succeeds.
	 */
	void expectMore();

	/**
	 * Add a key by which a later request that continues or retries this one is
	 * recognized. Keys are dropped when a request succeeds without a declaration that the
	 * call {@linkplain #expectMore continues}.
	 * @param key the key
	 */
	void correlate(String key);

	/**
	 * End the request. Ending twice does nothing.
	 */
	void end();

}
