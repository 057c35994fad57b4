package io.github.resourcemonitor.requests;

import java.util.List;

import io.github.resourcemonitor.invocation.DefaultResourceMonitor;
import io.github.resourcemonitor.invocation.TestMonitor;
import io.github.resourcemonitor.reactor.ReactorResults;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactiveRequestHandlers} without a server.
 */
class ReactiveRequestHandlersTests {

	private final TestMonitor test = new TestMonitor();

	private final DefaultResourceMonitor monitor = this.test.build();

	private final ReactorResults results = new ReactorResults(this.test::invocations, () -> {
	}, this.test.failures);

	private final ReactiveRequestHandlers handlers = new ReactiveRequestHandlers(
			new MonitoredRequests(this.test::invocations, List::of, new Routes(List::of), List::of, () -> true, "X-Id",
					this.test.failures),
			() -> this.results, new StaticApplicationContext(), "", () -> false);

	@Test
	void aHeaderThatCannotBeSetChangesNothing() {
		MockServerHttpResponse response = new MockServerHttpResponse();
		response.setComplete().block();
		HttpHandler handler = this.handlers.apply((req, res) -> Mono.empty());
		handler.handle(MockServerHttpRequest.get("/path").build(), response).block();
		assertThat(this.monitor.current()).isEmpty();
		assertThat(this.test.invocations().active()).isZero();
		assertThat(this.test.records()).hasSize(1);
		assertThat(this.test.failures.summaries()).containsOnlyKeys("header of a response");
	}

}
