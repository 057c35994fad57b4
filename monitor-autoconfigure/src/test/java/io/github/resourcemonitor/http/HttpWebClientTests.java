package io.github.resourcemonitor.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.client.ServiceNames;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.ServiceCallUsage.Requests;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyServiceCall;
import static io.github.resourcemonitor.http.CountingServer.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for the specifics of {@link WebClient}: subscriptions, cancellation, buffers and
 * filters.
 */
class HttpWebClientTests {

	@RegisterExtension
	private static final CountingServer server = new CountingServer();

	/**
	 * The time after which a test gives up what never comes.
	 */
	private static final Duration SHORT = Duration.ofMillis(300);

	private final ApplicationContextRunner runner = TestClients.contexts();

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk" })
	void countsBothDirectionsWithEachConnector(String connector) {
		this.runner.withPropertyValues("spring.http.clients.reactive.connector=" + connector).run((context) -> {
			WebClient client = client(context);
			handle(context,
					client.post()
						.uri(server.uri("/chunked?100000"))
						.body(parts(50), DataBuffer.class)
						.retrieve()
						.bodyToMono(byte[].class));
			assertThat(server.requests().get(0).taken()).isEqualTo(50_000);
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(50_000);
			assertThat(onlyServiceCall(context).requests())
				.isEqualTo(new Requests(1, 0, 50_000, 100_000, Map.of("200", 1L)));
		});
	}

	@Test
	void nothingIsSentBeforeTheSubscription() {
		this.runner.run((context) -> {
			Mono<byte[]> request = get(client(context), "/bytes?70");
			assertThat(server.requests()).isEmpty();
			handle(context, Mono.zip(request, request));
			assertThat(onlyServiceCall(context).count()).isEqualTo(2);
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(140);
		});
	}

	@Test
	void eachRetryIsARequest() {
		this.runner.withBean(Handler.class).run((context) -> {
			Mono<byte[]> request = get(client(context), "/status?503").retry(2).onErrorComplete();
			context.getBean(Handler.class).handle(request).block(TIMEOUT);
			assertThat(server.requests()).hasSize(3);
			ServiceCallUsage call = onlyServiceCall(context);
			assertThat(call.requests()).isEqualTo(new Requests(3, 0, 0, 15, Map.of("503", 3L)));
			assertThat(call.errors()).isEqualTo(3);
		});
	}

	@Test
	void retryOnAClientThreadForABlockedThreadIsKeptSeparately() {
		this.runner.run((context) -> {
			handle(context, get(client(context), "/status?503").retry(2).onErrorComplete());
			// Reactor repeats on the calling thread if the answer comes before it blocks.
			long kept = onlyServiceCall(context).requests().attempts();
			long apart = context.getBean(OutsideServiceCalls.class)
				.withoutInvocation()
				.usages()
				.stream()
				.mapToLong((call) -> call.requests().attempts())
				.sum();
			assertThat(kept).isPositive();
			assertThat(kept + apart).isEqualTo(3);
		});
	}

