package io.github.resourcemonitor.storageserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Serves batches: several requests in one, each with its due failure. Uploads and
 * downloads cannot be part of a batch.
 */
final class BatchApi {

	private final Router router;

	private final Faults faults;

	BatchApi(Router router, Faults faults) {
		this.router = router;
		this.faults = faults;
	}

	void addTo(Router router) {
		router.add("POST", "/batch/storage/v1", this::batch);
	}

	private ApiResponse batch(ApiRequest request) throws IOException {
		String boundary = "batch_" + UUID.randomUUID();
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		Multipart parts = new Multipart(request);
		for (Multipart.Part part = parts.next(); part != null; part = parts.next()) {
			String id = part.headers().getOrDefault("content-id", "<0>");
			write(body, "--" + boundary + "\r\nContent-Type: application/http\r\nContent-ID: "
					+ (id.startsWith("<") ? "<response-" + id.substring(1) : "response-" + id) + "\r\n\r\n");
			write(body, answer(part.body()));
			write(body, "\r\n");
		}
		write(body, "--" + boundary + "--\r\n");
		return ApiResponse.bytes(200, "multipart/mixed; boundary=" + boundary, body.toByteArray());
	}

	private ApiResponse answer(InputStream http) throws IOException {
		String firstLine = Multipart.readLine(http);
		String[] words = firstLine.split(" ");
		if (words.length < 2) {
			throw ApiException.invalid("Malformed request in a batch: " + firstLine);
		}
		Map<String, String> headers = Multipart.readHeaders(http);
		RequestBody body = RequestBody.of(http.readAllBytes());
		URI uri = URI.create(words[1]);
		String query = uri.getRawQuery();
		RequestLine line = new RequestLine(words[0], uri.getRawPath(), (query != null) ? query : "");
		OptionalInt failure = this.faults.takeFailure(line);
		return failure.isPresent() ? ApiResponse.error(failure.getAsInt(), "Injected failure")
				: this.router.serve(ApiRequest.of(line, headers, body));
	}

	private static void write(ByteArrayOutputStream out, ApiResponse response) throws IOException {
		write(out, "HTTP/1.1 " + response.status() + " \r\n");
		for (ApiResponse.Header header : response.headers()) {
			write(out, header.name() + ": " + header.value() + "\r\n");
		}
		write(out, "Content-Length: " + response.length() + "\r\n\r\n");
		response.writeTo(out, 0, response.length());
	}

	private static void write(ByteArrayOutputStream out, String text) {
		out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
	}

}
