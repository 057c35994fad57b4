package io.github.resourcemonitor.http;

import java.nio.file.Path;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;

/**
 * A request of a {@code WebClient} whose body is counted while it is written. Zero-copy
 * transfer of files is preserved.
 */
class InstrumentedReactiveHttpRequest extends ClientHttpRequestDecorator {

	private final HttpExchangeMeasurement exchange;

	InstrumentedReactiveHttpRequest(ClientHttpRequest request, HttpExchangeMeasurement exchange) {
		super(request);
		this.exchange = exchange;
	}

	static ClientHttpRequest of(ClientHttpRequest request, HttpExchangeMeasurement exchange) {
		return (request instanceof ZeroCopyHttpOutputMessage message) ? new ZeroCopy(request, message, exchange)
				: new InstrumentedReactiveHttpRequest(request, exchange);
	}

	HttpExchangeMeasurement exchange() {
		return this.exchange;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return super.writeWith(counted(body, this.exchange));
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return super.writeAndFlushWith(Flux.from(body).map((part) -> counted(part, this.exchange)));
	}

	private static Publisher<? extends DataBuffer> counted(Publisher<? extends DataBuffer> body,
			HttpExchangeMeasurement exchange) {
		// Clients treat a Mono differently, so it has to stay a Mono.
		return (body instanceof Mono)
				? Mono.<DataBuffer>from(body).doOnNext((buffer) -> exchange.sent(buffer.readableByteCount()))
				: Flux.<DataBuffer>from(body).doOnNext((buffer) -> exchange.sent(buffer.readableByteCount()));
	}

	/**
	 * A request that supports zero-copy transfer of files.
	 */
	private static final class ZeroCopy extends InstrumentedReactiveHttpRequest implements ZeroCopyHttpOutputMessage {

		private final ZeroCopyHttpOutputMessage message;

		ZeroCopy(ClientHttpRequest request, ZeroCopyHttpOutputMessage message, HttpExchangeMeasurement exchange) {
			super(request, exchange);
			this.message = message;
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			return this.message.writeWith(file, position, count)
				.doOnSubscribe((subscription) -> exchange().sent(count));
		}

	}

}
