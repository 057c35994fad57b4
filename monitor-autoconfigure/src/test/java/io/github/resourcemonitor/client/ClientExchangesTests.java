package io.github.resourcemonitor.client;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.servicecall.ServiceRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClientExchangesTests {

	private final Failures failures = new Failures();

	private final ClientExchanges exchanges = new ClientExchanges("request of a test", () -> {
		throw new IllegalStateException("broken on purpose");
	}, () -> {
		throw new StackOverflowError();
	}, this.failures);

	@Test
	void recordsWhatFailsAndGoesOn() {
		this.exchanges.guard(this.exchanges::invocations);
		assertThat(this.exchanges.<Object>attempt(this.exchanges::invocations)).isNull();
		assertThat(this.failures.summaries()).containsOnlyKeys("request of a test");
		assertThat(this.failures.summaries().get("request of a test").count()).isEqualTo(2);
	}

	@Test
	void returnsTheResult() {
		assertThat(this.exchanges.attempt(() -> "result")).isEqualTo("result");
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void anUnmeasuredRequestDoesNothing() {
		ServiceRequest request = ServiceRequest.unmeasured();
		request.correlate("key");
		request.sent(1);
		request.received(1);
		request.payload(1);
		request.expectMore();
		request.answered("200", false);
		request.failed(new IllegalStateException());
		request.end();
		assertThat(this.failures.summaries()).isEmpty();
	}

}
