package io.github.resourcemonitor.requests;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the requests of an application with Spring WebFlux on a Netty server, which
 * knows nothing of the monitor.
 */
@Timeout(120)
class ReactiveRequestsIT {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private ConfigurableApplicationContext context;

	private void start(String... properties) {
		String[] arguments = Arrays.stream(properties).map("--"::concat).toArray(String[]::new);
		this.context = new SpringApplicationBuilder(Application.class)
			.properties("spring.main.web-application-type=reactive", "server.port=0", "server.address=127.0.0.1",
					"spring.reactor.netty.shutdown-quiet-period=0s", "spring.reactor.context-propagation=auto",
					"resource-monitor.sampling.enabled=false", "resource-monitor.sampling.edges=false",
					"resource-monitor.response-header=X-Invocation-Id",
					"resource-monitor.requests-exclude=/internal/**")
			.run(arguments);
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

	@Test
	void eachRequestIsNamedByItsRoute() throws Exception {
		start();
		check("/owners/1", 200, "GET /owners/{id}", Outcome.SUCCESS, null);
		check("/elastic/1", 200, "GET /elastic/{id}", Outcome.SUCCESS, null);
		check("/routed/7", 200, "GET /routed/{id}", Outcome.SUCCESS, null);
		check("/routed/100%25", 200, "GET /routed/{id}", Outcome.SUCCESS, null);
		check("/routed/a%20b", 200, "GET /routed/{id}", Outcome.SUCCESS, null);
		check("/%2569nternal/status", 404, "GET (unmatched)", Outcome.SUCCESS, null);
		check("/clinic/two%2520words.css", 404, "GET (unmatched)", Outcome.SUCCESS, null);
		check("/missing/7", 404, "GET /missing/{id}", Outcome.SUCCESS, null);
		check("/nowhere", 404, "GET (unmatched)", Outcome.SUCCESS, null);
		check("/secret", 401, "GET (unmatched)", Outcome.SUCCESS, null);
		check("/moved", 302, "GET /moved", Outcome.SUCCESS, null);
		check("/fails", 500, "GET /fails", Outcome.ERROR, IllegalStateException.class.getName());
		check("/answers-503", 503, "GET /answers-503", Outcome.ERROR, "503");
		check("/events", 200, "GET /events", Outcome.SUCCESS, null);
	}

	private void check(String path, int status, String name, Outcome outcome, String error) throws Exception {
		int before = this.context.getBean(InvocationRepository.class).findAll().size();
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).as(path).isEqualTo(status);
		InvocationRecord record = record(before + 1);
		assertThat(record.handler()).isEqualTo(name);
		assertThat(record.trigger()).isEqualTo(Trigger.HTTP);
		assertThat(record.request().status()).isEqualTo(status);
		assertThat(record.outcome()).as(path).isEqualTo(outcome);
		assertThat(record.error()).as(path).isEqualTo(error);
		assertThat(response.headers().allValues("X-Invocation-Id")).containsExactly(record.id());
	}

	@Test
	void threadsWorkForTheRequest() throws Exception {
		start();
		HttpResponse<String> response = get("/elastic/1");
		assertThat(response.body()).isEqualTo(response.headers().firstValue("X-Invocation-Id").orElseThrow());
	}

	@Test
	void whatIsExcludedHasNoRecord() throws Exception {
		start();
		assertThat(get("/actuator/health").statusCode()).isEqualTo(200);
		assertThat(get("/clinic/style.css").statusCode()).isEqualTo(200);
		assertThat(get("/clinic/two%20words.css").statusCode()).isEqualTo(200);
		assertThat(get("/internal/status").statusCode()).isEqualTo(200);
		assertThat(get("/%69nternal/status").statusCode()).isEqualTo(200);
		assertThat(this.context.getBean(Invocations.class).started()).isZero();
	}

