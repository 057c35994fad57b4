package io.github.resourcemonitor.http;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.client.UninstrumentedClients.UninstrumentedClient;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.http.TestClients.BlockingApi;
import io.github.resourcemonitor.http.TestClients.ReactiveApi;
import io.github.resourcemonitor.record.ServiceCallUsage.Requests;
import io.github.resourcemonitor.servicecall.OutsideServiceCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.client.match.MockRestRequestMatchers;
import org.springframework.test.web.client.response.MockRestResponseCreators;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.onlyServiceCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for clients that the application configures after they were instrumented: request
 * factories, connectors and filters that are set later do not remove the measurement.
 */
class LateConfigurationTests {

	/**
	 * A filter that repeats each request.
	 */
	private static final ExchangeFilterFunction REPEATING = (request, next) -> next.exchange(request)
		.flatMap((response) -> response.releaseBody().then(next.exchange(request)));

	@RegisterExtension
	private static final CountingServer server = new CountingServer();

	private final ApplicationContextRunner runner = TestClients.contexts();

	@Test
	void aBuilderOfARestClientMayGetAnotherRequestFactory() {
		this.runner.run((context) -> {
			RestClient.Builder builder = context.getBean(RestClient.Builder.class)
				.requestFactory(new SimpleClientHttpRequestFactory());
			assertMeasured(context, builder.build());
		});
	}

	@Test
	void soMayOneThatBootHasConfiguredAndThatIsNoBean() {
		this.runner.run((context) -> {
			RestClient.Builder builder = context.getBean(RestClientBuilderConfigurer.class)
				.configure(RestClient.builder())
				.requestFactory(new SimpleClientHttpRequestFactory());
			assertMeasured(context, builder.build());
		});
	}

	@Test
	void soMayItsCloneAndOneWithoutARequestFactory() {
		this.runner.withBean(RestClient.Builder.class, RestClient::builder).run((context) -> {
			RestClient.Builder builder = context.getBean(RestClient.Builder.class);
			assertMeasured(context, builder.clone().requestFactory(new SimpleClientHttpRequestFactory()).build(),
					builder.defaultHeader("X-Mine", "1").build());
			assertThat(server.requests().get(1).headers()).containsKey("X-mine");
		});
	}

	@Test
	void aBuilderOfAnotherClassIsInstrumentedAsItIs() {
		RestClient.Builder blocking = delegating(RestClient.Builder.class, RestClient.builder());
		WebClient.Builder reactive = delegating(WebClient.Builder.class, WebClient.builder());
		this.runner.withBean("blocking", RestClient.Builder.class, () -> blocking)
			.withBean("reactive", WebClient.Builder.class, () -> reactive)
			.run((context) -> {
				assertThat(context.getBean("blocking")).isSameAs(blocking);
				assertThat(context.getBean("reactive")).isSameAs(reactive);
				RestClient.Builder configured = delegating(RestClient.Builder.class, RestClient.builder());
				assertThat(context.getBean(RestClientBuilderConfigurer.class).configure(configured))
					.isSameAs(configured);
				context.getBean(ResourceMonitor.class)
					.run("handler",
							() -> reactive.build()
								.get()
								.uri(server.uri("/bytes?70"))
								.retrieve()
								.bodyToMono(byte[].class)
								.block(CountingServer.TIMEOUT));
				assertThat(total(context)).isOne();
				context.getBean(ResourceMonitor.class).run("handler", () -> {
					blocking.build().get().uri(server.uri("/bytes?70")).retrieve().toBodilessEntity();
					configured.build().get().uri(server.uri("/bytes?70")).retrieve().toBodilessEntity();
				});
				assertThat(context.getBean(InvocationRepository.class).findAll().get(0).serviceCalls())
					.satisfiesExactly((call) -> assertThat(call.requests().attempts()).isEqualTo(2));
				assertThat(context.getBean(Failures.class).summaries()).isEmpty();
			});
	}

