package io.github.resourcemonitor.http;

import java.net.URI;
import java.util.function.Function;

import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import io.github.resourcemonitor.autoconfigure.ReactorTestResources;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

/**
 * Spring's HTTP clients as auto-configured by Spring Boot, with a common interface.
 */
enum TestClients {

	REST_CLIENT_JDK("jdk", TestClients::restClient), REST_CLIENT_SIMPLE("simple", TestClients::restClient),
	REST_CLIENT_REACTOR("reactor", TestClients::restClient), REST_TEMPLATE("jdk", TestClients::restTemplate),
	REST_TEMPLATE_SIMPLE("simple", TestClients::restTemplate), WEB_CLIENT("jdk", TestClients::webClient),
	HTTP_INTERFACE("jdk", (context) -> context.getBean(BlockingApi.class)::exchange),
	REACTIVE_HTTP_INTERFACE("jdk", (context) -> context.getBean(ReactiveApi.class)::exchange);

	private final String factory;

	private final Function<ApplicationContext, Client> client;

	TestClients(String factory, Function<ApplicationContext, Client> client) {
		this.factory = factory;
		this.client = client;
	}

	ApplicationContextRunner runner() {
		return contexts().withUserConfiguration(Interfaces.class)
			.withPropertyValues("spring.http.clients.imperative.factory=" + this.factory);
	}

	Client in(ApplicationContext context) {
		return this.client.apply(context);
	}

	/**
	 * Return a runner with the monitor and Boot's clients.
	 * @return the runner
	 */
	static ApplicationContextRunner contexts() {
		return MonitorContexts.withoutReadings()
			.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
					ImperativeHttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
					HttpServiceClientPropertiesAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
					RestClientAutoConfiguration.class, RestTemplateAutoConfiguration.class,
					HttpServiceClientAutoConfiguration.class, WebClientAutoConfiguration.class,
					ReactiveHttpServiceClientAutoConfiguration.class))
			.withBean(ReactorResourceFactory.class, ReactorTestResources::create);
	}

	private static Client restClient(ApplicationContext context) {
		RestClient client = context.getBean(RestClient.Builder.class).build();
		return (method, uri, body) -> {
			RestClient.RequestBodySpec spec = client.method(method).uri(uri);
			return ((body != null) ? spec.body(body) : spec).retrieve().body(byte[].class);
		};
	}

	private static Client restTemplate(ApplicationContext context) {
		RestTemplate template = context.getBean(RestTemplateBuilder.class).build();
		return (method, uri, body) -> template.exchange(uri, method, new HttpEntity<>(body), byte[].class).getBody();
	}

	private static Client webClient(ApplicationContext context) {
		WebClient client = context.getBean(WebClient.Builder.class).build();
		return (method, uri, body) -> {
			WebClient.RequestBodySpec spec = client.method(method).uri(uri);
			return ((body != null) ? spec.bodyValue(body) : spec).retrieve().bodyToMono(byte[].class).block();
		};
	}

	interface Client {

		byte @Nullable [] exchange(HttpMethod method, URI uri, byte @Nullable [] body);

	}

	interface BlockingApi {

		@HttpExchange
		byte @Nullable [] exchange(HttpMethod method, URI uri, @RequestBody(required = false) byte @Nullable [] body);

	}

	interface ReactiveApi {

		@HttpExchange
		byte @Nullable [] exchange(HttpMethod method, URI uri, @RequestBody(required = false) byte @Nullable [] body);

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "blocking", types = BlockingApi.class, clientType = ClientType.REST_CLIENT)
	@ImportHttpServices(group = "reactive", types = ReactiveApi.class, clientType = ClientType.WEB_CLIENT)
	static class Interfaces {

		@Bean
		Annotated annotated() {
			return new Annotated();
		}

	}

}
