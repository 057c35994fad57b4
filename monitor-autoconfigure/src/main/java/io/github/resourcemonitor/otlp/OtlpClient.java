package io.github.resourcemonitor.otlp;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of one signal through an exporter of the SDK, which is created with
 * the first one. A request is sent once, or again at once if the connection was lost. It
 * may be closed by any thread.
 *
 * @param <T> the type of the items
 */
final class OtlpClient<T> implements AutoCloseable {

	private static final Duration SLACK = Duration.ofMillis(100);

	private static final Duration DISCONNECT_TIMEOUT = Duration.ofSeconds(1);

	private final OtlpConnection connection;

	private final @Nullable OtlpHeaders headers;

	private final RequestThreads threads;

	private final Function<OtlpClient<T>, Target<T>> factory;

	/**
	 * Held while a request is sent.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Target<T> target;

	private volatile boolean closed;

	/**
	 * Whether no connection is kept after a request.
	 */
	private volatile boolean disconnected;

	/**
	 * Create a new client.
	 * @param signal what is sent
	 * @param connection where and how requests are sent
	 * @param headers supplies further headers; {@code null} if there are none
	 * @param factory creates the exporter
	 */
	OtlpClient(OtlpSignal signal, OtlpConnection connection, @Nullable OtlpHeaders headers,
			Function<OtlpClient<T>, Target<T>> factory) {
		this.threads = new RequestThreads(signal);
		this.connection = connection;
		this.headers = headers;
		this.factory = factory;
	}

	OtlpConnection connection() {
		return this.connection;
	}

	/**
	 * Return the threads that requests are sent on.
	 */
	RequestThreads threads() {
		return this.threads;
	}

	/**
	 * Return the headers of the next request.
	 * @throws IllegalStateException if one is invalid
	 */
	Map<String, String> requestHeaders() {
		Map<String, String> all = new LinkedHashMap<>(this.connection.headers());
		if (this.headers != null) {
			this.headers.headers().forEach((name, value) -> {
				String problem = OtlpHeaders.problem(name, value);
				if (problem != null) {
					throw new IllegalStateException("The header '" + name + "' of a bean of type "
							+ OtlpHeaders.class.getName() + " cannot be sent: " + problem);
				}
				all.put(name, value);
			});
		}
		return all;
	}

	/**
	 * Send a request.
	 * @param items the items
	 * @throws IOException if it failed, so that trying again makes sense
	 * @throws Exception if the receiver refuses the items
	 */
	void send(Collection<T> items) throws Exception {
		this.lock.lockInterruptibly();
		try {
			if (this.closed) {
				throw new IOException("The exporter is closed");
			}
			CompletableResultCode result = request(items);
			if (FailedRequest.isLostConnection(result.getFailureThrowable())) {
				result = request(items);
			}
			if (!result.isSuccess()) {
				throw failure(result);
			}
		}
		finally {
			this.lock.unlock();
			if (this.closed || this.disconnected) {
				shutdown();
			}
		}
	}

	private CompletableResultCode request(Collection<T> items) {
		CompletableResultCode result = target().export().apply(items);
		// The sender gives up by itself before that, if it can.
		return result.join(this.connection.timeout().plus(SLACK).toNanos(), TimeUnit.NANOSECONDS);
	}

	private Exception failure(CompletableResultCode result) {
		if (result.isDone()) {
			return FailedRequest.exception(this.connection.address(), result.getFailureThrowable());
		}
		this.threads.giveUp();
		return new IOException("The receiver at " + this.connection.address() + " has not answered within "
				+ this.connection.timeout().toMillis() + " ms");
	}

	private Target<T> target() {
		Target<T> present = this.target;
		if (present == null) {
			present = create();
			ExporterThreadLogs.suppress();
			this.target = present;
		}
		return present;
	}

	private Target<T> create() {
		try {
			return this.factory.apply(this);
		}
		catch (IllegalStateException ex) {
			throw new IllegalStateException(
					"The exporter of the OpenTelemetry SDK cannot be created. It needs one sender on the class path: "
							+ "io.opentelemetry:opentelemetry-exporter-sender-jdk, or that of Spring Boot's starter "
							+ "for OpenTelemetry.",
					ex);
		}
	}

	/**
	 * Close the connections, without waiting for it. If a request is being sent, it is
	 * given up.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.threads.shutdownNow();
		shutdown();
	}

	/**
	 * Close the connections, and wait for it for a second at most. Until
	 * {@link #reconnect()} none is kept after a request.
	 */
	void disconnect() {
		this.disconnected = true;
		Thread closing = shutdown();
		if (closing == null) {
			return;
		}
		boolean interrupted = Thread.interrupted();
		try {
			closing.join(DISCONNECT_TIMEOUT.toMillis());
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Keep connections after a request again.
	 */
	void reconnect() {
		this.disconnected = false;
	}

	/**
	 * Begin to close the connections, unless a request is being sent, which does that
	 * itself when it ends.
	 * @return the thread that closes them, {@code null} if there is nothing to close
	 */
	private @Nullable Thread shutdown() {
		if (!this.lock.tryLock()) {
			return null;
		}
		Target<T> present = this.target;
		this.target = null;
		this.lock.unlock();
		if (present == null) {
			return null;
		}
		// The HTTP client of later JDKs waits for requests that may never end.
		Thread thread = new Thread(null, present.shutdown()::get, RequestThreads.NAME + "shutdown", 0, false);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	/**
	 * An exporter of the SDK, whose types have nothing in common.
	 *
	 * @param <T> the type of the items
	 * @param export exports items
	 * @param shutdown shuts it down
	 */
	record Target<T>(Function<Collection<T>, CompletableResultCode> export, Supplier<CompletableResultCode> shutdown) {

	}

}
