package io.github.resourcemonitor.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;

import io.github.resourcemonitor.client.CountedOutput;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A request that is measured when it is executed. Streaming of the body is preserved. Not
 * thread-safe, like the request itself, except that another thread may write the body.
 */
class InstrumentedClientHttpRequest implements ClientHttpRequest {

	private final ClientHttpRequest request;

	private final HttpMethod method;

	private final URI uri;

	private final HttpClientInstrumenter instrumenter;

	private volatile @Nullable HttpExchangeMeasurement exchange;

	/**
	 * The number of bytes that the request buffers until it is executed.
	 */
	private volatile long buffered;

	InstrumentedClientHttpRequest(ClientHttpRequest request, HttpMethod method, URI uri,
			HttpClientInstrumenter instrumenter) {
		this.request = request;
		this.method = method;
		this.uri = uri;
		this.instrumenter = instrumenter;
	}

	/**
	 * Return a request that is measured.
	 * @param request the request
	 * @param method its method
	 * @param uri its URI
	 * @param instrumenter starts the measurement
	 * @return the request to send instead
	 */
	static ClientHttpRequest of(ClientHttpRequest request, HttpMethod method, URI uri,
			HttpClientInstrumenter instrumenter) {
		if (request instanceof InstrumentedClientHttpRequest) {
			return request;
		}
		return (request instanceof StreamingHttpOutputMessage message)
				? new Streaming(request, message, method, uri, instrumenter)
				: new InstrumentedClientHttpRequest(request, method, uri, instrumenter);
	}

	@Override
	public HttpMethod getMethod() {
		return this.request.getMethod();
	}

	@Override
	public URI getURI() {
		return this.request.getURI();
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.request.getAttributes();
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.request.getHeaders();
	}

	@Override
	public OutputStream getBody() throws IOException {
		return CountedOutput.count(this.request.getBody(), (bytes) -> this.buffered += bytes);
	}

	@Override
	public ClientHttpResponse execute() throws IOException {
		HttpExchangeMeasurement exchange = this.instrumenter.start(this.method.name(),
				() -> HttpClientInstrumenter.host(this.uri));
		this.exchange = exchange;
		exchange.requestBodyStarted();
		try {
			ClientHttpResponse response = this.request.execute();
			countPendingBody();
			if (this.buffered > 0) {
				exchange.sent(this.buffered);
			}
			return new InstrumentedClientHttpResponse(response, exchange);
		}
		catch (Throwable ex) {
			exchange.failed(ex);
			throw ex;
		}
	}

	/**
	 * Count what another thread is still writing of the body.
	 */
	void countPendingBody() {
	}

	/**
	 * A request that streams its body.
	 */
	private static final class Streaming extends InstrumentedClientHttpRequest implements StreamingHttpOutputMessage {

		private final StreamingHttpOutputMessage message;

		private volatile @Nullable SentBodyStream body;

		Streaming(ClientHttpRequest request, StreamingHttpOutputMessage message, HttpMethod method, URI uri,
				HttpClientInstrumenter instrumenter) {
			super(request, method, uri, instrumenter);
			this.message = message;
		}

		@Override
		void countPendingBody() {
			SentBodyStream written = this.body;
			if (written != null) {
				written.countPending();
			}
		}

		@Override
		public void setBody(Body body) {
			this.message.setBody(new Body() {

				@Override
				public void writeTo(OutputStream out) throws IOException {
					HttpExchangeMeasurement exchange = Streaming.super.exchange;
					if (exchange == null) {
						body.writeTo(out);
						return;
					}
					exchange.requestBodyStarted();
					SentBodyStream counted = new SentBodyStream(out, exchange::sent);
					Streaming.this.body = counted;
					body.writeTo(counted);
				}

				@Override
				public boolean repeatable() {
					return body.repeatable();
				}

			});
		}

	}

}
