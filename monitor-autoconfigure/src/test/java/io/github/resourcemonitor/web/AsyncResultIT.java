package io.github.resourcemonitor.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.attribution.FakeThreadClocks;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MvcAsyncEndStrategy} with a real server and clients on real sockets.
 */
@Timeout(120)
@SpringBootTest(classes = AsyncResultIT.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "resource-monitor.sampling.enabled=false", "resource-monitor.sampling.edges=false",
				"resource-monitor.history.capacity=5000", "server.address=127.0.0.1",
				"spring.task.execution.pool.core-size=4",
				// Tomcat may count a request of a disconnected client as active forever,
				// with or without the monitor. A graceful shutdown would wait for it.
				"server.shutdown=immediate" })
class AsyncResultIT {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	/**
	 * Latch for handlers that exceed a timeout, because a server waits for them at
	 * shutdown.
	 */
	private static final CountDownLatch END = new CountDownLatch(1);

	@Autowired
	private ResourceMonitor monitor;

	@Autowired
	private Invocations invocations;

	@Autowired
	private InvocationRepository repository;

	@Autowired
	private Failures failures;

	@Autowired
	private Seen seen;

	@Autowired
	private ApplicationContext context;

	@Value("${local.server.port}")
	private int port;

	/**
	 * The sequence number of the last invocation before this test.
	 */
	private long before;

	@AfterAll
	static void end() {
		END.countDown();
	}

	@BeforeEach
	void begin() {
		this.before = this.invocations.started();
	}

	@AfterEach
	void everythingEnds() {
		await().until(() -> this.invocations.active() == 0);
		assertThat(this.invocations.running(10)).isEmpty();
		assertThat(this.failures.summaries()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "streaming", "streaming-entity", "callable", "task", "callable-of-streaming" })
	void writingTheBodyIsAttributedToTheInvocation(String handler) {
		assertThat(get(handler).body()).isEqualTo("current: " + handler);
		InvocationRecord record = record(handler);
		assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(record.own().cpuNanos()).isEqualTo(5 + 10);
		assertThat(record.own().threads()).isBetween(2, 3);
		assertThat(record.own().incompleteReason()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "emitter,ab", "emitter-entity,ab", "deferred,deferred", "flux,ab", "mono,mono" })
	void threadsOfPropagatingExecutorsCompleteTheResult(String handler, String body) {
		assertThat(get(handler).body()).isEqualTo(body);
		InvocationRecord record = record(handler);
		assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(record.own().cpuNanos()).isEqualTo(5 + 10);
		assertThat(record.own().incompleteReason()).isNull();
	}

