package io.github.resourcemonitor.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

import io.github.resourcemonitor.servicecall.PayloadFlow;
import io.github.resourcemonitor.servicecall.PayloadFlows;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.StreamUtils;

/**
 * A response whose body is counted while it is read. Not thread-safe, like the response
 * itself.
 * <p>
 * The status is read only when the client reads it or the body, because reading it may
 * block and may fail.
 */
final class InstrumentedClientHttpResponse implements ClientHttpResponse {

	/**
	 * These responses read and discard the rest of the body when they are closed.
	 */
	private static final Set<String> DRAINING = Set.of("JdkClientHttpResponse", "ReactorClientHttpResponse",
			"SimpleClientHttpResponse");

	private final ClientHttpResponse response;

	private final HttpExchangeMeasurement exchange;

	private @Nullable InputStream body;

	private @Nullable InputStream counted;

	private long received;

	InstrumentedClientHttpResponse(ClientHttpResponse response, HttpExchangeMeasurement exchange) {
		this.response = response;
		this.exchange = exchange;
	}

	@Override
	public HttpStatusCode getStatusCode() throws IOException {
		HttpStatusCode status;
		try {
			status = this.response.getStatusCode();
		}
		catch (IOException ex) {
			this.exchange.failed(ex);
			throw ex;
		}
		record(status);
		return status;
	}

	private void record(HttpStatusCode status) {
		if (!this.exchange.hasResponse()) {
			this.exchange.responseReceived(status.value(), contentLength());
		}
	}

	private long contentLength() {
		try {
			return this.response.getHeaders().getContentLength();
		}
		catch (RuntimeException ex) {
			return -1;
		}
	}

	/**
	 * Record the status, which is available once the body has been requested.
	 */
	private void recordStatus() {
		if (!this.exchange.hasResponse()) {
			try {
				record(this.response.getStatusCode());
			}
			catch (IOException | RuntimeException ex) {
				// The client did not ask for the status.
			}
		}
	}

	@Override
	public String getStatusText() throws IOException {
		return this.response.getStatusText();
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.response.getHeaders();
	}

	@Override
	public InputStream getBody() throws IOException {
		InputStream body;
		try {
			body = this.response.getBody();
		}
		catch (IOException ex) {
			this.exchange.failed(ex);
			throw ex;
		}
		recordStatus();
		InputStream counted = this.counted;
		if (counted == null || body != this.body) {
			counted = PayloadFlows.count(body, new Read());
			this.body = body;
			this.counted = counted;
		}
		return counted;
	}

	@Override
	public void close() {
		try {
			if (DRAINING.contains(this.response.getClass().getSimpleName())) {
				drain();
			}
			this.response.close();
		}
		finally {
			recordStatus();
			this.exchange.ended();
		}
	}

	/**
	 * Read and count what closing the response would discard.
	 */
	private void drain() {
		try {
			StreamUtils.drain(getBody());
		}
		catch (IOException | RuntimeException ex) {
			// Closing the response will fail in the same way and ignore it.
		}
	}

	/**
	 * Counts what is read of the body. A buffered body can be read several times but was
	 * transferred only once.
	 */
	private final class Read implements PayloadFlow {

		private long position;

		@Override
		public void transferred(long bytes) {
			this.position += bytes;
			long more = this.position - InstrumentedClientHttpResponse.this.received;
			if (more > 0) {
				InstrumentedClientHttpResponse.this.received = this.position;
				InstrumentedClientHttpResponse.this.exchange.transferred(more);
			}
		}

		@Override
		public void failed(Throwable ex) {
			InstrumentedClientHttpResponse.this.exchange.failed(ex);
		}

		@Override
		public void ended() {
			InstrumentedClientHttpResponse.this.exchange.ended();
		}

	}

}
