package io.github.resourcemonitor.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server for each test that counts the bytes of request and response bodies
 * independently. A request is in its list before the client can receive the whole
 * response.
 */
final class CountingServer implements BeforeEachCallback, AfterEachCallback {

	/**
	 * The response body of {@code /gzip}, before compression.
	 */
	static final byte[] TEXT = "0123456789".repeat(500).getBytes();

	/**
	 * The time for which a test waits for another thread on a busy machine.
	 */
	static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final List<Seen> requests = new CopyOnWriteArrayList<>();

	private HttpServer server;

	private ExecutorService threads;

	/**
	 * Counted down when {@code /upload} has received its first byte.
	 */
	private volatile CountDownLatch firstByte;

	/**
	 * Counted down when {@code /silent} and {@code /stalled} may end.
	 */
	private volatile CountDownLatch released;

	@Override
	public void beforeEach(ExtensionContext context) throws IOException {
		clear();
		this.threads = Executors.newCachedThreadPool();
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	@Override
	public void afterEach(ExtensionContext context) throws InterruptedException {
		this.released.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	/**
	 * A request that was handled.
	 *
	 * @param method its method
	 * @param path its path
	 * @param headers its headers, by lower-case names
	 * @param taken the bytes of the request body
	 * @param given the bytes of the response body
	 */
	record Seen(String method, String path, Map<String, List<String>> headers, long taken, long given) {

	}

	String uri() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	URI uri(String path) {
		return URI.create(uri() + path);
	}

	List<Seen> requests() {
		return this.requests;
	}

	void clear() {
		this.requests.clear();
		this.firstByte = new CountDownLatch(1);
		this.released = new CountDownLatch(1);
	}

	private static void await(CountDownLatch latch) throws IOException {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * Wait until {@code /upload} has received its first byte.
	 * @return whether it was received in time
	 */
	boolean awaitFirstByte() {
		try {
			return this.firstByte.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	private void handle(HttpExchange exchange) throws IOException {
		long taken = 0;
		try (InputStream body = exchange.getRequestBody()) {
			byte[] buffer = new byte[8192];
			for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
				taken += n;
				if (n > 0) {
					this.firstByte.countDown();
				}
			}
		}
		String path = exchange.getRequestURI().getPath();
		int size = number(exchange.getRequestURI().getQuery());
		switch (path) {
			case "/chunked" -> answer(exchange, taken, 200, 0, new byte[size], size);
			case "/empty" -> answer(exchange, taken, 200, -1, new byte[0], 0);
			case "/no-content" -> answer(exchange, taken, 204, -1, new byte[0], 0);
			case "/status" -> answer(exchange, taken, size, 5, "error".getBytes(), 5);
			case "/redirect" -> {
				exchange.getResponseHeaders().set("Location", "/bytes?" + size);
				answer(exchange, taken, 302, -1, new byte[0], 0);
			}
			case "/gzip" -> {
				exchange.getResponseHeaders().set("Content-Encoding", "gzip");
				byte[] compressed = gzip(TEXT);
				answer(exchange, taken, 200, compressed.length, compressed, compressed.length);
			}
			case "/silent" -> await(this.released);
			case "/stalled" -> {
				exchange.sendResponseHeaders(200, size);
				exchange.getResponseBody().write(new byte[size / 2]);
				exchange.getResponseBody().flush();
				await(this.released);
			}
			case "/broken" -> answer(exchange, taken, 200, size, new byte[size], size / 2);
			default -> answer(exchange, taken, 200, (size > 0) ? size : -1, new byte[size], size);
		}
	}

	private void answer(HttpExchange exchange, long taken, int status, long length, byte[] content, int given)
			throws IOException {
		boolean head = exchange.getRequestMethod().equals("HEAD");
		if (head) {
			exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
		}
		// Add the request before the client can receive the response.
		this.requests.add(new Seen(exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
				Map.copyOf(exchange.getRequestHeaders()), taken, head ? 0 : given));
		exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
		exchange.sendResponseHeaders(status, head ? -1 : length);
		if (!head && given < length) {
			exchange.getResponseBody().write(content, 0, given);
			exchange.getResponseBody().flush();
			// The server closes the connection after an exception.
			throw new IOException("Broken");
		}
		if (!head && length >= 0) {
			try (OutputStream body = exchange.getResponseBody()) {
				body.write(content, 0, given);
			}
			catch (IOException ex) {
				// The client has closed the connection.
			}
		}
		exchange.close();
	}

	private static int number(String query) {
		return (query != null && query.matches("\\d+")) ? Integer.parseInt(query) : 0;
	}

	static byte[] gzip(byte[] content) throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
			out.write(content);
		}
		return compressed.toByteArray();
	}

}
