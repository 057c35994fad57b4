package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests and writes responses, counts their bytes and injects due faults. A
 * request is always read to its end, unless the fault is a cut, so that a client receives
 * the response even to a failed upload.
 */
final class ExchangeHandler implements HttpHandler {

	private static final int PIECE = 64 * 1024;

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
			RequestJournal.Entry entry = this.journal.begin(line);
			long length = contentLength(exchange);
			RequestStream in = new RequestStream(exchange.getRequestBody(), length, this.faults.uploadCut(line));
			ApiResponse response;
			try {
				response = respond(exchange, line, new RequestBody(in, length));
				in.drain();
			}
			catch (UncheckedIOException ex) {
				entry.complete(0, in.count(), 0);
				throw ex.getCause();
			}
			write(exchange, line, entry, in.count(), response);
		}
	}

	private static RequestLine line(HttpExchange exchange) {
		URI uri = exchange.getRequestURI();
		String query = uri.getRawQuery();
		return new RequestLine(exchange.getRequestMethod(), uri.getRawPath(), (query != null) ? query : "");
	}

	private static long contentLength(HttpExchange exchange) {
		String length = exchange.getRequestHeaders().getFirst("Content-Length");
		return (length != null) ? Long.parseLong(length) : -1;
	}

	private ApiResponse respond(HttpExchange exchange, RequestLine line, RequestBody body) {
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
		catch (UncheckedIOException ex) {
			throw ex;
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			return ApiResponse.error(500, ex.toString());
		}
	}

	private void write(HttpExchange exchange, RequestLine line, RequestJournal.Entry entry, long requestBytes,
			ApiResponse response) throws IOException {
		response.headers().forEach((header) -> exchange.getResponseHeaders().add(header.name(), header.value()));
		long announced = response.length();
		if (line.method().equals("HEAD")) {
			exchange.getResponseHeaders().set("Content-Length", Long.toString(announced));
			announced = 0;
		}
		boolean download = response.status() == 200 || response.status() == 206;
		long end = download ? this.faults.takeCut(line, announced) : announced;
		DownloadHold hold = download ? this.faults.takeHold(line, end) : null;
		long written = 0;
		try {
			// Complete the entry before the last piece is sent, so that a client that has
			// the whole response finds it in the journal.
			if (end <= PIECE && hold == null) {
				entry.complete(response.status(), requestBytes, end);
			}
			exchange.sendResponseHeaders(response.status(), (announced > 0) ? announced : -1);
			OutputStream out = exchange.getResponseBody();
			while (written < end) {
				if (hold != null && hold.afterBytes() == written) {
					out.flush();
					if (!hold.pause()) {
						break;
					}
				}
				long piece = Math.min(PIECE, nextStop(hold, written, end) - written);
				if (written + piece == end) {
					entry.complete(response.status(), requestBytes, end);
				}
				response.writeTo(out, written, piece);
				written += piece;
			}
			out.flush();
		}
		finally {
			entry.complete(response.status(), requestBytes, written);
		}
	}

	private static long nextStop(@Nullable DownloadHold hold, long written, long end) {
		return (hold != null && hold.afterBytes() > written) ? hold.afterBytes() : end;
	}

}
