package io.github.resourcemonitor.requests;

import io.github.resourcemonitor.invocation.InstanceLife;
import io.github.resourcemonitor.invocation.TestMonitor;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReactiveRequestTime} without a server.
 */
class ReactiveRequestTimeTests {

	private final TestMonitor test = new TestMonitor();

	private final InstanceLife instance = InstanceWithCosts.of(this.test);

	@Test
	void aRequestCountsUntilItsEnd() {
		handle((request, response) -> Mono.fromRunnable(() -> this.test.clock.advance(5)));
		expect(5);
	}

	@Test
	void aHandlerThatThrowsEndsItsRequest() {
		IllegalStateException failure = new IllegalStateException("expected");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> handle((request, response) -> {
			this.test.clock.advance(5);
			throw failure;
		})).isSameAs(failure);
		expect(5);
	}

	@Test
	void aHandlerThatThrowsWhatReactorPassesOnEndsItsRequest() {
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> handle((request, response) -> {
			throw new NoClassDefFoundError("expected");
		}));
		expect(0);
	}

	@Test
	void aRequestThatCannotBeCountedIsHandled() {
		ReactiveRequestTime time = new ReactiveRequestTime(() -> {
			throw new IllegalStateException("not there");
		}, new StaticApplicationContext(), this.test.failures);
		MockServerHttpResponse response = new MockServerHttpResponse();
		time.apply((request, answer) -> answer.setComplete())
			.handle(MockServerHttpRequest.get("/path").build(), response)
			.block();
		assertThat(response.isCommitted()).isTrue();
		assertThat(this.test.failures.summaries().get("time of a request").count()).isOne();
	}

	private void handle(HttpHandler handler) {
		new ReactiveRequestTime(() -> this.instance, new StaticApplicationContext(), this.test.failures).apply(handler)
			.handle(MockServerHttpRequest.get("/path").build(), new MockServerHttpResponse())
			.block();
	}

	private void expect(long nanos) {
		this.test.clock.advance(1000);
		assertThat(this.instance.time().requests()).isOne();
		assertThat(this.instance.time().outsideNanos()).isEqualTo(nanos);
		assertThat(this.test.failures.summaries()).isEmpty();
	}

}
