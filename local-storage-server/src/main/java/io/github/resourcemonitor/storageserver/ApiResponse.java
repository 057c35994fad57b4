package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A response before it is written: status, headers and a body, which is a part of an
 * object's bytes, so that content is not copied.
 */
final class ApiResponse {

	private static final ObjectBytes NOTHING = new HeldBytes(new byte[0]);

	private final int status;

	private final ObjectBytes body;

	private final long offset;

	private final long length;

	private final List<Header> headers = new ArrayList<>();

	private ApiResponse(int status, ObjectBytes body, long offset, long length) {
		this.status = status;
		this.body = body;
		this.offset = offset;
		this.length = length;
	}

	static ApiResponse empty(int status) {
		return new ApiResponse(status, NOTHING, 0, 0);
	}

	static ApiResponse json(int status, Map<String, ?> body) {
		return bytes(status, "application/json; charset=UTF-8", Json.write(body));
	}

	static ApiResponse bytes(int status, String contentType, byte[] body) {
		return part(status, contentType, new HeldBytes(body), 0, body.length);
	}

	static ApiResponse part(int status, String contentType, ObjectBytes body, long offset, long length) {
		return new ApiResponse(status, body, offset, length).header("Content-Type", contentType);
	}

	static ApiResponse error(int status, String message) {
		if (status == 304) {
			return empty(status);
		}
		Map<String, Object> error = Map.of("message", message, "domain", "global", "reason", reason(status));
		return json(status, Map.of("error", Map.of("code", status, "message", message, "errors", List.of(error))));
	}

	private static String reason(int status) {
		return switch (status) {
			case 401 -> "authError";
			case 403 -> "forbidden";
			case 404 -> "notFound";
			case 408 -> "requestTimeout";
			case 409 -> "conflict";
			case 412 -> "conditionNotMet";
			case 416 -> "requestedRangeNotSatisfiable";
			case 429 -> "rateLimitExceeded";
			case 500 -> "internalError";
			case 501 -> "notImplemented";
			case 502, 503, 504 -> "backendError";
			default -> "invalid";
		};
	}

	ApiResponse header(String name, String value) {
		this.headers.add(new Header(name, value));
		return this;
	}

	int status() {
		return this.status;
	}

	List<Header> headers() {
		return this.headers;
	}

	/**
	 * Returns the length of the body.
	 * @return the length in bytes
	 */
	long length() {
		return this.length;
	}

	/**
	 * Writes a part of the body.
	 * @param out the stream to write to
	 * @param from the offset of its first byte in the body
	 * @param length its length
	 * @throws IOException if writing to the stream fails
	 */
	void writeTo(OutputStream out, long from, long length) throws IOException {
		this.body.writeTo(out, this.offset + from, length);
	}

	/**
	 * One header line.
	 *
	 * @param name the name
	 * @param value the value
	 */
	record Header(String name, String value) {

	}

}
