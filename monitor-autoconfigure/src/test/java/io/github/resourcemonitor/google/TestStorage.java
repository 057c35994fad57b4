package io.github.resourcemonitor.google;

import java.time.Duration;
import java.util.List;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.storageserver.LocalStorageServer;
import io.github.resourcemonitor.storageserver.RecordedRequest;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A storage server with one empty bucket for each test, its clients, and assertions that
 * compare the server with records.
 */
public final class TestStorage implements BeforeEachCallback, AfterEachCallback {

	/**
	 * The name of the bucket.
	 */
	public static final String BUCKET = "bucket";

	private LocalStorageServer server;

	@Override
	public void beforeEach(ExtensionContext context) {
		this.server = LocalStorageServer.start();
		this.server.createBucket(BUCKET);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.server.close();
	}

	/**
	 * Return the server of the test.
	 * @return the server
	 */
	public LocalStorageServer server() {
		return this.server;
	}

	/**
	 * Return a new client of the server, which retries a failed request up to three times
	 * without delay.
	 * @return the client
	 */
	public Storage client() {
		return client(this.server.uri().toString());
	}

	/**
	 * Return a client of another server with the same settings.
	 * @param host the server's address
	 * @return the client
	 */
	static Storage client(String host) {
		return StorageOptions.http()
			.setHost(host)
			.setProjectId("test")
			.setCredentials(NoCredentials.getInstance())
			.setStorageRetryStrategy(StorageRetryStrategy.getUniformStorageRetryStrategy())
			.setRetrySettings(RetrySettings.newBuilder()
				.setInitialRetryDelayDuration(Duration.ofMillis(1))
				.setMaxRetryDelayDuration(Duration.ofMillis(2))
				.setMaxAttempts(4)
				.setTotalTimeoutDuration(Duration.ofSeconds(60))
				.build())
			.build()
			.getService();
	}

	/**
	 * Assert that the requests and the bytes of their bodies are exactly those that the
	 * server counted. Only for clients that have read their responses to the end: the
	 * server may notice later that a client has disconnected.
	 * @param calls all calls of all invocations
	 */
	void assertWire(List<ServiceCallUsage> calls) {
		List<RecordedRequest> requests = this.server.requests();
		assertThat(calls.stream().mapToLong((call) -> call.requests().attempts()).sum()).isEqualTo(requests.size());
		assertThat(calls.stream().mapToLong((call) -> call.requests().sentBytes()).sum())
			.isEqualTo(requests.stream().mapToLong(RecordedRequest::requestBodyBytes).sum());
		assertThat(calls.stream().mapToLong((call) -> call.requests().receivedBytes()).sum())
			.isEqualTo(requests.stream().mapToLong(RecordedRequest::responseBodyBytes).sum());
	}

}
