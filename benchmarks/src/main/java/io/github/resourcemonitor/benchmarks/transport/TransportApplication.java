package io.github.resourcemonitor.benchmarks.transport;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The application whose client is a bean and thus instrumented.
 */
@Configuration(proxyBeanMethods = false)
class TransportApplication {

	/**
	 * The property with the address of the server.
	 */
	static final String SERVER = "transport.server";

	@Bean
	Storage storage(@Value("${" + SERVER + "}") String server) {
		return client(server);
	}

	static Storage client(String server) {
		return StorageOptions.http()
			.setHost(server)
			.setProjectId("benchmarks")
			.setCredentials(NoCredentials.getInstance())
			.build()
			.getService();
	}

}
