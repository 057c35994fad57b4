package io.github.resourcemonitor.autoconfigure;

import java.util.function.Function;

import io.github.resourcemonitor.http.HttpClientInstrumenter;
import io.github.resourcemonitor.http.RequestFactoryBuilderPostProcessor;
import io.github.resourcemonitor.http.RequestFactoryInstrumentation;
import io.github.resourcemonitor.http.RestClientConfigurerPostProcessor;
import io.github.resourcemonitor.http.RestClientPostProcessor;
import io.github.resourcemonitor.http.RestTemplateInstrumentation;
import io.github.resourcemonitor.http.WebClientInstrumentation;
import io.github.resourcemonitor.http.WebClientPostProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.web.service.registry.HttpServiceGroupConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorHttpClientAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ResourceMonitorHttpClientAutoConfigurationTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@Test
	void isOnByDefault(CapturedOutput output) {
		this.runner.run((context) -> assertThat(context).hasSingleBean(HttpClientInstrumenter.class)
			.hasSingleBean(RequestFactoryInstrumentation.class)
			.hasSingleBean(RestClientPostProcessor.class)
			.hasSingleBean(RequestFactoryBuilderPostProcessor.class)
			.hasSingleBean(RestTemplateInstrumentation.class)
			.hasSingleBean(RestClientConfigurerPostProcessor.class)
			.hasBean("resourceMonitorRestClientGroups")
			.hasBean("resourceMonitorWebClientGroups")
			.hasBean("resourceMonitorRestTemplateCustomizer")
			.hasBean("resourceMonitorRestClientCustomizer")
			.hasSingleBean(WebClientInstrumentation.class)
			.hasSingleBean(WebClientPostProcessor.class)
			.hasBean("resourceMonitorWebClientCustomizer"));
		assertThat(output).doesNotContain("is not eligible for getting processed");
	}

	@Test
	void isOffByProperty() {
		this.runner.withPropertyValues("resource-monitor.service-calls.http.enabled=false")
			.run((context) -> assertHasNothing(context::getBeanNamesForType));
		this.runner.withPropertyValues("resource-monitor.enabled=false")
			.run((context) -> assertHasNothing(context::getBeanNamesForType));
	}

	private static void assertHasNothing(Function<Class<?>, String[]> names) {
		assertThat(names.apply(HttpClientInstrumenter.class)).isEmpty();
		assertThat(names.apply(RestClientPostProcessor.class)).isEmpty();
		assertThat(names.apply(WebClientPostProcessor.class)).isEmpty();
		assertThat(names.apply(WebClientCustomizer.class)).isEmpty();
		assertThat(names.apply(RestTemplateInstrumentation.class)).isEmpty();
		assertThat(names.apply(HttpServiceGroupConfigurer.class)).isEmpty();
	}

	@Test
	void backsOffWithoutSpringWeb() {
		without("org.springframework.web", "org.springframework.http")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RequestFactoryInstrumentation.class)
				.doesNotHaveBean(WebClientInstrumentation.class));
	}

	@Test
	void backsOffWithoutWebFlux() {
		without("org.springframework.web.reactive").run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(RequestFactoryInstrumentation.class)
			.doesNotHaveBean(WebClientInstrumentation.class)
			.doesNotHaveBean("resourceMonitorWebClientCustomizer"));
	}

	@Test
	void backsOffWithoutReactor() {
		without("reactor.core", "org.reactivestreams", "org.springframework.web.reactive",
				"org.springframework.http.client.reactive")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RequestFactoryInstrumentation.class)
				.doesNotHaveBean(WebClientInstrumentation.class));
	}

	@Test
	void backsOffWithoutBootsRestClient() {
		without("org.springframework.boot.restclient").run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(RestClientPostProcessor.class)
			.hasSingleBean(RequestFactoryBuilderPostProcessor.class)
			.doesNotHaveBean(RestClientConfigurerPostProcessor.class)
			.doesNotHaveBean("resourceMonitorRestTemplateCustomizer")
			.doesNotHaveBean("resourceMonitorRestClientCustomizer"));
	}

	@Test
	void backsOffWithoutBootsHttpClient() {
		without("org.springframework.boot.restclient", "org.springframework.boot.webclient",
				"org.springframework.boot.http.client")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RestClientPostProcessor.class)
				.hasSingleBean(WebClientPostProcessor.class)
				.doesNotHaveBean(RequestFactoryBuilderPostProcessor.class));
	}

	@Test
	void backsOffWithoutBootsWebClient() {
		without("org.springframework.boot.webclient").run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(WebClientPostProcessor.class)
			.doesNotHaveBean("resourceMonitorWebClientCustomizer"));
	}

	private ApplicationContextRunner without(String... packages) {
		return this.runner.withClassLoader(new FilteredClassLoader(packages));
	}

}