	@Test
	void theManagementPortIsExcluded() throws Exception {
		// The other server of the tests would bring a factory for the port of its own.
		start("management.server.port=0", "management.endpoints.web.base-path=/",
				"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
						+ "org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration");
		String port = this.context.getEnvironment().getProperty("local.management.port");
		assertThat(CLIENT
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health")).build(),
					BodyHandlers.ofString())
			.statusCode()).isEqualTo(200);
		assertThat(this.context.getBean(Invocations.class).started()).isZero();
		check("/owners/1", 200, "GET /owners/{id}", Outcome.SUCCESS, null);
		check("/health", 404, "GET (unmatched)", Outcome.SUCCESS, null);
	}

	@Test
	void forwardedRequestsAndBasePathsHaveTheirRoutes() throws Exception {
		start("server.forward-headers-strategy=framework", "spring.webflux.base-path=/app");
		check("/app/owners/1", 200, "GET /app/owners/{id}", Outcome.SUCCESS, null);
	}

	@ParameterizedTest
	@CsvSource({ "framework,'',''", "native,/app,/app", "native,app/,/app", "native,'',''" })
	void clientsDoNotChooseNamesByAPrefix(String strategy, String basePath, String prefix) throws Exception {
		start("server.forward-headers-strategy=" + strategy, "spring.webflux.base-path=" + basePath);
		HttpRequest request = request(prefix + "/owners/1").header("X-Forwarded-Prefix", "/r1").build();
		assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
		assertThat(record(1).handler()).isEqualTo("GET " + prefix + "/owners/{id}");
	}

	@ParameterizedTest
	@CsvSource({ "HEAD,HEAD /moved,302", "MADEUP,_OTHER (unmatched),405" })
	void methodsAreThoseOfHttp(String method, String name, int status) throws Exception {
		start();
		CLIENT.send(request("/moved").method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
		InvocationRecord record = record(1);
		assertThat(record.handler()).isEqualTo(name);
		assertThat(record.request().status()).isEqualTo(status);
	}

	@Test
	void aClientThatGoesAwayCancelsItsRequest() throws Exception {
		start();
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
			socket.getOutputStream()
				.write("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			InputStream response = socket.getInputStream();
			assertThat(response.readNBytes(100)).hasSize(100);
			assertThat(this.context.getBean(Invocations.class).running(1).get(0).handler()).isEqualTo("GET /endless");
			socket.setSoLinger(true, 0);
		}
		InvocationRecord record = record(1);
		assertThat(record.request()).isEqualTo(new HandledRequest("GET", "/endless", 200));
		assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
	}

	private int port() {
		return Integer.parseInt(this.context.getEnvironment().getProperty("local.server.port"));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).timeout(Duration.ofSeconds(60));
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return CLIENT.send(request(path).build(), BodyHandlers.ofString());
	}

	/**
	 * Return the latest record, when there are as many.
	 */
	private InvocationRecord record(int count) {
		InvocationRepository repository = this.context.getBean(InvocationRepository.class);
		await().until(() -> repository.findAll().size() >= count);
		assertThat(repository.findAll()).hasSize(count);
		return repository.findAll().get(0);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = "com.google.cloud.spring.autoconfigure.storage.GcpStorageAutoConfiguration")
	@Import(Api.class)
	static class Application {

		@Bean
		WebFilter guard() {
			return (exchange, chain) -> {
				if (exchange.getRequest().getPath().value().equals("/secret")) {
					exchange.getResponse().setStatusCode(HttpStatus.UNAUTHORIZED);
					return exchange.getResponse().setComplete();
				}
				return chain.filter(exchange);
			};
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.GET("/routed/{id}", (request) -> ServerResponse.ok().bodyValue(request.pathVariable("id")))
				.build();
		}

	}

	@RestController
	static class Api {

		private final ResourceMonitor monitor;

		Api(ResourceMonitor monitor) {
			this.monitor = monitor;
		}

		private String current() {
			return this.monitor.current().map(Invocation::id).orElse("none");
		}

		@GetMapping("/owners/{id}")
		Mono<String> owner(@PathVariable int id) {
			return Mono.just("owner " + id);
		}

		@GetMapping("/elastic/{id}")
		Mono<String> elastic(@PathVariable int id) {
			return Mono.fromCallable(this::current).subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping("/missing/{id}")
		Mono<String> missing(@PathVariable int id) {
			return Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND));
		}

		@GetMapping("/moved")
		ResponseEntity<Void> moved() {
			return ResponseEntity.status(HttpStatus.FOUND).location(URI.create("/owners/1")).build();
		}

		@GetMapping("/fails")
		Mono<String> fails() {
			return Mono.error(new IllegalStateException("expected"));
		}

		@GetMapping("/answers-503")
		ResponseEntity<String> answers() {
			return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("later");
		}

		@GetMapping("/internal/status")
		String status() {
			return "fine";
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> events() {
			return Flux.just("one", "two");
		}

		@GetMapping(path = "/endless", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> endless() {
			return Flux.interval(Duration.ofMillis(1)).map((number) -> "number " + number).onBackpressureDrop();
		}

	}

}
