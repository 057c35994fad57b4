package io.github.resourcemonitor.cost;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * The metadata server of Google Cloud. It is to be asked there alone: elsewhere its
 * address may belong to anybody, or not answer.
 */
public final class MetadataServer {

	private static final String ADDRESS = "169.254.169.254";

	private static final int MAX_LENGTH = 1000;

	private final String host;

	private final Duration timeout;

	/**
	 * Create a new instance.
	 * @param host the host, with its port if that is not 80; {@code null} for that of
	 * Google Cloud
	 * @param timeout how long to wait for an answer at most
	 */
	public MetadataServer(@Nullable String host, Duration timeout) {
		this.host = (host != null && !host.isBlank()) ? host : ADDRESS;
		this.timeout = timeout;
	}

	/**
	 * Return whether there is a metadata server of Google Cloud.
	 * @return {@code false} if there was no answer in time, or none of a metadata server.
	 * An interrupt ends the waiting, and the thread stays interrupted
	 */
	public boolean isPresent() {
		return ask("/computeMetadata/v1/instance/region") != null;
	}

	/**
	 * Return the region of the instance.
	 * @return the region, {@code null} if there was no answer in time, or none of a
	 * metadata server. An interrupt ends the waiting, and the thread stays interrupted
	 */
	public @Nullable String region() {
		String answer = ask("/computeMetadata/v1/instance/region");
		// projects/<number>/regions/<region>
		String region = (answer != null) ? answer.strip().substring(answer.strip().lastIndexOf('/') + 1) : "";
		return region.matches("[a-z0-9-]+") ? region : null;
	}

	private @Nullable String ask(String path) {
		FutureTask<@Nullable String> task = new FutureTask<>(() -> read(path));
		// The timeouts of a connection are for each of its steps, and this is for all.
		Thread thread = new Thread(null, task, "resource-monitor-metadata", 0, false);
		thread.setDaemon(true);
		thread.start();
		try {
			return task.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (ExecutionException | TimeoutException ex) {
			return null;
		}
	}

	private @Nullable String read(String path) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) URI.create("http://" + this.host + path)
			.toURL()
			.openConnection(Proxy.NO_PROXY);
		connection.setConnectTimeout((int) this.timeout.toMillis());
		connection.setReadTimeout((int) this.timeout.toMillis());
		connection.setInstanceFollowRedirects(false);
		connection.setRequestProperty("Metadata-Flavor", "Google");
		try {
			if (connection.getResponseCode() != 200 || !"Google".equals(connection.getHeaderField("Metadata-Flavor"))) {
				return null;
			}
			try (InputStream body = connection.getInputStream()) {
				return new String(body.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8);
			}
		}
		finally {
			connection.disconnect();
		}
	}

}
