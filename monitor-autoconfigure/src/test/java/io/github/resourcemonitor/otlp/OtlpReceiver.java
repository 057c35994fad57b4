package io.github.resourcemonitor.otlp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A receiver of OTLP on a loopback socket. It keeps each event, and of each series and
 * start of an interval the latest point. The answers of the next requests can be given.
 */
public final class OtlpReceiver implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "receiver");
		thread.setDaemon(true);
		return thread;
	});

	private final CountDownLatch released = new CountDownLatch(1);

	private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();

	private volatile Answer otherwise = Answer.of(200);

	/**
	 * All requests.
	 */
	final List<Request> requests = new CopyOnWriteArrayList<>();

	/**
	 * All events, also those that arrived twice.
	 */
	final List<LogRecord> events = new CopyOnWriteArrayList<>();

	/**
	 * The resources of all events.
	 */
	final List<Map<String, String>> resources = new CopyOnWriteArrayList<>();

	private final ReceivedPoints points = new ReceivedPoints();

	/**
	 * Start a receiver on a free port of loopback.
	 * @throws IOException if that is not possible
	 */
	public OtlpReceiver() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.executor);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	/**
	 * Return the base URL.
	 * @return the URL
	 */
	public String base() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	URI endpoint(OtlpSignal signal) {
		return URI.create(base() + signal.path());
	}

	/**
	 * Answer the next requests so.
	 */
	void answerNext(Answer... next) {
		this.answers.addAll(List.of(next));
	}

	/**
	 * Answer all other requests so.
	 */
	void answerOthers(Answer answer) {
		this.otherwise = answer;
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = body(exchange);
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
			Answer next = this.answers.poll();
			Answer answer = (next != null) ? next : this.otherwise;
			if (answer.accepts()) {
				accept(exchange.getRequestURI().getPath(), body);
			}
			this.requests.add(new Request(exchange.getRequestURI().getPath(), headers, body.length));
			if (answer.status() == 0) {
				return;
			}
			if (answer.hangs() && !answer.inBody()) {
				await();
			}
			exchange.sendResponseHeaders(answer.status(), answer.inBody() ? 10 : -1);
			if (answer.inBody()) {
				exchange.getResponseBody().flush();
				await();
			}
		}
	}

	private void await() {
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static byte[] body(HttpExchange exchange) throws IOException {
		boolean compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
		InputStream stream = exchange.getRequestBody();
		return (compressed ? new GZIPInputStream(stream) : stream).readAllBytes();
	}

	private synchronized void accept(String path, byte[] body) throws IOException {
		if (path.equals(OtlpSignal.LOGS.path())) {
			for (ResourceLogs logs : ExportLogsServiceRequest.parseFrom(body).getResourceLogsList()) {
				logs.getScopeLogsList().forEach((scope) -> {
					this.events.addAll(scope.getLogRecordsList());
					scope.getLogRecordsList()
						.forEach((event) -> this.resources.add(attributes(logs.getResource().getAttributesList())));
				});
			}
		}
		else {
			for (ResourceMetrics metrics : ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList()) {
				Map<String, String> resource = attributes(metrics.getResource().getAttributesList());
				metrics.getScopeMetricsList()
					.forEach((scope) -> scope.getMetricsList()
						.forEach((metric) -> this.points.add(resource.get("service.instance.id"), metric)));
			}
		}
	}

	static Map<String, String> attributes(List<KeyValue> attributes) {
		Map<String, String> result = new TreeMap<>();
		for (KeyValue attribute : attributes) {
			var value = attribute.getValue();
			String text = switch (value.getValueCase()) {
				case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
				case INT_VALUE -> Long.toString(value.getIntValue());
				default -> value.getStringValue();
			};
			assertThat(result.put(attribute.getKey(), text)).isNull();
		}
		return result;
	}

	/**
	 * Return the ids of the records, each once, in the order in which they arrived first.
	 * @return the ids
	 */
	public List<String> ids() {
		return this.events.stream()
			.map((event) -> attributes(event.getAttributesList()).get("log.record.uid"))
			.distinct()
			.toList();
	}

	/**
	 * Return how many durations of invocations have arrived as metrics.
	 * @return the number
	 */
	public long durations() {
		return this.points.count("faas.invoke_duration");
	}

	/**
	 * Return what has arrived of metrics.
	 */
	ReceivedPoints points() {
		return this.points;
	}

	/**
	 * Return the number of requests of a signal so far.
	 */
	long count(OtlpSignal signal) {
		return this.requests.stream().filter((request) -> request.path().equals(signal.path())).count();
	}

	List<Request> requests(Predicate<Request> wanted) {
		return new ArrayList<>(this.requests.stream().filter(wanted).toList());
	}

	/**
	 * Let all requests end that hang.
	 */
	void release() {
		this.released.countDown();
	}

	@Override
	public void close() {
		release();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	/**
	 * A request.
	 *
	 * @param path its path
	 * @param headers its headers
	 * @param length the length of its body, decompressed
	 */
	record Request(String path, Map<String, String> headers, int length) {

	}

	/**
	 * How a request is answered.
	 *
	 * @param status the status
	 * @param accepts whether what was sent is kept
	 * @param hangs whether the answer never comes
	 * @param inBody whether only the body of the answer never comes
	 */
	record Answer(int status, boolean accepts, boolean hangs, boolean inBody) {

		static final Answer HANG = new Answer(200, false, true, false);

		static final Answer ACCEPT_AND_HANG = new Answer(200, true, true, false);

		static final Answer HANG_IN_BODY = new Answer(503, false, true, true);

		/**
		 * Closes the connection without an answer.
		 */
		static final Answer CLOSE = new Answer(0, false, false, false);

		static final Answer ACCEPT_AND_CLOSE = new Answer(0, true, false, false);

		static Answer of(int status) {
			return new Answer(status, status == 200, false, false);
		}

	}

}
