package io.github.resourcemonitor.reactor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.attribution.FakeThreadClocks;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.autoconfigure.ReactorTestResources;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * End-to-end tests for handlers of Spring WebFlux on a Netty server, with and without
 * Reactor's automatic context propagation.
 */
@Timeout(120)
class WebFluxIT {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private ConfigurableApplicationContext context;

	private void start(boolean propagating) {
		this.context = new SpringApplicationBuilder(Application.class)
			.properties("spring.main.web-application-type=reactive", "server.port=0", "server.address=127.0.0.1",
					"spring.reactor.context-propagation=" + (propagating ? "auto" : "limited"),
					"resource-monitor.sampling.enabled=false", "resource-monitor.sampling.edges=false",
					"resource-monitor.history.capacity=5000")
			.run();
		assertThat(this.context).isInstanceOf(ReactiveWebServerApplicationContext.class);
	}

	@AfterEach
	void everythingEnds() {
		try {
			await().until(() -> this.context.getBean(Invocations.class).active() == 0);
			assertThat(this.context.getBean(Failures.class).summaries()).isEmpty();
		}
		finally {
			this.context.close();
			Hooks.disableAutomaticContextPropagation();
		}
	}

	@ParameterizedTest
	@CsvSource({ "value,true", "value,false", "mono,true", "mono,false", "flux,true", "flux,false", "elastic,true",
			"elastic,false", "delayed,true", "delayed,false", "future,true", "future,false", "routed,true",
			"routed,false", "http,true" })
	void handlersAreChargedTheirWork(String handler, boolean propagating) throws Exception {
		start(propagating);
		assertThat(get(handler)).isEqualTo("current: " + handler);
		InvocationRecord record = record(handler);
		assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(record.own().cpuNanos()).isEqualTo(10);
		assertThat(record.own().allocatedBytes()).isEqualTo(100);
		assertThat(record.own().incompleteReason()).isNull();
		assertThat(record.concurrency().max()).isOne();
	}

	@Test
	void nettyEventLoopsRequireContextPropagation() throws Exception {
		start(false);
		assertThat(get("http")).isEqualTo("current: nobody");
		assertThat(record("http").own().cpuNanos()).isZero();
		assertThat(record("http").own().incompleteReason()).contains("not attached to it");
	}

