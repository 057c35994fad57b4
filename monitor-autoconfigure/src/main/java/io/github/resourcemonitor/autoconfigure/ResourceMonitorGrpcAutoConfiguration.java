package io.github.resourcemonitor.autoconfigure;

import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.storage.GrpcStorageOptions;
import com.google.storage.v2.StorageClient;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.grpc.GaxClientPostProcessor;
import io.github.resourcemonitor.grpc.GrpcInstrumentation;
import io.github.resourcemonitor.grpc.GrpcStoragePostProcessor;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import io.grpc.ClientInterceptor;

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
 * Auto-configuration} for gRPC clients. Beans that take part in the creation of other
 * beans are infrastructure beans, and look up the monitor at the first call.
 */
@AutoConfiguration(after = ResourceMonitorAutoConfiguration.class)
@ConditionalOnClass(ClientInterceptor.class)
@ConditionalOnBooleanProperty(name = "resource-monitor.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "resource-monitor.service-calls.grpc.enabled", matchIfMissing = true)
public final class ResourceMonitorGrpcAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static GrpcInstrumentation resourceMonitorGrpcInstrumentation(ObjectProvider<ServiceRequests> requests,
			ObjectProvider<Invocations> invocations, Failures failures) {
		return new GrpcInstrumentation(SingletonSupplier.of(requests::getObject)::obtain,
				SingletonSupplier.of(invocations::getObject)::obtain, failures);
	}

	/**
	 * Generated clients of Google's services.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(InstantiatingGrpcChannelProvider.class)
	static final class GaxConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static GaxClientPostProcessor resourceMonitorGaxClientPostProcessor(GrpcInstrumentation instrumentation,
				UninstrumentedClients uninstrumented, Failures failures) {
			return new GaxClientPostProcessor(instrumentation, uninstrumented, failures);
		}

	}

	/**
	 * The client of Cloud Storage.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ GrpcStorageOptions.class, InstantiatingGrpcChannelProvider.class, StorageClient.class })
	static final class GrpcStorageConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static GrpcStoragePostProcessor resourceMonitorGrpcStoragePostProcessor(GrpcInstrumentation instrumentation,
				UninstrumentedClients uninstrumented, Failures failures) {
			return new GrpcStoragePostProcessor(instrumentation, uninstrumented, failures);
		}

	}

}
