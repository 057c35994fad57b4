package io.github.resourcemonitor.woven;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * Not a bean.
 */
class Plain {

	@MonitoredHandler
	String handle() {
		return "plain";
	}

	@MonitoredHandler
	CompletableFuture<String> promise(CompletableFuture<String> result) {
		return result;
	}

	@MonitoredHandler
	void fail(RuntimeException ex) {
		throw ex;
	}

	/**
	 * Make each of the service calls.
	 * @return the number of received bytes
	 */
	@MonitoredHandler("all-calls")
	long callAll() throws IOException {
		long bytes = hidden(1).length + fixed(20).length + common(300).length + open(4000).length;
		try (InputStream stream = stream(50_000)) {
			bytes += stream.readAllBytes().length;
		}
		upload("name", new ByteArrayInputStream(new byte[600_000]));
		return bytes;
	}

	@CloudServiceCall(direction = CallDirection.DOWNLOAD)
	private byte[] hidden(int size) {
		return new byte[size];
	}

	@CloudServiceCall(direction = CallDirection.DOWNLOAD)
	final byte[] fixed(int size) {
		return new byte[size];
	}

	@CloudServiceCall(direction = CallDirection.DOWNLOAD)
	static byte[] common(int size) {
		return new byte[size];
	}

	@CloudServiceCall(direction = CallDirection.DOWNLOAD)
	byte[] open(int size) {
		return new byte[size];
	}

	@CloudServiceCall(direction = CallDirection.DOWNLOAD)
	private static InputStream stream(int size) {
		return new ByteArrayInputStream(new byte[size]);
	}

	@CloudServiceCall(direction = CallDirection.UPLOAD)
	private void upload(String name, InputStream content) throws IOException {
		content.readAllBytes();
	}

}
