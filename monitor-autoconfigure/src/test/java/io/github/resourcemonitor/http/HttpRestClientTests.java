package io.github.resourcemonitor.http;

import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.record.ServiceCallUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyRecord;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyServiceCall;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the specifics of {@link RestClient} and {@link RestTemplate}: streams,
 * request factories, and clients that the application creates itself.
 */
class HttpRestClientTests {

	@RegisterExtension
	private static final CountingServer server = new CountingServer();

	private final ApplicationContextRunner runner = TestClients.contexts()
		.withPropertyValues("spring.http.clients.imperative.factory=jdk");

	@ParameterizedTest
	@ValueSource(strings = { "jdk", "simple", "reactor" })
	void anUploadIsStillStreamed(String factory) {
		this.runner.withPropertyValues("spring.http.clients.imperative.factory=" + factory).run((context) -> {
			RestClient client = context.getBean(RestClient.Builder.class).build();
			context.getBean(ResourceMonitor.class)
				.run("handler", () -> client.post().uri(server.uri("/upload")).body((out) -> {
					out.write(new byte[100_000]);
					out.flush();
					// The rest is available only when the server has received the
					// beginning.
					assertThat(server.awaitFirstByte()).isTrue();
					out.write(new byte[100_000]);
				}).retrieve().toBodilessEntity());
			ServiceCallUsage call = onlyServiceCall(context);
			assertThat(call.bytes()).isEqualTo(200_000);
			assertThat(call.requests().sentBytes()).isEqualTo(server.requests().get(0).taken());
		});
	}

	@Test
	void compressedBodiesAreCountedAsReceived() {
		this.runner.withPropertyValues("spring.http.clients.imperative.factory=simple").run((context) -> {
			download(context, context.getBean(RestClient.Builder.class).build(), "/gzip");
			ServiceCallUsage call = onlyServiceCall(context);
			assertThat(call.requests().receivedBytes()).isEqualTo(server.requests().get(0).given());
			assertThat(call.bytes()).isEqualTo(server.requests().get(0).given());
		});
	}

	@Test
	void decompressedBodiesAreCountedAsProvidedByTheLibrary() {
		this.runner.run((context) -> {
			download(context, context.getBean(RestClient.Builder.class).build(), "/gzip");
			assertThat(onlyServiceCall(context).requests().receivedBytes()).isEqualTo(CountingServer.TEXT.length);
		});
	}

