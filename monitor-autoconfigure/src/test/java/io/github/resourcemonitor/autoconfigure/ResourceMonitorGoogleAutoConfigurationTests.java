package io.github.resourcemonitor.autoconfigure;

import java.lang.reflect.Proxy;
import java.util.List;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.api.services.storage.Storage.Builder;
import com.google.auth.http.HttpTransportFactory;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.spring.autoconfigure.core.GcpContextAutoConfiguration;
import com.google.cloud.spring.autoconfigure.storage.GcpStorageAutoConfiguration;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.client.UninstrumentedClients.UninstrumentedClient;
import io.github.resourcemonitor.google.GoogleClientPostProcessor;
import io.github.resourcemonitor.google.InstrumentedHttpTransportFactory;
import io.github.resourcemonitor.google.TransferManagerPostProcessor;
import io.github.resourcemonitor.google.TransportInstrumentation;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceMonitorGoogleAutoConfiguration}.
 */
class ResourceMonitorGoogleAutoConfigurationTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	private final HttpTransportFactory own = NetHttpTransport::new;

	@Test
	void rebuildsTheClientWithAllItsSettings() {
		Storage storage = options().build().getService();
		this.runner.withBean(Storage.class, () -> storage).run((context) -> {
			Storage measured = context.getBean(Storage.class);
			assertThat(measured).isNotSameAs(storage);
			assertThat(measured.getClass()).isSameAs(storage.getClass());
			StorageOptions options = measured.getOptions();
			assertThat(options.getHost()).isEqualTo("http://127.0.0.1:1");
			assertThat(options.getProjectId()).isEqualTo("project");
			assertThat(options.getCredentials()).isSameAs(storage.getOptions().getCredentials());
			assertThat(options.getRetrySettings()).isEqualTo(storage.getOptions().getRetrySettings());
			assertThat(options.getUserAgent()).isEqualTo("mine");
			HttpTransportOptions transport = (HttpTransportOptions) options.getTransportOptions();
			assertThat(transport.getConnectTimeout()).isEqualTo(123);
			assertThat(transport.getReadTimeout()).isEqualTo(456);
			assertThat(transport.getHttpTransportFactory()).isInstanceOf(InstrumentedHttpTransportFactory.class);
			assertThat(uninstrumented(context)).isEmpty();
		});
	}

	@Test
	void measuresTheClientOfSpringCloudGcp() {
		this.runner
			.withConfiguration(
					AutoConfigurations.of(GcpContextAutoConfiguration.class, GcpStorageAutoConfiguration.class))
			.withBean(CredentialsProvider.class, () -> NoCredentials::getInstance)
			.withPropertyValues("spring.cloud.gcp.project-id=project")
			.run((context) -> {
				assertThat(isMeasured(context.getBean(Storage.class))).isTrue();
				assertThat(context.getBean(Storage.class).getOptions().getUserAgent()).contains("spring-cloud-gcp");
			});
	}

	@Test
	void measuresClientsOfOptionsThatAreBeans() {
		this.runner.withBean(StorageOptions.class, () -> options().build()).run((context) -> {
			StorageOptions options = context.getBean(StorageOptions.class);
			assertThat(isMeasured(options.getService())).isTrue();
			assertThat(options.getUserAgent()).isEqualTo("mine");
		});
	}

	@Test
	void leavesAWrapperUnchangedAndReportsIt() {
		Storage storage = options().build().getService();
		Storage wrapper = (Storage) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Storage.class }, (proxy, method, args) -> method.invoke(storage, args));
		this.runner.withBean("wrapped", Storage.class, () -> wrapper).run((context) -> {
			assertThat(context.getBean(Storage.class)).isSameAs(wrapper);
			assertThat(uninstrumented(context)).singleElement().satisfies((client) -> {
				assertThat(client.bean()).isEqualTo("wrapped");
				assertThat(client.problem()).contains("a wrapper around the client");
			});
		});
	}

	@Test
	void leavesAMockUnchangedAndReportsIt() {
		Storage mock = (Storage) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Storage.class },
				(proxy, method, args) -> method.getName().equals("hashCode") ? 1 : null);
		this.runner.withBean("mock", Storage.class, () -> mock).run((context) -> {
			assertThat(context.getBean(Storage.class)).isSameAs(mock);
			assertThat(uninstrumented(context)).extracting(UninstrumentedClient::problem)
				.containsExactly("it has no options from which it could be rebuilt");
		});
	}

	@Test
	void doesNotInstrumentGrpc() {
		Storage storage = StorageOptions.grpc()
			.setHost("http://127.0.0.1:1")
			.setProjectId("project")
			.setCredentials(NoCredentials.getInstance())
			.build()
			.getService();
		this.runner.withPropertyValues("resource-monitor.service-calls.grpc.enabled=false")
			.withBean(Storage.class, () -> storage)
			.run((context) -> assertThat(context.getBean(Storage.class)).isSameAs(storage));
	}

	@Test
	void measuresTransportBeansAndTheirClients() {
		this.runner.withUserConfiguration(GeneratedClient.class).run((context) -> {
			assertThat(context.getBean("transport")).isNotInstanceOf(NetHttpTransport.class);
			assertThat(context.getBean("exact")).isInstanceOf(NetHttpTransport.class);
			assertThat(uninstrumented(context)).extracting(UninstrumentedClient::bean).containsExactly("unmeasured");
		});
	}

	@Test
	void deserializedOptionsAreNotMeasured() throws Exception {
		assertThat(new InstrumentedHttpTransportFactory().create()).isInstanceOf(NetHttpTransport.class);
	}

	@Test
	void backsOffWhenSwitchedOff() {
		for (String property : List.of("resource-monitor.enabled=false",
				"resource-monitor.service-calls.google.enabled=false")) {
			Storage storage = options().build().getService();
			this.runner.withPropertyValues(property).withBean(Storage.class, () -> storage).run((context) -> {
				assertThat(context).doesNotHaveBean(TransportInstrumentation.class)
					.doesNotHaveBean(GoogleClientPostProcessor.class);
				assertThat(context.getBean(Storage.class)).isSameAs(storage);
			});
		}
	}

	@Test
	void backsOffWithoutTheHttpClient() {
		for (String missing : List.of("com.google.api.client.http", "com.google.cloud.http")) {
			this.runner.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasNotFailed()
					.hasSingleBean(ResourceMonitor.class)
					.doesNotHaveBean(TransportInstrumentation.class));
		}
	}

	@Test
	void measuresOtherClientsWithoutThatOfStorage() {
		this.runner
			.withClassLoader(new FilteredClassLoader("com.google.cloud.storage", "com.google.api.client.googleapis"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(GoogleClientPostProcessor.class)
				.doesNotHaveBean(TransferManagerPostProcessor.class));
	}

	private StorageOptions.Builder options() {
		return StorageOptions.http()
			.setHost("http://127.0.0.1:1")
			.setProjectId("project")
			.setHeaderProvider(FixedHeaderProvider.create("user-agent", "mine"))
			.setCredentials(NoCredentials.getInstance())
			.setTransportOptions(HttpTransportOptions.newBuilder()
				.setHttpTransportFactory(this.own)
				.setConnectTimeout(123)
				.setReadTimeout(456)
				.build());
	}

	private static boolean isMeasured(Storage storage) {
		return storage.getOptions().getTransportOptions() instanceof HttpTransportOptions transport
				&& transport.getHttpTransportFactory() instanceof InstrumentedHttpTransportFactory;
	}

	private static List<UninstrumentedClient> uninstrumented(ApplicationContext context) {
		return context.getBean(UninstrumentedClients.class).findAll();
	}

	@Configuration(proxyBeanMethods = false)
	static class GeneratedClient {

		@Bean
		HttpTransport transport() {
			return new NetHttpTransport();
		}

		@Bean
		NetHttpTransport exact() {
			return new NetHttpTransport();
		}

		@Bean
		com.google.api.services.storage.Storage measured(HttpTransport transport) {
			return new Builder(transport, GsonFactory.getDefaultInstance(), null).setApplicationName("test").build();
		}

		@Bean
		com.google.api.services.storage.Storage unmeasured(NetHttpTransport exact) {
			return new Builder(exact, GsonFactory.getDefaultInstance(), null).setApplicationName("test").build();
		}

	}

}
