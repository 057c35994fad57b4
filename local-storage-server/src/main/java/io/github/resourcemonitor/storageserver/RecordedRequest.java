package io.github.resourcemonitor.storageserver;

/**
 * One HTTP request as counted by the server. Bytes are those of the bodies, without
 * headers and chunk framing; a compressed request body is counted compressed.
 *
 * @param method the HTTP method
 * @param path the raw path
 * @param query the raw query, empty if there is none
 * @param status the status of the response, 0 if the request ended without one
 * @param requestBodyBytes the bytes received
 * @param responseBodyBytes the bytes written to the socket, up to 64 KiB more than the
 * client received if it closed the connection early
 */
public record RecordedRequest(String method, String path, String query, int status, long requestBodyBytes,
		long responseBodyBytes) {

	/**
	 * Returns the request line.
	 * @return the request line
	 */
	public RequestLine line() {
		return new RequestLine(this.method, this.path, this.query);
	}

}
