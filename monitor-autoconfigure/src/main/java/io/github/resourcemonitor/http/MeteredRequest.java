package io.github.resourcemonitor.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;

import io.github.resourcemonitor.servicecall.PayloadFlow;
import io.github.resourcemonitor.servicecall.PayloadFlows;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A request that is measured when it is sent. One that streams its body streams it still.
 * As little safe for use by several threads as the request itself, whose body may be
 * written by another one.
 */
class MeteredRequest implements ClientHttpRequest {

	private final ClientHttpRequest request;

	private final HttpMethod method;

	private final URI uri;

	private final HttpRequests requests;

	private volatile @Nullable HttpExchange exchange;

	/**
	 * What the request keeps, to write it when it is sent.
	 */
	private volatile long kept;

	MeteredRequest(ClientHttpRequest request, HttpMethod method, URI uri, HttpRequests requests) {
		this.request = request;
		this.method = method;
		this.uri = uri;
		this.requests = requests;
	}

	/**
	 * Return a request that is measured.
	 * @param request the request
	 * @param method its method
	 * @param uri where it goes
	 * @param requests starts the measurement
	 * @return what to send instead
	 */
	static ClientHttpRequest of(ClientHttpRequest request, HttpMethod method, URI uri, HttpRequests requests) {
		if (request instanceof MeteredRequest) {
			return request;
		}
		return (request instanceof StreamingHttpOutputMessage message)
				? new Streaming(request, message, method, uri, requests)
				: new MeteredRequest(request, method, uri, requests);
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
		return count(this.request.getBody(), new Written() {

			@Override
			public void transferred(long bytes) {
				MeteredRequest.this.kept += bytes;
			}

		});
	}

	@Override
	public ClientHttpResponse execute() throws IOException {
		HttpExchange exchange = this.requests.start(this.method.name(), this.uri);
		if (exchange == null) {
			return this.request.execute();
		}
		this.exchange = exchange;
		exchange.writes();
		try {
			ClientHttpResponse response = this.request.execute();
			if (this.kept > 0) {
				exchange.sent(this.kept);
			}
			return new MeteredResponse(response, exchange);
		}
		catch (Throwable ex) {
			exchange.failed(ex);
			throw ex;
		}
	}

	private static OutputStream count(OutputStream body, PayloadFlow flow) {
		Object counting = PayloadFlows.count(body, OutputStream.class, flow);
		return (counting != null) ? (OutputStream) counting : body;
	}

	/**
	 * Is told what is written. The request fails with what writing fails with.
	 */
	private abstract static class Written implements PayloadFlow {

		@Override
		public void failed(Throwable ex) {
		}

		@Override
		public void ended() {
		}

	}

	/**
	 * A request that streams its body.
	 */
	private static final class Streaming extends MeteredRequest implements StreamingHttpOutputMessage {

		private final StreamingHttpOutputMessage message;

		Streaming(ClientHttpRequest request, StreamingHttpOutputMessage message, HttpMethod method, URI uri,
				HttpRequests requests) {
			super(request, method, uri, requests);
			this.message = message;
		}

		@Override
		public void setBody(Body body) {
			this.message.setBody(new Body() {

				@Override
				public void writeTo(OutputStream out) throws IOException {
					HttpExchange exchange = Streaming.super.exchange;
					if (exchange == null) {
						body.writeTo(out);
						return;
					}
					exchange.writes();
					body.writeTo(count(out, new Written() {

						@Override
						public void transferred(long bytes) {
							exchange.sent(bytes);
						}

					}));
				}

				@Override
				public boolean repeatable() {
					return body.repeatable();
				}

			});
		}

	}

}