	@Test
	void aBodyThatIsAbandonedCountsReceivedBytes() {
		this.runner.run((context) -> {
			handle(context,
					client(context).get()
						.uri(server.uri("/bytes?20000000"))
						.retrieve()
						.bodyToFlux(DataBuffer.class)
						.doOnNext(DataBufferUtils::release)
						.take(2)
						.then());
			ServiceCallUsage call = onlyServiceCall(context);
			assertThat(call.open()).isZero();
			assertThat(call.errors()).isZero();
			assertThat(call.bytes()).isPositive().isLessThan(20_000_000);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk" })
	void aRequestThatTakesTooLongIsAnError(String connector) {
		this.runner.withPropertyValues("spring.http.clients.reactive.connector=" + connector).run((context) -> {
			handle(context, get(client(context), "/silent").timeout(SHORT).onErrorComplete());
			assertFailed(context, "timeout");
		});
	}

	@Test
	void aBodyThatTakesTooLongIsAnError() {
		this.runner.run((context) -> {
			handle(context, get(client(context), "/stalled?1000").timeout(SHORT).onErrorComplete());
			assertFailed(context, "timeout");
			assertThat(onlyServiceCall(context).requests().receivedBytes()).isLessThanOrEqualTo(500);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/silent", "/stalled?1000" })
	void aThreadThatGivesUpMakesItAnError(String path) {
		this.runner.run((context) -> {
			context.getBean(ResourceMonitor.class)
				.run("handler", () -> assertThatIllegalStateException()
					.isThrownBy(() -> get(client(context), path).block(SHORT)));
			assertFailed(context, "cancelled");
		});
	}

	@Test
	void aRequestThatIsCancelledBeforeTheResponseIsAnError() {
		this.runner.run((context) -> {
			handle(context, get(client(context), "/silent").takeUntilOther(Mono.delay(SHORT)));
			assertFailed(context, "cancelled");
		});
	}

	@Test
	void aTimeoutOfTheConnectionIsAnError() {
		this.runner
			.withPropertyValues("spring.http.clients.reactive.connector=jdk", "spring.http.clients.read-timeout=50ms")
			.run((context) -> {
				handle(context, get(client(context), "/silent").onErrorComplete());
				assertFailed(context, "HttpTimeoutException");
			});
	}

	@Test
	void whatHasEnoughIsNoErrorAlsoWithATimeout() {
		this.runner.run((context) -> {
			handle(context,
					client(context).get()
						.uri(server.uri("/stalled?1000000"))
						.retrieve()
						.bodyToFlux(DataBuffer.class)
						.doOnNext(DataBufferUtils::release)
						.timeout(TIMEOUT)
						.take(1)
						.then());
			assertThat(onlyServiceCall(context).errors()).isZero();
			assertThat(onlyServiceCall(context).requests().statuses()).containsOnlyKeys("200");
		});
	}

	@Test
	void aMalformedLengthIsNoFailureOfTheMonitor() {
		Failures failures = new Failures();
		WebClient.Builder builder = WebClient.builder()
			.exchangeFunction((request) -> Mono.just(ClientResponse.create(HttpStatus.OK)
				.header("Content-Length", "secret")
				.header("Content-Type", "secret")
				.body("")
				.build()));
		HttpClientInstrumenter instrumenter = new HttpClientInstrumenter(() -> {
			throw new IllegalStateException("no requests");
		}, () -> {
			throw new IllegalStateException("no invocations");
		}, () -> new ServiceNames(Map.of()), failures);
		new WebClientInstrumentation(instrumenter).instrument(builder);
		assertThat(builder.build().get().uri("http://host").retrieve().toBodilessEntity().block(TIMEOUT)).isNotNull();
		assertThat(failures.summaries().values())
			.noneSatisfy((failure) -> assertThat(failure.last()).contains("secret"));
	}

	private static void assertFailed(ApplicationContext context, String status) {
		ServiceCallUsage call = onlyServiceCall(context);
		assertThat(call.errors()).isOne();
		assertThat(call.open()).isZero();
		assertThat(call.requests().statuses()).containsExactly(entry(status, 1L));
	}

	@Test
	void aBodyThatIsNotReadByTheApplicationIsCounted() {
		this.runner.run((context) -> {
			handle(context,
					client(context).get()
						.uri(server.uri("/bytes?5000"))
						.exchangeToMono((response) -> Mono.just(response.statusCode().value())));
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(5000);
			assertThat(onlyServiceCall(context).open()).isZero();
		});
	}

	/**
	 * Spring Boot configures Reactor Netty to request compressed responses and to
	 * decompress them.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk" })
	void compressedBodiesAreCountedAsProvidedByTheClient(String connector) {
		this.runner.withPropertyValues("spring.http.clients.reactive.connector=" + connector).run((context) -> {
			handle(context, get(client(context), "/gzip"));
			assertThat(onlyServiceCall(context).requests().receivedBytes())
				.isEqualTo(connector.equals("jdk") ? server.requests().get(0).given() : CountingServer.TEXT.length);
		});
	}

	@Test
	void aFileIsStillSentByTheOperatingSystem(@TempDir Path folder) throws IOException {
		Path file = Files.write(folder.resolve("file"), new byte[123_456]);
		this.runner.run((context) -> {
			handle(context,
					client(context).put()
						.uri(server.uri("/empty"))
						.contentType(MediaType.APPLICATION_OCTET_STREAM)
						.body(BodyInserters.fromResource(new FileSystemResource(file)))
						.retrieve()
						.toBodilessEntity());
			assertThat(server.requests().get(0).taken()).isEqualTo(123_456);
			assertThat(onlyServiceCall(context).requests().sentBytes()).isEqualTo(123_456);
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(123_456);
		});
	}

	@Test
	void partsOfAFormAreCounted() {
		this.runner.run((context) -> {
			handle(context,
					client(context).post()
						.uri(server.uri("/empty"))
						.body(BodyInserters.fromMultipartData("one", "1").with("two", "2"))
						.retrieve()
						.toBodilessEntity());
			assertThat(onlyServiceCall(context).requests().sentBytes()).isPositive()
				.isEqualTo(server.requests().get(0).taken());
		});
	}

	@Test
	void aManuallyCreatedClientIsMeasured() {
		this.runner
			.withBean(WebClient.class,
					() -> WebClient.builder().baseUrl(server.uri()).defaultHeader("X-Mine", "1").build())
			.run((context) -> {
				handle(context,
						context.getBean(WebClient.class).get().uri("/bytes?70").retrieve().bodyToMono(byte[].class));
				assertThat(server.requests().get(0).headers()).containsKey("X-mine");
				assertThat(onlyServiceCall(context).bytes()).isEqualTo(70);
			});
	}

	@Test
	void aManuallyCreatedBuilderBuildsAMeasuredClient() {
		this.runner.withBean(WebClient.Builder.class, WebClient::builder).run((context) -> {
			handle(context, get(client(context), "/bytes?70"));
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(70);
		});
	}

	@Test
	void filtersOfABeanWorkAboveTheMeasurement() {
		this.runner.withBean(Handler.class)
			.withBean("client", WebClient.class, () -> WebClient.builder()
				.filter((request, next) -> next.exchange(ClientRequest.from(request).header("X-Mine", "1").build())
					.flatMap((response) -> response.releaseBody().then(next.exchange(request))))
				.build())
			.run((context) -> {
				context.getBean(Handler.class)
					.handle(get(context.getBean(WebClient.class), "/bytes?70"))
					.block(TIMEOUT);
				assertThat(server.requests()).hasSize(2);
				assertThat(onlyServiceCall(context).count()).isEqualTo(2);
				assertThat(onlyServiceCall(context).bytes()).isEqualTo(140);
			});
	}

	@Test
	void requestsOfAPublisherThatAnAnnotatedMethodReturnsAreCounted() {
		this.runner.withBean(Annotated.class).run((context) -> {
			handle(context, context.getBean(Annotated.class).later(get(client(context), "/bytes?70")));
			List<ServiceCallUsage> calls = MonitorContexts.onlyRecord(context).serviceCalls();
			assertThat(calls.stream()
				.filter((call) -> call.requests() != null)
				.mapToLong((call) -> call.requests().receivedBytes())
				.sum()).isEqualTo(70);
		});
	}

	@Test
	void aFailureOfTheMonitorDoesNotAffectTheCall() {
		Failures failures = new Failures();
		HttpClientInstrumenter broken = new HttpClientInstrumenter(() -> {
			throw new IllegalStateException("no requests");
		}, () -> {
			throw new IllegalStateException("no invocations");
		}, () -> {
			throw new IllegalStateException("no names");
		}, failures);
		WebClient.Builder builder = WebClient.builder();
		new WebClientInstrumentation(broken).instrument(builder);
		assertThat(get(builder.build(), "/bytes?70").block(TIMEOUT)).hasSize(70);
		assertThat(failures.summaries()).hasSize(1);
	}

	@Test
	void exceptionsOfABodyAreUnchanged() {
		IllegalStateException mine = new IllegalStateException("mine");
		this.runner.run((context) -> {
			context.getBean(ResourceMonitor.class)
				.run("handler",
						() -> assertThat(catchThrowable(() -> client(context).post()
							.uri(server.uri("/empty"))
							.body(Flux.error(mine), byte[].class)
							.retrieve()
							.toBodilessEntity()
							.block(TIMEOUT))).hasRootCause(mine));
			assertThat(onlyServiceCall(context).errors()).isOne();
			assertThat(onlyServiceCall(context).open()).isZero();
		});
	}

	private static Flux<DataBuffer> parts(int count) {
		return Flux.range(0, count).map((n) -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[1000]));
	}

	private static void handle(ApplicationContext context, Mono<?> work) {
		context.getBean(ResourceMonitor.class).run("handler", () -> work.block(TIMEOUT));
	}

	private static WebClient client(ApplicationContext context) {
		return context.getBean(WebClient.Builder.class).build();
	}

	private static Mono<byte[]> get(WebClient client, String path) {
		return client.get().uri(server.uri(path)).retrieve().bodyToMono(byte[].class);
	}

	static class Handler {

		@MonitoredHandler
		<T> Mono<T> handle(Mono<T> work) {
			return work;
		}

	}

}
