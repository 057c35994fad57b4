package io.github.resourcemonitor.autoconfigure;

import feign.Capability;
import io.github.resourcemonitor.client.ServiceNames;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.http.FeignInstrumentation;
import io.github.resourcemonitor.http.HttpRequests;
import io.github.resourcemonitor.http.MeteredRestClientCustomizer;
import io.github.resourcemonitor.http.MeteredRestTemplateCustomizer;
import io.github.resourcemonitor.http.MeteredWebClientCustomizer;
import io.github.resourcemonitor.http.RequestFactoryBuilderPostProcessor;
import io.github.resourcemonitor.http.RequestFactoryInstrumentation;
import io.github.resourcemonitor.http.RestClientPostProcessor;
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
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for clients of HTTP services. All that takes part in the making of
 * other beans is infrastructure, and looks up the monitor at the first request.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "resource-monitor.service-calls.http.enabled", matchIfMissing = true)
public final class ResourceMonitorHttpClientAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static HttpRequests resourceMonitorHttpRequests(ObjectProvider<ServiceRequests> requests,
			ObjectProvider<Invocations> invocations, ObjectProvider<ServiceNames> names, Failures failures) {
		return new HttpRequests(SingletonSupplier.of(requests::getObject)::obtain,
				SingletonSupplier.of(invocations::getObject)::obtain, SingletonSupplier.of(names::getObject)::obtain,
				failures);
	}

	/**
	 * {@code RestClient}, {@code RestTemplate} and what they send requests with.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ClientHttpRequestFactory.class, RestClient.class })
	static final class RestClientConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static RequestFactoryInstrumentation resourceMonitorRequestFactoryInstrumentation(HttpRequests requests) {
			return new RequestFactoryInstrumentation(requests);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static RestClientPostProcessor resourceMonitorRestClientPostProcessor(
				RequestFactoryInstrumentation instrumentation, UninstrumentedClients uninstrumented,
				Failures failures) {
			return new RestClientPostProcessor(instrumentation, uninstrumented, failures);
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
					RequestFactoryInstrumentation instrumentation) {
				return new RequestFactoryBuilderPostProcessor(instrumentation);
			}

		}

		/**
		 * Boot's builders of the clients.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(RestTemplateCustomizer.class)
		static final class CustomizerConfiguration {

			@Bean
			MeteredRestTemplateCustomizer resourceMonitorRestTemplateCustomizer(
					RequestFactoryInstrumentation instrumentation, Failures failures) {
				return new MeteredRestTemplateCustomizer(instrumentation, failures);
			}

			@Bean
			MeteredRestClientCustomizer resourceMonitorRestClientCustomizer(
					RequestFactoryInstrumentation instrumentation, Failures failures) {
				return new MeteredRestClientCustomizer(instrumentation, failures);
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
		@ConditionalOnMissingBean
		FeignInstrumentation resourceMonitorFeignInstrumentation(HttpRequests requests) {
			return new FeignInstrumentation(requests);
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
		static WebClientInstrumentation resourceMonitorWebClientInstrumentation(HttpRequests requests) {
			return new WebClientInstrumentation(requests);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static WebClientPostProcessor resourceMonitorWebClientPostProcessor(WebClientInstrumentation instrumentation,
				Failures failures) {
			return new WebClientPostProcessor(instrumentation, failures);
		}

		/**
		 * Boot's builder of the client.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(WebClientCustomizer.class)
		static final class CustomizerConfiguration {

			@Bean
			MeteredWebClientCustomizer resourceMonitorWebClientCustomizer(WebClientInstrumentation instrumentation,
					Failures failures) {
				return new MeteredWebClientCustomizer(instrumentation, failures);
			}

		}

	}

}
