package io.github.resourcemonitor.servicecall;

/**
 * A request that an instrumented client sends for a service call. Several requests may
 * make one call: attempts of which the last succeeds, the chunks of an upload, all that
 * is sent inside an annotated method.
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
 * Safe for use by any thread; no method throws. Bytes are added to the record while they
 * flow, so that one that is never ended has them nevertheless.
 */
public interface ServiceRequest {

	/**
	 * Bytes of the request's body crossed the connection.
	 * @param wireBytes how many, as they went: compressed, if they were
	 */
	void sent(long wireBytes);

	/**
	 * Bytes of the answer's body crossed the connection.
	 * @param wireBytes how many, as they came
	 */
	void received(long wireBytes);

	/**
	 * The payload that follows begins at this place of the object. What an earlier
	 * request of the same call transferred counts once. Without it, it begins at 0.
	 * @param offset the place in bytes
	 */
	void payloadFrom(long offset);

	/**
	 * Payload came through in the direction of the operation.
	 * @param bytes how many bytes of the object, uncompressed if the client compressed
	 * them for the wire; 0 to say that the payload is counted
	 */
	void payload(long bytes);

	/**
	 * The answer is there.
	 * @param status the HTTP status or the code of gRPC
	 * @param failed whether it says that the request failed
	 */
	void answered(String status, boolean failed);

	/**
	 * The request failed.
	 * @param ex with what
	 */
	void failed(Throwable ex);

	/**
	 * The call goes on with later requests, though this one succeeds.
	 */
	void expectMore();

	/**
	 * A request that continues or repeats this one may have another key. It is forgotten
	 * when a request succeeds after which the call does not {@linkplain #expectMore go
	 * on}.
	 * @param key the key
	 */
	void correlate(String key);

	/**
	 * The request is over. Ending twice does nothing.
	 */
	void end();

}
