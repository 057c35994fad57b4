package io.github.resourcemonitor.client;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServiceNames}.
 */
class ServiceNamesTests {

	private final ServiceNames names = new ServiceNames(Map.of());

	@ParameterizedTest
	@CsvSource({ "storage.googleapis.com, storage", "bucket.storage.googleapis.com, storage",
			"my.bucket.with-dots.storage.googleapis.com, storage", "commondatastorage.googleapis.com, storage",
			"storage.cloud.google.com, storage", "storage.mtls.googleapis.com, storage",
			"storage.europe-west3.rep.googleapis.com, storage", "storage-myendpoint.p.googleapis.com, storage",
			"bigquery.googleapis.com, bigquery", "europe-west1-aiplatform.googleapis.com, aiplatform",
			"us-central1-run.googleapis.com, run", "oauth2.googleapis.com, oauth2", "www.googleapis.com, googleapis",
			"googleapis.com, googleapis.com", "notgoogleapis.com, notgoogleapis.com", "resize-abc123-ew.a.run.app, run",
			"europe-west1-project.cloudfunctions.net, cloudfunctions", "metadata.google.internal, metadata",
			"169.254.169.254, metadata" })
	void recognizesHostsOfGoogle(String host, String service) {
		assertThat(this.names.of(host)).isEqualTo(service);
	}

	@ParameterizedTest
	@CsvSource({ "s3.amazonaws.com, aws-s3", "s3.eu-west-1.amazonaws.com, aws-s3", "bucket.s3.amazonaws.com, aws-s3",
			"my.bucket.s3.eu-west-1.amazonaws.com, aws-s3", "bucket.s3.dualstack.us-east-1.amazonaws.com, aws-s3",
			"bucket.s3-eu-west-1.amazonaws.com, aws-s3", "bucket.s3-accelerate.amazonaws.com, aws-s3",
			"s3.cn-north-1.amazonaws.com.cn, aws-s3", "sqs.us-east-1.amazonaws.com, aws-sqs",
			"sts.amazonaws.com, aws-sts", "dynamodb.us-gov-west-1.amazonaws.com, aws-dynamodb",
			"abc123.execute-api.us-east-1.amazonaws.com, aws-execute-api",
			"123456789012.dkr.ecr.us-east-1.amazonaws.com, aws-ecr", "amazonaws.com, aws",
			"us-east-1.amazonaws.com, aws" })
	void recognizesHostsOfAws(String host, String service) {
		assertThat(this.names.of(host)).isEqualTo(service);
	}

	@ParameterizedTest
	@CsvSource({ "account.blob.core.windows.net, azure-blob", "account.queue.core.windows.net, azure-queue",
			"name.openai.azure.com, azure-openai", "api.openai.com, openai", "api.anthropic.com, anthropic" })
	void recognizesOtherHosts(String host, String service) {
		assertThat(this.names.of(host)).isEqualTo(service);
	}

	@ParameterizedTest
	@CsvSource({ "shop.example.com, shop.example.com", "Shop.Example.COM, shop.example.com",
			"shop.example.com., shop.example.com", "shop.example.com:8443, shop.example.com",
			"localhost:8080, localhost", "127.0.0.1:8080, 127.0.0.1", "[::1]:8080, [::1]", "[::1], [::1]", "::1, ::1",
			"fe80::1:8080, fe80::1:8080", "my_service:80, my_service", "'', ''" })
	void anUnknownHostIsNamedByItsHostName(String host, String service) {
		assertThat(this.names.of(host)).isEqualTo(service);
	}

	@ParameterizedTest
	@CsvSource({ "storage.googleapis.com:443, storage", "STORAGE.googleapis.com, storage",
			"storage.googleapis.com., storage", "s3.amazonaws.com:443, aws-s3" })
	void knownHostsAreCaseInsensitive(String host, String service) {
		assertThat(this.names.of(host)).isEqualTo(service);
	}

	@Test
	void canBeExtended() {
		ServiceNames extended = new ServiceNames(
				Map.of("orders", List.of("127.0.0.1", "Orders.Example.com"), "stock", List.of(".stock.example.com ")));
		assertThat(extended.of("127.0.0.1:8080")).isEqualTo("orders");
		assertThat(extended.of("orders.example.com")).isEqualTo("orders");
		assertThat(extended.of("eu.stock.example.com")).isEqualTo("stock");
		assertThat(extended.of("stock.example.com")).isEqualTo("stock");
		assertThat(extended.of("livestock.example.com")).isEqualTo("livestock.example.com");
		assertThat(extended.of("storage.googleapis.com")).isEqualTo("storage");
	}

	@Test
	void theLongestSuffixTakesPrecedence() {
		ServiceNames extended = new ServiceNames(
				Map.of("all", List.of("example.com"), "some", List.of("eu.example.com")));
		assertThat(extended.of("shop.eu.example.com")).isEqualTo("some");
		assertThat(extended.of("shop.us.example.com")).isEqualTo("all");
	}

	@Test
	void anExtensionTakesPrecedenceOverKnownServices() {
		ServiceNames extended = new ServiceNames(Map.of("images", List.of("images.storage.googleapis.com"), "cloud",
				List.of("windows.net"), "own", List.of("amazonaws.com")));
		assertThat(extended.of("images.storage.googleapis.com")).isEqualTo("images");
		assertThat(extended.of("other.storage.googleapis.com")).isEqualTo("storage");
		assertThat(extended.of("account.blob.core.windows.net")).isEqualTo("cloud");
		assertThat(extended.of("s3.amazonaws.com")).isEqualTo("own");
	}

	@Test
	void anExtensionMayHaveTheNameOfAKnownService() {
		ServiceNames extended = new ServiceNames(Map.of("aws", List.of("localstack.internal")));
		assertThat(extended.of("s3.localstack.internal")).isEqualTo("aws");
	}

	@Test
	void anExtensionWithAPortIsThatPortOnly() {
		ServiceNames extended = new ServiceNames(Map.of("orders", List.of("localhost:8081"), "stock",
				List.of("localhost:8082"), "v6", List.of("[::1]:80")));
		assertThat(extended.of("localhost:8081")).isEqualTo("orders");
		assertThat(extended.of("localhost:8082")).isEqualTo("stock");
		assertThat(extended.of("localhost:8083")).isEqualTo("localhost");
		assertThat(extended.of("[::1]:80")).isEqualTo("v6");
	}

}
