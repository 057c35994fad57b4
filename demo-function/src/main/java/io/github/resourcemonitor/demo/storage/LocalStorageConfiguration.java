package io.github.resourcemonitor.demo.storage;

import java.net.URI;
import java.time.Duration;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import io.github.resourcemonitor.demo.DemoProperties;
import io.github.resourcemonitor.storageserver.LocalStorageServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Storage without Google Cloud: a server in this process, and the real client for it.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!gcp")
class LocalStorageConfiguration {

	@Bean
	@ConditionalOnExpression("'${demo.storage-uri:}'.isEmpty()")
	LocalStorageServer localStorageServer() {
		return LocalStorageServer.start();
	}

	/**
	 * The client. The auto-configured one has no setting for retries, and would drop the
	 * port of the host.
	 */
	@Bean
	Storage storage(ObjectProvider<LocalStorageServer> server, DemoProperties properties) {
		URI uri = properties.storageUri();
		return StorageOptions.http()
			.setHost(((uri != null) ? uri : server.getObject().uri()).toString())
			.setProjectId("local")
			.setCredentials(NoCredentials.getInstance())
			.setTransportOptions(HttpTransportOptions.newBuilder().setConnectTimeout(1000).setReadTimeout(3000).build())
			.setRetrySettings(patience())
			// A thumbnail may be written twice: it is the same one.
			.setStorageRetryStrategy(StorageRetryStrategy.getUniformStorageRetryStrategy())
			.build()
			.getService();
	}

	/**
	 * Four attempts within 3 seconds, where the client's defaults go on for 50.
	 */
	private static RetrySettings patience() {
		return RetrySettings.newBuilder()
			.setInitialRetryDelayDuration(Duration.ofMillis(200))
			.setRetryDelayMultiplier(2)
			.setMaxRetryDelayDuration(Duration.ofSeconds(1))
			.setMaxAttempts(4)
			.setTotalTimeoutDuration(Duration.ofSeconds(3))
			.build();
	}

	/**
	 * Keeps the auto-configuration from looking for credentials, which fails the start
	 * where there are none.
	 */
	@Bean
	CredentialsProvider credentialsProvider() {
		return NoCredentials::getInstance;
	}

}