	/**
	 * Return a builder of the application's own that passes all calls on.
	 */
	private static <T> T delegating(Class<T> type, T target) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
				Object result = method.invoke(target, args);
				return (result == target) ? proxy : result;
			}));
	}

	@Test
	void aVariantOfARestClientMayGetAnotherRequestFactory() {
		this.runner.withBean(RestClient.class, () -> RestClient.create(server.uri())).run((context) -> {
			RestClient client = context.getBean(RestClient.class);
			RestClient variant = client.mutate().requestFactory(new SimpleClientHttpRequestFactory()).build();
			assertMeasured(context, client, variant, variant.mutate().build());
			assertThat(server.requests()).extracting(CountingServer.Seen::path).containsOnly("/bytes");
		});
	}

	@Test
	void aBuilderOfARestClientBehavesAsBefore() {
		this.runner.run((context) -> {
			RestClient.Builder builder = context.getBean(RestClient.Builder.class);
			assertThat(builder.baseUrl("http://host")).isSameAs(builder).isEqualTo(builder).hasSameHashCodeAs(builder);
			assertThat(builder.toString()).contains("RestClientBuilder");
			assertThat(builder.clone()).isNotEqualTo(builder);
			assertThatIllegalArgumentException().isThrownBy(() -> builder.defaultStatusHandler((status) -> true, null));
			builder.apply((same) -> assertThat(same).isNotNull());
			assertThat(context.getBean(Failures.class).summaries()).isEmpty();
		});
	}

	@Test
	void aMockServerStillTakesAnyClient() {
		this.runner.run((context) -> {
			RestClient.Builder builder = context.getBean(RestClient.Builder.class);
			MockRestServiceServer.bindTo(builder)
				.build()
				.expect(MockRestRequestMatchers.requestTo("/a"))
				.andRespond(MockRestResponseCreators.withSuccess());
			builder.build().get().uri("/a").retrieve().toBodilessEntity();
			RestTemplate template = context.getBean(RestTemplateBuilder.class).build();
			MockRestServiceServer.bindTo(template)
				.build()
				.expect(MockRestRequestMatchers.requestTo("/a"))
				.andRespond(MockRestResponseCreators.withSuccess());
			assertThat(template.getForObject("/a", String.class)).isNull();
			assertThat(context.getBean(UninstrumentedClients.class).findAll()).isEmpty();
		});
	}

	@Test
	void aTemplateMayGetAnotherRequestFactoryWhileBeansAreCreated() {
		this.runner.withBean(TemplateUser.class).run((context) -> {
			RestTemplate template = context.getBean(TemplateUser.class).template;
			context.getBean(ResourceMonitor.class)
				.run("handler", () -> template.getForObject(server.uri("/bytes?70"), byte[].class));
			assertThat(onlyServiceCall(context).bytes()).isEqualTo(70);
			assertThat(context.getBean(UninstrumentedClients.class).findAll()).isEmpty();
		});
	}

	@Test
	void aTemplateThatGetsAnotherRequestFactoryLaterIsReportedAndMeasuredFromThenOn() {
		this.runner.withUserConfiguration(Shop.class).run((context) -> {
			RestTemplate template = context.getBean(RestTemplate.class);
			template.getInterceptors().add((request, body, execution) -> execution.execute(request, body));
			template.setRequestFactory(new SimpleClientHttpRequestFactory());
			context.getBean(ResourceMonitor.class).run("handler", () -> {
				for (int i = 0; i < 3; i++) {
					template.getForObject(server.uri("/bytes?70"), byte[].class);
				}
			});
			assertThat(onlyServiceCall(context).count()).isEqualTo(2);
			assertThat(context.getBean(UninstrumentedClients.class).findAll())
				.extracting(UninstrumentedClient::bean, UninstrumentedClient::type)
				.containsExactly(tuple("shop", RestTemplate.class.getName()));
			assertThat(template.getRequestFactory()).isInstanceOf(InterceptingClientHttpRequestFactory.class);
		});
	}

	@Test
	void aCustomizerOfTheApplicationMayComeLast() {
		ClientHttpRequestFactory factory = new SimpleClientHttpRequestFactory();
		this.runner.withBean(RestClientCustomizer.class, () -> (builder) -> builder.requestFactory(factory))
			.run((context) -> assertMeasured(context, context.getBean(RestClient.Builder.class).build()));
	}

	@Test
	void filtersThatAreAddedLaterWorkAboveTheMeasurement() {
		this.runner.run((context) -> {
			WebClient client = context.getBean(WebClient.Builder.class).filter(REPEATING).build();
			assertRepeated(context, client);
		});
	}

	@Test
	void soDoThoseOfAVariantAndOfOneThatHadNoFilters() {
		this.runner.withBean(WebClient.class, WebClient::create)
			.run((context) -> assertRepeated(context,
					context.getBean(WebClient.class).mutate().filter(REPEATING).build()));
		this.runner.run((context) -> assertRepeated(context,
				context.getBean(WebClient.Builder.class)
					.filters(List::clear)
					.clientConnector(new JdkClientHttpConnector())
					.clone()
					.filter(REPEATING)
					.build()));
	}

	@Test
	void interfaceClientsMayBeConfiguredByTheApplication() {
		this.runner.withUserConfiguration(TestClients.Interfaces.class, Groups.class).run((context) -> {
			context.getBean(ResourceMonitor.class).run("handler", () -> {
				context.getBean(BlockingApi.class).exchange(HttpMethod.GET, server.uri("/bytes?70"), null);
				context.getBean(ReactiveApi.class).exchange(HttpMethod.GET, server.uri("/bytes?70"), null);
			});
			assertThat(server.requests()).hasSize(3);
			assertThat(total(context)).isEqualTo(3);
		});
	}

	@Test
	void exceptionsOfABuilderPassUnchanged() {
		IllegalStateException mine = new IllegalStateException("mine");
		this.runner.run((context) -> {
			assertThatIllegalStateException()
				.isThrownBy(() -> context.getBean(WebClient.Builder.class).apply((builder) -> {
					throw mine;
				}))
				.isSameAs(mine);
		});
	}

	private static void assertMeasured(ApplicationContext context, RestClient... clients) {
		context.getBean(ResourceMonitor.class).run("handler", () -> {
			for (RestClient client : clients) {
				client.get().uri(server.uri("/bytes?70")).retrieve().toBodilessEntity();
			}
		});
		assertThat(onlyServiceCall(context).requests())
			.isEqualTo(new Requests(clients.length, 0, 0, 70 * clients.length, Map.of("200", (long) clients.length)));
		assertThat(context.getBean(Failures.class).summaries()).isEmpty();
	}

	/**
	 * The second request is sent by a thread of the client, without an invocation.
	 */
	private static void assertRepeated(ApplicationContext context, WebClient client) {
		server.clear();
		context.getBean(ResourceMonitor.class)
			.run("handler",
					() -> client.get()
						.uri(server.uri("/bytes?70"))
						.retrieve()
						.bodyToMono(byte[].class)
						.block(CountingServer.TIMEOUT));
		assertThat(server.requests()).hasSize(2);
		assertThat(total(context)).isEqualTo(2);
	}

	private static long total(ApplicationContext context) {
		return MonitorContexts.onlyRecord(context)
			.serviceCalls()
			.stream()
			.mapToLong((call) -> call.requests().attempts())
			.sum()
				+ context.getBean(OutsideServiceCalls.class)
					.withoutInvocation()
					.usages()
					.stream()
					.mapToLong((call) -> call.requests().attempts())
					.sum();
	}

	/**
	 * A component that sets timeouts in its constructor, as many do.
	 */
	static class TemplateUser {

		private final RestTemplate template;

		TemplateUser(RestTemplateBuilder builder) {
			this.template = builder.build();
			this.template.setRequestFactory(new SimpleClientHttpRequestFactory());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		@Bean
		RestTemplate shop(RestTemplateBuilder builder) {
			return builder.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Groups {

		@Bean
		RestClientHttpServiceGroupConfigurer blocking() {
			return (groups) -> groups
				.forEachClient((group, builder) -> builder.requestFactory(new SimpleClientHttpRequestFactory()));
		}

		@Bean
		WebClientHttpServiceGroupConfigurer reactive() {
			return (groups) -> groups.forEachClient((group, builder) -> builder.filter(REPEATING));
		}

	}

}
