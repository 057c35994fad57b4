package io.github.resourcemonitor.http;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Measures the requests of a {@code WebClient}. Each subscription is a request of the
 * thread that subscribes. If that thread has no invocation, such as a thread of the
 * client that resubscribes after a failure, the invocation in the subscriber's context is
 * used. Buffers are counted as they pass; the responsibility for releasing them does not
 * change.
 */
final class WebClientExchangeFilter implements ExchangeFilterFunction {

	private final HttpClientInstrumenter instrumenter;

	WebClientExchangeFilter(HttpClientInstrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono
			.deferContextual((context) -> exchange(request, next, this.instrumenter.start(request.method().name(),
					() -> HttpClientInstrumenter.host(request.url()), (key) -> context.getOrDefault(key, null))));
	}

	private Mono<ClientResponse> exchange(ClientRequest request, ExchangeFunction next,
			HttpExchangeMeasurement exchange) {
		Mono<ClientResponse> response;
		try {
			response = next.exchange(ClientRequest.from(request).body(counted(request.body(), exchange)).build());
		}
		catch (Throwable ex) {
			exchange.failed(cause(ex));
			throw ex;
		}
		// End the measurement before the signal is passed on, because code that waits for
		// the last signal may look at the record immediately.
		return response.map((result) -> counted(result, exchange))
			.doOnError((ex) -> exchange.failed(cause(ex)))
			.doOnSuccess((result) -> {
				if (result == null) {
					exchange.ended();
				}
			})
			.doOnCancel(() -> {
				if (!exchange.hasResponse()) {
					cancelled(exchange);
				}
			});
	}

	private void cancelled(HttpExchangeMeasurement exchange) {
		CancellationReason reason = this.instrumenter.exchanges().attempt(CancellationReason::find);
		exchange.cancelled((reason != null) ? reason : CancellationReason.UNKNOWN);
	}

	/**
	 * The exception of the connection, which the client wraps in one for all failures.
	 */
	private static Throwable cause(Throwable ex) {
		return (ex instanceof WebClientRequestException && ex.getCause() != null) ? ex.getCause() : ex;
	}

	private static BodyInserter<?, ? super ClientHttpRequest> counted(
			BodyInserter<?, ? super ClientHttpRequest> inserter, HttpExchangeMeasurement exchange) {
		return (message, context) -> {
			exchange.requestBodyStarted();
			return inserter.insert(InstrumentedReactiveHttpRequest.of(message, exchange), context);
		};
	}

	private ClientResponse counted(ClientResponse response, HttpExchangeMeasurement exchange) {
		ClientResponse counted = this.instrumenter.exchanges().attempt(() -> {
			exchange.responseReceived(response.statusCode().value(), contentLength(response));
			return response.mutate().request(response.request()).body((body) -> counted(body, exchange)).build();
		});
		if (counted == null) {
			exchange.ended();
			return response;
		}
		return counted;
	}

	private static long contentLength(ClientResponse response) {
		try {
			return response.headers().contentLength().orElse(-1);
		}
		catch (IllegalArgumentException ex) {
			return -1;
		}
	}

	private Flux<DataBuffer> counted(Flux<DataBuffer> body, HttpExchangeMeasurement exchange) {
		return body.doOnNext((buffer) -> exchange.transferred(buffer.readableByteCount()))
			.doOnComplete(exchange::ended)
			.doOnError(exchange::failed)
			.doOnCancel(() -> cancelled(exchange));
	}

}
