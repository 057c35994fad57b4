package io.github.resourcemonitor.requests;

import io.github.resourcemonitor.invocation.InstanceLife;
import io.github.resourcemonitor.invocation.TestMonitor;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequestEvent;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockServletContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletRequestTime} with the orders in which servers call a listener.
 */
class ServletRequestTimeTests {

	private final TestMonitor test = new TestMonitor();

	private final InstanceLife instance = InstanceWithCosts.of(this.test);

	private final ServletRequestTime time = new ServletRequestTime(() -> this.instance, this.test.failures);

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final ServletRequestEvent event = new ServletRequestEvent(new MockServletContext(), this.request);

	@Test
	void aRequestCountsUntilItsEnd() {
		this.time.requestInitialized(this.event);
		this.test.clock.advance(5);
		this.time.requestDestroyed(this.event);
		expect(5);
	}

	@Test
	void anAsynchronousRequestOfTomcatCountsOnce() {
		this.time.requestInitialized(this.event);
		AsyncContext async = startAsync();
		this.test.clock.advance(5);
		async.complete();
		this.time.requestDestroyed(this.event);
		expect(5);
	}

	@Test
	void anAsynchronousRequestOfJettyCountsOnceAndWhileItWaits() {
		this.time.requestInitialized(this.event);
		this.test.clock.advance(1);
		startAsync();
		this.time.requestDestroyed(this.event);
		this.test.clock.advance(10);
		// The dispatch.
		this.request.setAsyncStarted(false);
		this.time.requestInitialized(this.event);
		this.test.clock.advance(1);
		this.time.requestDestroyed(this.event);
		expect(12);
	}

	@Test
	void anAsynchronousRequestOfJettyThatIsNotDispatchedEndsWhenItIsComplete() {
		this.time.requestInitialized(this.event);
		AsyncContext async = startAsync();
		this.time.requestDestroyed(this.event);
		this.test.clock.advance(10);
		async.complete();
		expect(10);
	}

	@Test
	void aRequestThatIsAsynchronousTwiceEndsWithTheSecondTime() throws Exception {
		this.time.requestInitialized(this.event);
		MockAsyncContext first = startAsync();
		this.time.requestDestroyed(this.event);
		this.test.clock.advance(10);
		this.request.setAsyncStarted(false);
		this.time.requestInitialized(this.event);
		MockAsyncContext second = startAsync();
		for (AsyncListener listener : first.getListeners()) {
			listener.onStartAsync(new AsyncEvent(second));
		}
		this.time.requestDestroyed(this.event);
		this.test.clock.advance(10);
		second.complete();
		expect(20);
	}

	private MockAsyncContext startAsync() {
		this.request.setAsyncSupported(true);
		return (MockAsyncContext) this.request.startAsync();
	}

	private void expect(long nanos) {
		this.test.clock.advance(1000);
		assertThat(this.instance.time().requests()).isOne();
		assertThat(this.instance.time().outsideNanos()).isEqualTo(nanos);
		assertThat(this.test.failures.summaries()).isEmpty();
	}

}