	@ParameterizedTest
	@ValueSource(strings = { "mono-fails", "flux-fails", "assembly-fails" })
	void aFailedResultIsAnError(String handler) throws Exception {
		start(false);
		assertThat(get(handler)).contains("500");
		assertThat(record(handler).outcome()).isEqualTo(Outcome.ERROR);
		assertThat(record(handler).error()).isEqualTo(IllegalStateException.class.getName());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aDisconnectedClientCancelsTheInvocation(boolean propagating) throws Exception {
		start(propagating);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
			socket.getOutputStream()
				.write("GET /forever HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			InputStream response = socket.getInputStream();
			assertThat(response.readNBytes(100)).hasSize(100);
			assertThat(this.context.getBean(Invocations.class).active()).isOne();
			socket.setSoLinger(true, 0);
		}
		assertThat(record("forever").outcome()).isEqualTo(Outcome.CANCELLED);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void noContextRemainsOnServerThreads(boolean propagating) throws Exception {
		start(propagating);
		List<String> handlers = List.of("value", "mono", "flux", "elastic", "delayed", "future", "mono-fails", "http");
		ExecutorService clients = Executors.newFixedThreadPool(8);
		try {
			List<Future<String>> answers = new ArrayList<>();
			Random random = new Random(42);
			for (int i = 0; i < 1_000; i++) {
				String handler = random.nextBoolean() ? "free" : handlers.get(random.nextInt(handlers.size()));
				answers.add(clients.submit(() -> handler + " " + get(handler)));
			}
			for (Future<String> answer : answers) {
				String[] parts = answer.get().split(" ", 2);
				if (parts[0].equals("free") || (parts[0].equals("http") && !propagating)) {
					assertThat(parts[1]).isEqualTo("current: nobody");
				}
				else if (!parts[0].equals("mono-fails")) {
					assertThat(parts[1]).isEqualTo("current: " + parts[0]);
				}
			}
		}
		finally {
			clients.shutdown();
		}
		await().until(() -> this.context.getBean(Invocations.class).active() == 0);
		assertThat(this.context.getBean(InvocationRepository.class).findAll())
			.filteredOn((each) -> each.outcome() == Outcome.SUCCESS && (propagating || !each.handler().equals("http")))
			.isNotEmpty()
			.allSatisfy((each) -> assertThat(each.own().cpuNanos()).isEqualTo(10));
	}

	private int port() {
		return ((ReactiveWebServerApplicationContext) this.context).getWebServer().getPort();
	}

	private String get(String path) throws IOException, InterruptedException {
		return CLIENT
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/" + path))
				.timeout(Duration.ofSeconds(60))
				.build(), BodyHandlers.ofString())
			.body();
	}

	private InvocationRecord record(String handler) {
		return MonitorContexts.awaitRecord(this.context, handler);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = "com.google.cloud.spring.autoconfigure.storage.GcpStorageAutoConfiguration")
	static class Application {

		@Bean
		ReactorResourceFactory reactorResources() {
			return ReactorTestResources.create();
		}

		@Bean
		FakeThreadClocks clocks() {
			return new FakeThreadClocks();
		}

		@Bean
		Controller controller(ResourceMonitor monitor, FakeThreadClocks clocks) {
			return new Controller(monitor, clocks);
		}

		@Bean
		RouterFunction<ServerResponse> routes(Controller controller) {
			return RouterFunctions.route().GET("/routed", controller::routed).build();
		}

	}

	@RestController
	static class Controller {

		private final ResourceMonitor monitor;

		private final FakeThreadClocks clocks;

		Controller(ResourceMonitor monitor, FakeThreadClocks clocks) {
			this.monitor = monitor;
			this.clocks = clocks;
		}

		private String current() {
			return "current: " + this.monitor.current().map(Invocation::handler).orElse("nobody");
		}

		private String use() {
			this.clocks.use(10, 100);
			return current();
		}

		@GetMapping("/free")
		public Mono<String> free() {
			return Mono.fromCallable(this::current);
		}

		@GetMapping("/value")
		@MonitoredHandler("value")
		public String value() {
			return use();
		}

		@GetMapping("/mono")
		@MonitoredHandler("mono")
		public Mono<String> mono() {
			return Mono.fromCallable(this::use);
		}

		@GetMapping("/flux")
		@MonitoredHandler("flux")
		public Flux<String> flux() {
			return Flux.just("current: ", "flux").doOnNext((each) -> {
				assertThat(current()).isEqualTo("current: flux");
				this.clocks.use(5, 50);
			});
		}

		@GetMapping("/elastic")
		@MonitoredHandler("elastic")
		public Mono<String> elastic() {
			return Mono.fromCallable(this::use)
				.subscribeOn(Schedulers.boundedElastic())
				.publishOn(Schedulers.parallel())
				.map((each) -> current());
		}

		@GetMapping("/delayed")
		@MonitoredHandler("delayed")
		public Mono<String> delayed() {
			return Mono.delay(Duration.ofMillis(1)).map((any) -> use());
		}

		@GetMapping("/future")
		@MonitoredHandler("future")
		public CompletableFuture<String> future() {
			return CompletableFuture.completedFuture(use());
		}

		@MonitoredHandler("routed")
		public Mono<ServerResponse> routed(ServerRequest request) {
			return Mono.fromCallable(this::use).flatMap((body) -> ServerResponse.ok().bodyValue(body));
		}

		@GetMapping("/http")
		@MonitoredHandler("http")
		public Mono<String> http(ServerHttpRequest request) {
			return WebClient.create("http://127.0.0.1:" + request.getLocalAddress().getPort())
				.get()
				.uri("/free")
				.retrieve()
				.bodyToMono(String.class)
				.map((any) -> this.monitor.current().isPresent() ? use() : current());
		}

		@GetMapping("/mono-fails")
		@MonitoredHandler("mono-fails")
		public Mono<String> monoFails() {
			return Mono.error(new IllegalStateException("as planned"));
		}

		@GetMapping("/flux-fails")
		@MonitoredHandler("flux-fails")
		public Flux<String> fluxFails() {
			return Flux.error(new IllegalStateException("as planned"));
		}

		@GetMapping("/assembly-fails")
		@MonitoredHandler("assembly-fails")
		public Mono<String> assemblyFails() {
			throw new IllegalStateException("as planned");
		}

		@GetMapping(path = "/forever", produces = "text/event-stream")
		@MonitoredHandler("forever")
		public Flux<String> forever() {
			return Flux.interval(Duration.ofMillis(1)).onBackpressureDrop().map((each) -> "x".repeat(1_000));
		}

	}

}
