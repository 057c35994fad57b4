package io.github.resourcemonitor.google;

import java.io.IOException;
import java.lang.invoke.MethodHandle;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A transport that delegates to another one and measures each request.
 */
final class InstrumentedHttpTransport extends HttpTransport {

	private final HttpTransport transport;

	private final MethodHandle buildRequest;

	private final @Nullable GoogleServiceClient client;

	private final GoogleClientInstrumenter instrumenter;

	InstrumentedHttpTransport(HttpTransport transport, MethodHandle buildRequest, @Nullable GoogleServiceClient client,
			GoogleClientInstrumenter instrumenter) {
		this.transport = transport;
		this.buildRequest = buildRequest;
		this.client = client;
		this.instrumenter = instrumenter;
	}

	@Override
	protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
		LowLevelHttpRequest request;
		try {
			request = (LowLevelHttpRequest) this.buildRequest.invokeExact(this.transport, method, url);
		}
		catch (IOException | RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
		return new InstrumentedLowLevelRequest(request, method, url, this.client, this.instrumenter);
	}

	@Override
	public boolean supportsMethod(String method) throws IOException {
		return this.transport.supportsMethod(method);
	}

	@Override
	public boolean isMtls() {
		return this.transport.isMtls();
	}

	@Override
	public void shutdown() throws IOException {
		this.transport.shutdown();
	}

	@Override
	public boolean isShutdown() {
		return this.transport.isShutdown();
	}

}
