package io.github.resourcemonitor.storageserver;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

/**
 * Carries requests and responses over the wire, counts their bytes and injects the faults
 * that are due. A request is always read to its end, so that a client gets its answer
 * even to an upload that fails.
 */
final class ExchangeHandler implements HttpHandler {

	private static final int PIECE = 64 * 1024;

	private static final int MAX_BODY = Integer.MAX_VALUE - 8;

	private final Router router;

	private final Faults faults;

	private final RequestJournal journal;

	ExchangeHandler(Router router, Faults faults, RequestJournal journal) {
		this.router = router;
		this.faults = faults;
		this.journal = journal;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			RequestLine line = line(exchange);
			CountingInputStream in = new CountingInputStream(exchange.getRequestBody());
			byte[] body;
			try {
				body = read(exchange, in);
			}
			catch (IOException ex) {
				this.journal.add(recorded(line, 0, in.count(), 0));
				throw ex;
			}
			write(exchange, line, in.count(), respond(exchange, line, body));
		}
	}

	private static RequestLine line(HttpExchange exchange) {
		URI uri = exchange.getRequestURI();
		String query = uri.getRawQuery();
		return new RequestLine(exchange.getRequestMethod(), uri.getRawPath(), (query != null) ? query : "");
	}

	private static byte[] read(HttpExchange exchange, CountingInputStream in) throws IOException {
		String length = exchange.getRequestHeaders().getFirst("Content-Length");
		if (length == null) {
			return in.readAllBytes();
		}
		if (Long.parseLong(length) > MAX_BODY) {
			throw new IOException("A request of " + length + " bytes does not fit into an array");
		}
		byte[] body = new byte[Integer.parseInt(length)];
		if (in.readNBytes(body, 0, body.length) < body.length) {
			throw new EOFException("The request ends before its body does");
		}
		return body;
	}

	private ApiResponse respond(HttpExchange exchange, RequestLine line, byte[] body) {
		OptionalInt failure = this.faults.takeFailure(line);
		if (failure.isPresent()) {
			return ApiResponse.error(failure.getAsInt(), "Injected failure");
		}
		Map<String, String> headers = new HashMap<>();
		exchange.getRequestHeaders()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
		try {
			return this.router.serve(ApiRequest.of(line, headers, body));
		}
		catch (ApiException ex) {
			return ex.response();
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			return ApiResponse.error(500, ex.toString());
		}
	}

	private void write(HttpExchange exchange, RequestLine line, long requestBytes, ApiResponse response)
			throws IOException {
		response.headers().forEach((header) -> exchange.getResponseHeaders().add(header.name(), header.value()));
		boolean download = response.status() == 200 || response.status() == 206;
		long end = download ? this.faults.takeCut(line, response.length()) : response.length();
		long written = 0;
		boolean recorded = false;
		try {
			// Recorded before the last piece goes out: a client that has its answer finds
			// it in the journal.
			if (end <= PIECE) {
				recorded = record(line, response.status(), requestBytes, end);
			}
			exchange.sendResponseHeaders(response.status(), (response.length() > 0) ? response.length() : -1);
			OutputStream out = exchange.getResponseBody();
			while (written < end) {
				long piece = Math.min(PIECE, end - written);
				if (!recorded && written + piece == end) {
					recorded = record(line, response.status(), requestBytes, end);
				}
				response.writeTo(out, written, piece);
				written += piece;
			}
			out.flush();
		}
		finally {
			if (!recorded) {
				record(line, response.status(), requestBytes, written);
			}
		}
	}

	private boolean record(RequestLine line, int status, long requestBytes, long responseBytes) {
		this.journal.add(recorded(line, status, requestBytes, responseBytes));
		return true;
	}

	private static RecordedRequest recorded(RequestLine line, int status, long requestBytes, long responseBytes) {
		return new RecordedRequest(line.method(), line.path(), line.query(), status, requestBytes, responseBytes);
	}

}
