package io.github.resourcemonitor.http;

import java.util.concurrent.Callable;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import reactor.core.publisher.Mono;

/**
 * An annotated client of the application that uses Spring's clients.
 */
class Annotated {

	@CloudServiceCall(service = "shop", operation = "order", direction = CallDirection.DOWNLOAD)
	public <T> T order(Callable<T> requests) throws Exception {
		return requests.call();
	}

	@CloudServiceCall(service = "shop", operation = "later", direction = CallDirection.DOWNLOAD)
	public Mono<byte[]> later(Mono<byte[]> request) {
		return request;
	}

}
