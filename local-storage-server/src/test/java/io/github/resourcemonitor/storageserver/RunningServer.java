package io.github.resourcemonitor.storageserver;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.awaitility.Awaitility.await;

/**
 * A server with one empty bucket for each test, and the real client for it.
 */
class RunningServer implements BeforeEachCallback, AfterEachCallback {

	static final String BUCKET = "bucket";

	/**
	 * The time for which a test waits for another thread on a busy machine.
	 */
	static final Duration TIMEOUT = Duration.ofSeconds(60);

	private LocalStorageServer server;

	private Storage storage;

	@Override
	public void beforeEach(ExtensionContext context) {
		this.server = LocalStorageServer.start();
		this.server.createBucket(BUCKET);
		this.storage = client(this.server.uri());
	}

	@Override
	public void afterEach(ExtensionContext context) throws Exception {
		this.storage.close();
		this.server.close();
	}

	LocalStorageServer server() {
		return this.server;
	}

	Storage storage() {
		return this.storage;
	}

	/**
	 * Wait for requests, for clients that do not wait for their response.
	 */
	List<RecordedRequest> awaitRequests() {
		return await().atMost(TIMEOUT).until(this.server::requests, (requests) -> !requests.isEmpty());
	}

	StoredObject object(String name) {
		return this.server.object(BUCKET, name).orElseThrow();
	}

	static Storage client(URI uri) {
		RetrySettings retries = RetrySettings.newBuilder()
			.setInitialRetryDelayDuration(Duration.ofMillis(1))
			.setRetryDelayMultiplier(1)
			.setMaxRetryDelayDuration(Duration.ofMillis(1))
			.setMaxAttempts(4)
			.setTotalTimeoutDuration(TIMEOUT)
			.setInitialRpcTimeoutDuration(TIMEOUT)
			.setRpcTimeoutMultiplier(1)
			.setMaxRpcTimeoutDuration(TIMEOUT)
			.build();
		return StorageOptions.newBuilder()
			.setHost(uri.toString())
			.setProjectId("test")
			.setCredentials(NoCredentials.getInstance())
			.setRetrySettings(retries)
			.build()
			.getService();
	}

	static byte[] randomBytes(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		return bytes;
	}

}
