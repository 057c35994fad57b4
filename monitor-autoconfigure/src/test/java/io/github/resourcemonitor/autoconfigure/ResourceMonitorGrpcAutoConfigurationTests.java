package io.github.resourcemonitor.autoconfigure;

import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.storage.GrpcStorageOptions;
import com.google.storage.v2.StorageClient;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.grpc.GaxClientPostProcessor;
import io.github.resourcemonitor.grpc.GrpcInstrumentation;
import io.github.resourcemonitor.grpc.GrpcStoragePostProcessor;
import io.github.resourcemonitor.servicecall.ServiceRequests;
import io.grpc.ClientInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorGrpcAutoConfiguration}.
 */
class ResourceMonitorGrpcAutoConfigurationTests {

	@Test
	void isOnByDefaultAndPublishesNoInterceptor() {
		MonitorContexts.withoutReadings()
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(GrpcInstrumentation.class)
				.hasSingleBean(GaxClientPostProcessor.class)
				.hasSingleBean(GrpcStoragePostProcessor.class)
				.doesNotHaveBean(ClientInterceptor.class));
	}

	@Test
	void isOffByProperty() {
		for (String property : new String[] { "resource-monitor.enabled=false",
				"resource-monitor.service-calls.grpc.enabled=false" }) {
			MonitorContexts.withoutReadings()
				.withPropertyValues(property)
				.run((context) -> assertThat(context).hasNotFailed()
					.doesNotHaveBean(GrpcInstrumentation.class)
					.doesNotHaveBean(GaxClientPostProcessor.class)
					.doesNotHaveBean(GrpcStoragePostProcessor.class));
		}
	}

	@Test
	void worksWithoutGrpc() {
		MonitorContexts.withoutReadings()
			.withClassLoader(new FilteredClassLoader("io.grpc", "com.google.api.gax", "com.google.storage.v2"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ResourceMonitor.class)
				.doesNotHaveBean("resourceMonitorGrpcInstrumentation")
				.doesNotHaveBean("resourceMonitorGaxClientPostProcessor"));
	}

	@Test
	void worksWithoutGoogleClients() {
		MonitorContexts.withoutReadings()
			.withClassLoader(new FilteredClassLoader(InstantiatingGrpcChannelProvider.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(GrpcInstrumentation.class)
				.doesNotHaveBean("resourceMonitorGaxClientPostProcessor")
				.doesNotHaveBean("resourceMonitorGrpcStoragePostProcessor"));
	}

	@Test
	void worksWithoutTheStorageClient() {
		for (Class<?> missing : new Class<?>[] { GrpcStorageOptions.class, StorageClient.class }) {
			MonitorContexts.withoutReadings()
				.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasNotFailed()
					.hasSingleBean(GaxClientPostProcessor.class)
					.doesNotHaveBean("resourceMonitorGrpcStoragePostProcessor"));
		}
	}

	@Test
	void createsNoBeanOfTheMonitorEarly() {
		MonitorContexts.withoutReadings()
			.withBean("earlyLook", EarlyLook.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ServiceRequests.class));
	}

	static class EarlyLook implements BeanFactoryPostProcessor {

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
			beanFactory.getBean(GaxClientPostProcessor.class);
			beanFactory.getBean(GrpcStoragePostProcessor.class);
			assertThat(beanFactory.containsSingleton("resourceMonitorServiceRequests")).isFalse();
		}

	}

}