	@Test
	void anAbandonedStreamCountsReceivedBytes() {
		this.runner.run((context) -> {
			RestClient client = context.getBean(RestClient.Builder.class).build();
			context.getBean(ResourceMonitor.class).call("handler", () -> {
				try (InputStream stream = client.get()
					.uri(server.uri("/bytes?20000000"))
					.retrieve()
					.body(InputStream.class)) {
					assertThat(stream.readNBytes(1000)).hasSize(1000);
				}
				return null;
			});
			ServiceCallUsage call = onlyServiceCall(context);
			assertThat(call.open()).isZero();
			assertThat(call.errors()).isZero();
			assertThat(call.bytes()).isEqualTo(1000);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdk", "simple", "reactor" })
	void bytesDiscardedByTheClientAreCounted(String factory) {
		this.runner.withPropertyValues("spring.http.clients.imperative.factory=" + factory).run((context) -> {
			RestClient client = context.getBean(RestClient.Builder.class).build();
			context.getBean(ResourceMonitor.class).run("handler", () -> {
				client.get().uri(server.uri("/bytes?60000")).exchange((request, response) -> {
					response.getBody().readNBytes(1000);
					return "";
				});
				client.get().uri(server.uri("/bytes?50000")).retrieve().toBodilessEntity();
			});
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(110_000);
			assertThat(onlyServiceCall(context).open()).isZero();
		});
	}

	@Test
	void aRedirectIsOneRequest() {
		this.runner.run((context) -> {
			download(context, context.getBean(RestClient.Builder.class).build(), "/redirect?70");
			assertThat(server.requests()).hasSize(2);
			assertThat(onlyServiceCall(context).requests().attempts()).isOne();
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(70);
		});
	}

	@Test
	void aManuallyCreatedClientIsMeasured() {
		this.runner.withBean(RestClient.class, RestClient::create).run((context) -> {
			download(context, context.getBean(RestClient.class), "/bytes?70");
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(70);
		});
	}

	@Test
	void aManuallyCreatedClientKeepsItsSettings() {
		AtomicInteger intercepted = new AtomicInteger();
		this.runner.withBean(RestClient.class,
				() -> RestClient.builder()
					.baseUrl(server.uri())
					.defaultHeader("X-Mine", "1")
					.requestFactory(new SimpleClientHttpRequestFactory())
					.requestInterceptor((request, body, execution) -> {
						intercepted.incrementAndGet();
						return execution.execute(request, body);
					})
					.build())
			.run((context) -> {
				context.getBean(ResourceMonitor.class)
					.run("handler",
							() -> context.getBean(RestClient.class)
								.post()
								.uri("/bytes?70")
								.body(new byte[30])
								.retrieve()
								.toBodilessEntity());
				assertThat(intercepted).hasValue(1);
				assertThat(server.requests().get(0).headers()).containsKey("X-mine");
				assertThat(onlyServiceCall(context).requests().sentBytes()).isEqualTo(30);
				assertThat(onlyServiceCall(context).requests().receivedBytes()).isEqualTo(70);
			});
	}

	@Test
	void aManuallyCreatedBuilderBuildsAMeasuredClient() {
		this.runner.withBean(RestClient.Builder.class, RestClient::builder).run((context) -> {
			download(context, context.getBean(RestClient.Builder.class).build(), "/bytes?70");
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(70);
		});
	}

	@Test
	void theApplicationCanInstrumentOtherObjects() {
		this.runner.run((context) -> {
			RequestFactoryInstrumentation instrumentation = context.getBean(RequestFactoryInstrumentation.class);
			ClientHttpRequestFactory factory = instrumentation.instrument(new JdkClientHttpRequestFactory());
			assertThat(instrumentation.instrument(factory)).isSameAs(factory);
			assertThat(instrumentation.instrument(new BufferingClientHttpRequestFactory(factory)))
				.isInstanceOf(BufferingClientHttpRequestFactory.class);
			download(context, RestClient.builder().requestFactory(factory).build(), "/bytes?70");
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(70);
		});
	}

	@Test
	void aManuallyCreatedTemplateIsMeasuredBelowItsInterceptors() {
		RestTemplate template = new RestTemplate(
				new BufferingClientHttpRequestFactory(new SimpleClientHttpRequestFactory()));
		template.getInterceptors().add((request, body, execution) -> {
			execution.execute(request, body).close();
			return execution.execute(request, body);
		});
		this.runner.withBean(RestTemplate.class, () -> template).run((context) -> {
			context.getBean(ResourceMonitor.class)
				.run("handler",
						() -> assertThat(template.postForObject(server.uri("/bytes?70"), new byte[30], byte[].class))
							.hasSize(70));
			assertThat(template.getRequestFactory()).isInstanceOf(InterceptingClientHttpRequestFactory.class);
			ServiceCallUsage call = onlyServiceCall(context);
			assertThat(call.count()).isEqualTo(2);
			assertThat(call.requests().sentBytes()).isEqualTo(60);
		});
	}

	@Test
	void aTemplateWithABufferingPredicateBuffersOnce() {
		RestTemplate template = new RestTemplate();
		template.setBufferingPredicate((uri, method) -> true);
		this.runner.withBean(RestTemplate.class, () -> template).run((context) -> {
			ClientHttpRequestFactory factory = template.getRequestFactory();
			assertThat(factory).isInstanceOf(BufferingClientHttpRequestFactory.class);
			assertThat(((AbstractClientHttpRequestFactoryWrapper) factory).getDelegate())
				.isInstanceOf(InstrumentedClientHttpRequestFactory.class);
			context.getBean(ResourceMonitor.class)
				.run("handler", () -> template.getForObject(server.uri("/bytes?70"), byte[].class));
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(70);
		});
	}

	@Test
	void aBootTemplateWithACustomFactoryIsMeasured() {
		this.runner.run((context) -> {
			RestTemplate template = context.getBean(RestTemplateBuilder.class)
				.requestFactory(() -> new SimpleClientHttpRequestFactory())
				.build();
			context.getBean(ResourceMonitor.class)
				.run("handler", () -> template.getForObject(server.uri("/bytes?70"), byte[].class));
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(70);
		});
	}

	@Test
	void aTemplateThatCreatesItsOwnFactoryIsReported() {
		this.runner.withBean("odd", OddTemplate.class).run((context) -> {
			assertThat(context.getBean(UninstrumentedClients.class).findAll())
				.extracting(UninstrumentedClients.UninstrumentedClient::bean)
				.containsExactly("odd");
			assertThat(context.getBean(OddTemplate.class).getForObject(server.uri("/bytes?70"), byte[].class))
				.hasSize(70);
		});
	}

	@Test
	void aBodyThatIsReadTwiceIsCountedOnce() {
		this.runner.run((context) -> {
			ClientHttpRequestFactory factory = context.getBean(RequestFactoryInstrumentation.class)
				.instrument(new BufferingClientHttpRequestFactory(new JdkClientHttpRequestFactory()));
			context.getBean(ResourceMonitor.class).call("handler", () -> {
				ClientHttpRequest request = factory.createRequest(server.uri("/bytes?70"), HttpMethod.POST);
				request.getBody().write(new byte[30]);
				try (ClientHttpResponse response = request.execute()) {
					assertThat(response.getBody().readAllBytes()).hasSize(70);
					assertThat(response.getBody().readAllBytes()).hasSize(70);
				}
				return null;
			});
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(30);
			assertThat(onlyServiceCall(context).requests().sentBytes()).isEqualTo(30);
			assertThat(onlyServiceCall(context).requests().receivedBytes()).isEqualTo(70);
		});
	}

	@Test
	void aBuilderDeclaredByItsClassKeepsItsType() {
		this.runner.withBean(JdkClientHttpRequestFactoryBuilder.class, ClientHttpRequestFactoryBuilder::jdk)
			.run((context) -> {
				assertThat(context).hasSingleBean(JdkClientHttpRequestFactoryBuilder.class);
				download(context, context.getBean(RestClient.Builder.class).build(), "/bytes?70");
				assertThat(onlyServiceCall(context).bytes()).isEqualTo(70);
			});
	}

	@Test
	void customizersOfABuilderReceiveTheirType() {
		this.runner.run((context) -> {
			AtomicReference<Object> customized = new AtomicReference<>();
			@SuppressWarnings("unchecked")
			ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> builder = context
				.getBean(ClientHttpRequestFactoryBuilder.class);
			assertThat(builder.withCustomizer(customized::set).build())
				.isInstanceOf(InstrumentedClientHttpRequestFactory.class);
			assertThat(customized.get()).isInstanceOf(JdkClientHttpRequestFactory.class);
		});
	}

	@Test
	void aWrappedFactoryReceivesLifecycleCallbacks() {
		DisposableFactory disposable = new DisposableFactory();
		this.runner.withBean(ClientHttpRequestFactory.class, () -> disposable).run((context) -> {
			assertThat(context.getBean(ClientHttpRequestFactory.class))
				.isInstanceOf(InstrumentedClientHttpRequestFactory.class);
			context.close();
			assertThat(disposable.destroyed).hasValue(1);
		});
		this.runner.withPropertyValues("spring.http.clients.imperative.factory=reactor").run((context) -> {
			ClientHttpRequestFactory factory = context.getBean(ClientHttpRequestFactory.class);
			assertThat(factory).isInstanceOf(InstrumentedClientHttpRequestFactory.WithLifecycle.class);
			assertThat(((AbstractClientHttpRequestFactoryWrapper) factory).getDelegate())
				.isInstanceOf(ReactorClientHttpRequestFactory.class);
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
		RestClient client = RestClient.builder()
			.requestFactory(new RequestFactoryInstrumentation(broken).instrument(new JdkClientHttpRequestFactory()))
			.build();
		assertThat(client.post().uri(server.uri("/bytes?70")).body(new byte[30]).retrieve().body(byte[].class))
			.hasSize(70);
		assertThat(server.requests().get(0).taken()).isEqualTo(30);
		assertThat(failures.summaries()).hasSize(1);
	}

	@Test
	void aHostWithAnUnderscoreIsNamed() {
		this.runner.run((context) -> {
			ClientHttpRequestFactory factory = context.getBean(RequestFactoryInstrumentation.class)
				.instrument((uri, method) -> new SimpleClientHttpRequestFactory().createRequest(server.uri("/bytes?70"),
						method));
			context.getBean(ResourceMonitor.class).call("handler", () -> {
				factory.createRequest(URI.create("http://me:secret@my_service:80/"), HttpMethod.GET).execute().close();
				return null;
			});
			List<ServiceCallUsage> calls = onlyRecord(context).serviceCalls();
			assertThat(calls).extracting(ServiceCallUsage::service).containsExactly("my_service");
		});
	}

	private static void download(ApplicationContext context, RestClient client, String path) {
		context.getBean(ResourceMonitor.class)
			.run("handler", () -> client.get().uri(server.uri(path)).retrieve().body(byte[].class));
	}

	static class OddTemplate extends RestTemplate {

		@Override
		public ClientHttpRequestFactory getRequestFactory() {
			return new SimpleClientHttpRequestFactory();
		}

	}

	static class DisposableFactory extends SimpleClientHttpRequestFactory implements DisposableBean {

		private final AtomicInteger destroyed = new AtomicInteger();

		@Override
		public void destroy() {
			this.destroyed.incrementAndGet();
		}

	}

}
