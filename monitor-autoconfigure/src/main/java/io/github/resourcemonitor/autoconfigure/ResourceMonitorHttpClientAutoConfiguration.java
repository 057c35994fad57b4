package io.github.resourcemonitor.autoconfigure;

import feign.Capability;
import io.github.resourcemonitor.client.ServiceNames;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.http.FeignInstrumentation;
import io.github.resourcemonitor.http.HttpClientInstrumenter;
import io.github.resourcemonitor.http.RequestFactoryBuilderPostProcessor;
import io.github.resourcemonitor.http.RequestFactoryInstrumentation;
import io.github.resourcemonitor.http.RestClientConfigurerPostProcessor;
import io.github.resourcemonitor.http.RestClientInstrumentation;
import io.github.resourcemonitor.http.RestClientPostProcessor;
import io.github.resourcemonitor.http.RestTemplateInstrumentation;
import io.github.resourcemonitor.http.WebClientInstrumentation;
import io.github.resourcemonitor.http.WebClientPostProcessor;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.servicecall.ServiceRequests;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for HTTP clients. Beans that take part in the creation of other
 * beans are infrastructure beans, and look up the monitor at the first request.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "resource-monitor.service-calls.http.enabled", matchIfMissing = true)
public final class ResourceMonitorHttpClientAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static HttpClientInstrumenter resourceMonitorHttpRequests(ObjectProvider<ServiceRequests> requests,
			ObjectProvider<Invocations> invocations, ObjectProvider<ServiceNames> names, Failures failures) {
		return new HttpClientInstrumenter(SingletonSupplier.of(requests::getObject)::obtain,
				SingletonSupplier.of(invocations::getObject)::obtain, SingletonSupplier.of(names::getObject)::obtain,
				failures);
	}

	/**
	 * {@code RestClient}, {@code RestTemplate} and their request factories.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ClientHttpRequestFactory.class, RestClient.class })
	static final class RestClientConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static RequestFactoryInstrumentation resourceMonitorRequestFactoryInstrumentation(
				HttpClientInstrumenter instrumenter) {
			return new RequestFactoryInstrumentation(instrumenter);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static RestTemplateInstrumentation resourceMonitorRestTemplateInstrumentation(
				RequestFactoryInstrumentation instrumentation, UninstrumentedClients uninstrumented,
				Failures failures) {
			return new RestTemplateInstrumentation(instrumentation, uninstrumented, failures);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static RestClientPostProcessor resourceMonitorRestClientPostProcessor(
				RequestFactoryInstrumentation instrumentation, RestTemplateInstrumentation templates,
				UninstrumentedClients uninstrumented, Failures failures) {
			return new RestClientPostProcessor(instrumentation, templates, uninstrumented, failures);
		}

		/**
		 * Interface clients: configurers of the application come before this one.
		 */
		@Bean
		RestClientHttpServiceGroupConfigurer resourceMonitorRestClientGroups(RequestFactoryInstrumentation factories,
				Failures failures) {
			RestClientInstrumentation instrumentation = new RestClientInstrumentation(factories);
			return (groups) -> groups.forEachClient((group, builder) -> failures
				.guard("instrumentation of a RestClient", () -> instrumentation.instrument(builder)));
		}

		/**
		 * Boot's builder of request factories.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(ClientHttpRequestFactoryBuilder.class)
		static final class RequestFactoryBuilderConfiguration {

			@Bean
			@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
			static RequestFactoryBuilderPostProcessor resourceMonitorRequestFactoryBuilderPostProcessor(
					RequestFactoryInstrumentation instrumentation, UninstrumentedClients uninstrumented,
					Failures failures) {
				return new RequestFactoryBuilderPostProcessor(instrumentation, uninstrumented, failures);
			}

		}

		/**
		 * Boot's builders of the clients.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(RestTemplateCustomizer.class)
		static final class CustomizerConfiguration {

			@Bean
			@Order(Ordered.LOWEST_PRECEDENCE)
			RestTemplateCustomizer resourceMonitorRestTemplateCustomizer(RestTemplateInstrumentation instrumentation,
					Failures failures) {
				return (template) -> failures.guard("instrumentation of a RestTemplate",
						() -> instrumentation.instrument(template, null));
			}

			@Bean
			@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
			static RestClientConfigurerPostProcessor resourceMonitorRestClientConfigurerPostProcessor(
					RequestFactoryInstrumentation instrumentation, UninstrumentedClients uninstrumented,
					Failures failures) {
				return new RestClientConfigurerPostProcessor(instrumentation, uninstrumented, failures);
			}

			@Bean
			@Order(Ordered.LOWEST_PRECEDENCE)
			RestClientCustomizer resourceMonitorRestClientCustomizer(RequestFactoryInstrumentation factories,
					Failures failures) {
				RestClientInstrumentation instrumentation = new RestClientInstrumentation(factories);
				return (builder) -> failures.guard("instrumentation of a RestClient",
						() -> instrumentation.instrument(builder));
			}

		}

	}

	/**
	 * Feign.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Capability.class)
	static final class FeignConfiguration {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		FeignInstrumentation resourceMonitorFeignInstrumentation(HttpClientInstrumenter instrumenter) {
			return new FeignInstrumentation(instrumenter);
		}

	}

	/**
	 * {@code WebClient}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClient.class)
	static final class WebClientConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static WebClientInstrumentation resourceMonitorWebClientInstrumentation(HttpClientInstrumenter instrumenter) {
			return new WebClientInstrumentation(instrumenter);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static WebClientPostProcessor resourceMonitorWebClientPostProcessor(WebClientInstrumentation instrumentation,
				UninstrumentedClients uninstrumented, Failures failures) {
			return new WebClientPostProcessor(instrumentation, uninstrumented, failures);
		}

		/**
		 * Interface clients: configurers of the application come before this one.
		 */
		@Bean
		WebClientHttpServiceGroupConfigurer resourceMonitorWebClientGroups(WebClientInstrumentation instrumentation,
				Failures failures) {
			return (groups) -> groups.forEachClient((group, builder) -> failures.guard("instrumentation of a WebClient",
					() -> instrumentation.instrument(builder)));
		}

		/**
		 * Boot's builder of the client.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(WebClientCustomizer.class)
		static final class CustomizerConfiguration {

			@Bean
			@Order(Ordered.LOWEST_PRECEDENCE)
			WebClientCustomizer resourceMonitorWebClientCustomizer(WebClientInstrumentation instrumentation,
					Failures failures) {
				return (builder) -> failures.guard("instrumentation of a WebClient",
						() -> instrumentation.instrument(builder));
			}

		}

	}

}
