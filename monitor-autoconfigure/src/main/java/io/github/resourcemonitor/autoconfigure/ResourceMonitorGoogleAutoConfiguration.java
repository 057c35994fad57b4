package io.github.resourcemonitor.autoconfigure;

import com.google.api.client.googleapis.services.AbstractGoogleClient;
import com.google.api.client.http.HttpTransport;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.transfermanager.TransferManager;
import io.github.resourcemonitor.client.ServiceNames;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.google.GoogleApiClientVerifier;
import io.github.resourcemonitor.google.GoogleClientPostProcessor;
import io.github.resourcemonitor.google.TransferManagerPostProcessor;
import io.github.resourcemonitor.google.TransportInstrumentation;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.servicecall.ServiceRequests;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for Google's clients that use HTTP. Beans that take part in the
 * creation of other beans are infrastructure beans, and look up the monitor at the first
 * request.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnClass({ HttpTransport.class, HttpTransportOptions.class })
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "resource-monitor.service-calls.google.enabled", matchIfMissing = true)
public final class ResourceMonitorGoogleAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static TransportInstrumentation resourceMonitorTransportInstrumentation(ObjectProvider<ServiceRequests> requests,
			ObjectProvider<Invocations> invocations, ObjectProvider<ServiceNames> names, Failures failures) {
		return new TransportInstrumentation(SingletonSupplier.of(requests::getObject)::obtain,
				SingletonSupplier.of(invocations::getObject)::obtain, SingletonSupplier.of(names::getObject)::obtain,
				failures);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static GoogleClientPostProcessor resourceMonitorGoogleClientPostProcessor(TransportInstrumentation instrumentation,
			UninstrumentedClients uninstrumented, Failures failures) {
		return new GoogleClientPostProcessor(instrumentation, uninstrumented, failures);
	}

	/**
	 * The transfer manager of Cloud Storage.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TransferManager.class)
	static final class TransferManagerConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static TransferManagerPostProcessor resourceMonitorTransferManagerPostProcessor(
				TransportInstrumentation instrumentation, UninstrumentedClients uninstrumented, Failures failures) {
			return new TransferManagerPostProcessor(instrumentation, uninstrumented, failures);
		}

	}

	/**
	 * Generated clients, such as that of Drive.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AbstractGoogleClient.class)
	static final class GoogleApiClientConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static GoogleApiClientVerifier resourceMonitorGoogleApiClientVerifier(UninstrumentedClients uninstrumented) {
			return new GoogleApiClientVerifier(uninstrumented);
		}

	}

}
