package io.github.resourcemonitor.http;

import java.io.IOException;
import java.io.InputStream;

import feign.Capability;
import feign.Client;
import feign.Request;
import feign.Response;
import io.github.resourcemonitor.client.RequestUrl;
import io.github.resourcemonitor.servicecall.PayloadFlows;
import org.jspecify.annotations.Nullable;

/**
 * Feign capability that measures the requests of a client. Spring Cloud OpenFeign picks
 * it up as a bean; clients that the application builds itself get it by
 * {@code addCapability}. A retry by Feign's retryer counts as a request of its own. Safe
 * for use by any thread.
 */
public final class FeignInstrumentation implements Capability {

	private final HttpClientInstrumenter instrumenter;

	/**
	 * Create a new instrumentation.
	 * @param instrumenter starts the measurement of requests
	 */
	public FeignInstrumentation(HttpClientInstrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	@Override
	public Client enrich(Client client) {
		return (client instanceof InstrumentedClient) ? client : new InstrumentedClient(client, this.instrumenter);
	}

	/**
	 * A client that delegates to another one and measures its requests.
	 *
	 * @param client the other client
	 * @param instrumenter starts the measurement of requests
	 */
	private record InstrumentedClient(Client client, HttpClientInstrumenter instrumenter) implements Client {

		@Override
		public Response execute(Request request, Request.Options options) throws IOException {
			HttpExchangeMeasurement exchange = this.instrumenter.start(request.httpMethod().name(),
					() -> RequestUrl.of(request.url()).host());
			exchange.requestBodyStarted();
			Response response;
			try {
				response = this.client.execute(request, options);
			}
			catch (Throwable ex) {
				exchange.failed(ex);
				throw ex;
			}
			Response counted = this.instrumenter.exchanges().attempt(() -> measured(request, response, exchange));
			if (counted == null) {
				exchange.ended();
				return response;
			}
			return counted;
		}

		private static Response measured(Request request, Response response, HttpExchangeMeasurement exchange) {
			exchange.sent(request.length());
			Response.Body body = response.body();
			Integer length = (body != null) ? body.length() : Integer.valueOf(0);
			exchange.responseReceived(response.status(), (length != null) ? length : -1);
			if (body == null) {
				exchange.ended();
				return response;
			}
			if (body.isRepeatable()) {
				// The client has already read the body into memory.
				exchange.transferred((length != null) ? length : 0);
				exchange.ended();
				return response;
			}
			return counted(response, body, length, exchange);
		}

		private static Response counted(Response response, Response.Body body, @Nullable Integer length,
				HttpExchangeMeasurement exchange) {
			try {
				InputStream counted = PayloadFlows.count(body.asInputStream(), exchange);
				return response.toBuilder().body(counted, length).build();
			}
			catch (IOException ex) {
				// The client will get the same exception.
				exchange.failed(ex);
				return response;
			}
		}

	}

}
