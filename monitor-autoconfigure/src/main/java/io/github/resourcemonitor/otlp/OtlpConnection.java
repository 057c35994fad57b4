package io.github.resourcemonitor.otlp;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Where and how the requests of one signal are sent.
 *
 * @param endpoint the URL, with the path of the signal
 * @param headers headers of each request; their values are secret
 * @param compression how requests are compressed
 * @param timeout how long a request may take
 */
public record OtlpConnection(URI endpoint, Map<String, String> headers, OtlpCompression compression, Duration timeout) {

	/**
	 * Create a connection.
	 */
	public OtlpConnection {
		headers = Map.copyOf(headers);
	}

	/**
	 * Return the endpoint for messages.
	 * @return the URL without its query, which may be secret
	 */
	String address() {
		String url = this.endpoint.toString();
		int query = url.indexOf('?');
		return (query >= 0) ? url.substring(0, query) : url;
	}

	@Override
	public String toString() {
		return "OtlpConnection[endpoint=" + address() + ", headers=" + this.headers.keySet() + ", compression="
				+ this.compression + ", timeout=" + this.timeout + "]";
	}

}
