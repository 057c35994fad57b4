package io.github.resourcemonitor.demo;

import com.google.api.gax.core.CredentialsProvider;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import io.github.resourcemonitor.storageserver.LocalStorageServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the profile {@code gcp}, as far as possible without credentials.
 */
@DemoTest
@ActiveProfiles("gcp")
@TestPropertySource(properties = "spring.cloud.gcp.project-id=test")
class GoogleCloudTests {

	@Autowired
	private DemoClient client;

	@Autowired
	private Storage storage;

	@Autowired
	private ObjectProvider<LocalStorageServer> server;

	@Autowired
	private Environment environment;

	@Test
	void usesTheAutoConfiguredClient() {
		assertThat(this.storage.getOptions().getHost()).startsWith("https://storage.googleapis.com");
		assertThat(this.storage.getOptions().getProjectId()).isEqualTo("test");
		assertThat(this.server.getIfAvailable()).isNull();
	}

	@Test
	void listensOnAllAddresses() {
		assertThat(this.environment.getProperty("server.address")).isNull();
	}

	@Test
	void homePageRefersToBucketsOfTheUser() {
		assertThat(this.client.get("/").body()).contains("The buckets are your own");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class WithoutCredentials {

		@Bean
		CredentialsProvider credentialsProvider() {
			return NoCredentials::getInstance;
		}

	}

}