	@Test
	void callbacksOfTheApplicationAreKept() throws Exception {
		assertThat(prompt("prompted")).isEqualTo("rest");
		await().until(() -> this.seen.completions().get() > 0);
		assertThat(record("prompted").own().incompleteReason()).isNull();
		assertThat(record("prompted").own().cpuNanos()).isEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "streaming-fails", "sse-fails", "callable-fails", "deferred-fails", "flux-fails" })
	void aLaterFailureIsAnError(String handler) {
		get(handler);
		assertThat(record(handler).outcome()).isEqualTo(Outcome.ERROR);
		assertThat(record(handler).error()).isEqualTo(IllegalStateException.class.getName());
	}

	@ParameterizedTest
	@ValueSource(strings = { "streaming-too-slow", "sse-too-slow", "task-too-slow", "deferred-too-slow" })
	void aTimeoutIsAnError(String handler) {
		get(handler);
		assertThat(record(handler).outcome()).isEqualTo(Outcome.ERROR);
		assertThat(record(handler).error()).isEqualTo(AsyncRequestTimeoutException.class.getName());
	}

	@Test
	void theTimeoutFallbackIsTheResult() {
		assertThat(get("deferred-default").body()).isEqualTo("default");
		assertThat(record("deferred-default").outcome()).isEqualTo(Outcome.SUCCESS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "streaming-forever", "sse-forever", "flux-forever" })
	void aDisconnectedClientCancelsTheInvocation(String handler) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.getOutputStream()
				.write(("GET /" + handler + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			InputStream response = socket.getInputStream();
			assertThat(response.readNBytes(100)).hasSize(100);
			assertThat(this.invocations.active()).isOne();
			socket.setSoLinger(true, 0);
		}
		InvocationRecord record = record(handler);
		assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
		if (!handler.startsWith("flux")) {
			assertThat(record.error()).isEqualTo(ClientDisconnectedException.class.getName());
		}
	}

	@Test
	void isIncompleteIfAnUnknownThreadCompletesTheResult() throws Exception {
		assertThat(prompt("prompted-unknown")).isEqualTo("rest");
		assertThat(record("prompted-unknown").own().incompleteReason()).contains("not attached to it");
	}

	@Test
	void anUnusedResultEndsWithTheRequest() {
		assertThat(get("unused").body()).isEqualTo("something else");
		assertThat(record("unused-result").own().incompleteReason())
			.contains("the request continued with another result");
	}

	@Test
	void aHandlerCalledByTheControllerIsMeasuredToo() {
		assertThat(get("nested").body()).isEqualTo("current: inner");
		assertThat(record("inner").own().cpuNanos()).isEqualTo(10);
		assertThat(record("nested").own().cpuNanos()).isEqualTo(10);
		assertThat(record("inner").parentId()).isEqualTo(record("nested").id());
	}

	@Test
	void endsImmediatelyOutsideARequest() throws Exception {
		this.monitor.call("outside", SseEmitter::new);
		assertThat(record("outside").own().incompleteReason()).contains("outside a request");
		this.monitor.call("outside-callable", () -> (Callable<String>) () -> "a value like others");
		assertThat(record("outside-callable").own().isComplete()).isTrue();
	}

	@Test
	void noContextRemainsOnServerThreads() throws Exception {
		List<String> handlers = List.of("streaming", "callable", "emitter", "deferred", "mono", "flux",
				"streaming-fails", "sse-fails", "callable-fails", "nested", "plain");
		ExecutorService clients = Executors.newFixedThreadPool(8);
		try {
			List<Future<String>> answers = new ArrayList<>();
			Random random = new Random(42);
			for (int i = 0; i < 1_000; i++) {
				String handler = random.nextBoolean() ? "free" : handlers.get(random.nextInt(handlers.size()));
				answers.add(clients.submit(() -> {
					HttpResponse<String> response = get(handler);
					return handler + " " + ((response != null) ? response.body() : "");
				}));
			}
			for (Future<String> answer : answers) {
				String[] parts = answer.get().split(" ", 2);
				if (parts[0].equals("free")) {
					assertThat(parts[1]).isEqualTo("current: nobody");
				}
				if (parts[0].equals("plain")) {
					assertThat(parts[1]).isEqualTo("current: plain");
				}
			}
		}
		finally {
			clients.shutdown();
		}
		await().until(() -> this.invocations.active() == 0);
		assertThat(this.repository.findAll()).filteredOn((each) -> each.handler().equals("streaming"))
			.isNotEmpty()
			.allSatisfy((each) -> assertThat(each.own().cpuNanos()).isEqualTo(15));
	}

	/**
	 * Read the beginning of a response, then let the server send the rest.
	 */
	private String prompt(String path) throws Exception {
		try (InputStream body = CLIENT.send(request(path), BodyHandlers.ofInputStream()).body()) {
			assertThat(new String(body.readNBytes(5), StandardCharsets.US_ASCII)).isEqualTo("first");
			this.seen.prompts().release();
			return new String(body.readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	private HttpRequest request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/" + path))
			.timeout(Duration.ofSeconds(60))
			.build();
	}

	private HttpResponse<String> get(String path) {
		try {
			return CLIENT.send(request(path), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			// The server closes the connection in the middle of the body.
			return null;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the latest record of a handler in this test.
	 */
	private InvocationRecord record(String handler) {
		return MonitorContexts.awaitRecord(this.context, handler, this.before);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = "com.google.cloud.spring.autoconfigure.storage.GcpStorageAutoConfiguration")
	static class Application {

		@Bean
		FakeThreadClocks clocks() {
			return new FakeThreadClocks();
		}

		@Bean
		Inner inner(ResourceMonitor monitor, FakeThreadClocks clocks) {
			return new Inner(monitor, clocks);
		}

		@Bean
		Seen seen() {
			return new Seen(new AtomicInteger(), new Semaphore(0));
		}

		@Bean
		Controller controller(Seen seen, ResourceMonitor monitor, FakeThreadClocks clocks, Inner inner,
				@Qualifier("applicationTaskExecutor") Executor executor) {
			return new Controller(seen, monitor, clocks, inner, executor);
		}

	}

	record Seen(AtomicInteger completions, Semaphore prompts) {

	}

	static class Inner {

		private final ResourceMonitor monitor;

		private final FakeThreadClocks clocks;

		Inner(ResourceMonitor monitor, FakeThreadClocks clocks) {
			this.monitor = monitor;
			this.clocks = clocks;
		}

		@MonitoredHandler("unused-result")
		SseEmitter unused() {
			return new SseEmitter();
		}

		@MonitoredHandler("inner")
		StreamingResponseBody streaming() {
			return (body) -> {
				this.clocks.use(10, 100);
				body.write(("current: " + this.monitor.current().map(Invocation::handler).orElse("nobody")).getBytes());
			};
		}

	}

	@RestController
	static class Controller {

		private final Seen seen;

		private final ResourceMonitor monitor;

		private final FakeThreadClocks clocks;

		private final Inner inner;

		private final Executor executor;

		Controller(Seen seen, ResourceMonitor monitor, FakeThreadClocks clocks, Inner inner, Executor executor) {
			this.seen = seen;
			this.monitor = monitor;
			this.clocks = clocks;
			this.inner = inner;
			this.executor = executor;
		}

		private String current() {
			return "current: " + this.monitor.current().map(Invocation::handler).orElse("nobody");
		}

		@GetMapping("/free")
		public String free() {
			return current();
		}

		@GetMapping("/plain")
		@MonitoredHandler("plain")
		public String plain() {
			return current();
		}

		@GetMapping("/streaming")
		@MonitoredHandler("streaming")
		public StreamingResponseBody streaming() {
			this.clocks.use(5, 50);
			return (body) -> {
				this.clocks.use(10, 100);
				body.write(current().getBytes());
			};
		}

		@GetMapping("/streaming-entity")
		@MonitoredHandler("streaming-entity")
		public ResponseEntity<StreamingResponseBody> streamingEntity() {
			return ResponseEntity.ok(streaming());
		}

		@GetMapping("/callable")
		@MonitoredHandler("callable")
		public Callable<String> callable() {
			this.clocks.use(5, 50);
			return () -> {
				this.clocks.use(10, 100);
				return current();
			};
		}

		@GetMapping("/callable-of-streaming")
		@MonitoredHandler("callable-of-streaming")
		public Callable<StreamingResponseBody> callableOfStreaming() {
			return this::streaming;
		}

		@GetMapping("/task")
		@MonitoredHandler("task")
		public WebAsyncTask<String> task() {
			return new WebAsyncTask<>(callable());
		}

		@GetMapping("/emitter")
		@MonitoredHandler("emitter")
		public ResponseBodyEmitter emitter() {
			this.clocks.use(5, 50);
			ResponseBodyEmitter emitter = new ResponseBodyEmitter();
			this.executor.execute(() -> {
				this.clocks.use(10, 100);
				send(emitter, "a");
				send(emitter, "b");
				emitter.complete();
			});
			return emitter;
		}

		@GetMapping("/emitter-entity")
		@MonitoredHandler("emitter-entity")
		public ResponseEntity<ResponseBodyEmitter> emitterEntity() {
			return ResponseEntity.ok(emitter());
		}

		private static void send(ResponseBodyEmitter emitter, String data) {
			try {
				emitter.send(data);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@GetMapping("/deferred")
		@MonitoredHandler("deferred")
		public DeferredResult<String> deferred() {
			this.clocks.use(5, 50);
			DeferredResult<String> result = new DeferredResult<>();
			this.executor.execute(() -> {
				this.clocks.use(10, 100);
				result.setResult("deferred");
			});
			return result;
		}

		@GetMapping("/flux")
		@MonitoredHandler("flux")
		public Flux<String> flux() {
			this.clocks.use(5, 50);
			return Flux.just("a", "b").doOnNext((each) -> this.clocks.use(5, 50));
		}

		@GetMapping("/mono")
		@MonitoredHandler("mono")
		public Mono<String> mono() {
			this.clocks.use(5, 50);
			return Mono.delay(Duration.ofMillis(1)).map((any) -> {
				this.clocks.use(10, 100);
				return "mono";
			});
		}

		@GetMapping("/streaming-fails")
		@MonitoredHandler("streaming-fails")
		public StreamingResponseBody streamingFails() {
			return (body) -> {
				throw new IllegalStateException("as planned");
			};
		}

		@GetMapping("/sse-fails")
		@MonitoredHandler("sse-fails")
		public SseEmitter sseFails() {
			SseEmitter emitter = new SseEmitter();
			this.executor.execute(() -> {
				send(emitter, "a");
				emitter.completeWithError(new IllegalStateException("as planned"));
			});
			return emitter;
		}

		@GetMapping("/callable-fails")
		@MonitoredHandler("callable-fails")
		public Callable<String> callableFails() {
			return () -> {
				throw new IllegalStateException("as planned");
			};
		}

		@GetMapping("/deferred-fails")
		@MonitoredHandler("deferred-fails")
		public DeferredResult<String> deferredFails() {
			DeferredResult<String> result = new DeferredResult<>();
			this.executor.execute(() -> result.setErrorResult(new IllegalStateException("as planned")));
			return result;
		}

		@GetMapping("/flux-fails")
		@MonitoredHandler("flux-fails")
		public Flux<String> fluxFails() {
			return Flux.error(new IllegalStateException("as planned"));
		}

		@GetMapping("/streaming-too-slow")
		@MonitoredHandler("streaming-too-slow")
		public WebAsyncTask<String> streamingTooSlow() {
			return new WebAsyncTask<>(20L, () -> {
				END.await();
				return "too late";
			});
		}

		@GetMapping("/sse-too-slow")
		@MonitoredHandler("sse-too-slow")
		public SseEmitter sseTooSlow() {
			return new SseEmitter(20L);
		}

		@GetMapping("/task-too-slow")
		@MonitoredHandler("task-too-slow")
		public WebAsyncTask<String> taskTooSlow() {
			WebAsyncTask<String> task = new WebAsyncTask<>(20L, () -> {
				END.await();
				return "too late";
			});
			task.onTimeout(() -> "instead");
			return task;
		}

		@GetMapping("/deferred-too-slow")
		@MonitoredHandler("deferred-too-slow")
		public DeferredResult<String> deferredTooSlow() {
			return new DeferredResult<>(20L);
		}

		@GetMapping("/deferred-default")
		@MonitoredHandler("deferred-default")
		public DeferredResult<String> deferredDefault() {
			return new DeferredResult<>(20L, "default");
		}

		@GetMapping("/streaming-forever")
		@MonitoredHandler("streaming-forever")
		public StreamingResponseBody streamingForever() {
			return (body) -> {
				while (true) {
					body.write(new byte[1_000]);
					body.flush();
				}
			};
		}

		@GetMapping("/sse-forever")
		@MonitoredHandler("sse-forever")
		public SseEmitter sseForever() {
			SseEmitter emitter = new SseEmitter(0L);
			this.executor.execute(() -> {
				try {
					while (true) {
						emitter.send("x".repeat(1_000));
					}
				}
				catch (IOException | IllegalStateException ex) {
					// Spring notifies the callback.
				}
			});
			return emitter;
		}

		@GetMapping(path = "/flux-forever", produces = "text/event-stream")
		@MonitoredHandler("flux-forever")
		public Flux<String> fluxForever() {
			return Flux.interval(Duration.ofMillis(1)).onBackpressureDrop().map((each) -> "x".repeat(1_000));
		}

		@GetMapping("/prompted")
		@MonitoredHandler("prompted")
		public ResponseBodyEmitter prompted() {
			ResponseBodyEmitter emitter = prompted(this.executor);
			emitter.onCompletion(this.seen.completions()::incrementAndGet);
			return emitter;
		}

		@GetMapping("/prompted-unknown")
		@MonitoredHandler("prompted-unknown")
		public ResponseBodyEmitter promptedUnknown() {
			return prompted((task) -> new Thread(task).start());
		}

		private ResponseBodyEmitter prompted(Executor executor) {
			ResponseBodyEmitter emitter = new ResponseBodyEmitter();
			send(emitter, "first");
			executor.execute(() -> {
				this.seen.prompts().acquireUninterruptibly();
				this.clocks.use(10, 100);
				send(emitter, "rest");
				emitter.complete();
			});
			return emitter;
		}

		@GetMapping("/unused")
		public String unused() {
			return (this.inner.unused() != null) ? "something else" : "";
		}

		@GetMapping("/nested")
		@MonitoredHandler("nested")
		public StreamingResponseBody nested() {
			return this.inner.streaming();
		}

	}

}
