package io.github.resourcemonitor.http;

import java.util.concurrent.Callable;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.annotation.CloudServiceCall;
import reactor.core.publisher.Mono;

/**
 * A client of the application's own, around those of Spring.
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
