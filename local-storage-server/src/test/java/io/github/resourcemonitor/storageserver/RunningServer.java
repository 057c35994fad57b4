package io.github.resourcemonitor.storageserver;

import java.net.URI;
import java.time.Duration;
import java.util.Random;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server with one empty bucket for each test, and the real client that talks to it.
 */
class RunningServer implements BeforeEachCallback, AfterEachCallback {

	static final String BUCKET = "bucket";

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

	StoredObject object(String name) {
		return this.server.object(BUCKET, name).orElseThrow();
	}

	static Storage client(URI uri) {
		RetrySettings retries = RetrySettings.newBuilder()
			.setInitialRetryDelayDuration(Duration.ofMillis(1))
			.setRetryDelayMultiplier(1)
			.setMaxRetryDelayDuration(Duration.ofMillis(1))
			.setMaxAttempts(4)
			.setTotalTimeoutDuration(Duration.ofSeconds(30))
			.setInitialRpcTimeoutDuration(Duration.ofSeconds(30))
			.setRpcTimeoutMultiplier(1)
			.setMaxRpcTimeoutDuration(Duration.ofSeconds(30))
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
