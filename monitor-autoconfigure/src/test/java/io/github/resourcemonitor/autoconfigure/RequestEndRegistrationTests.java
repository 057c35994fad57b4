package io.github.resourcemonitor.autoconfigure;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.requests.ServletRequestEnd;
import jakarta.servlet.ServletContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestEndRegistration}.
 */
class RequestEndRegistrationTests {

	private final ServletRequestEnd end = new ServletRequestEnd(new Failures());

	private final RequestEndRegistration registration = new RequestEndRegistration(this.end);

	private final List<Object> listeners = new ArrayList<>();

	@Test
	void registersAListener() {
		start();
		assertThat(this.listeners).containsExactly(this.end);
	}

	@Test
	void registersNoListenerBesideAValve() {
		assertThat(this.registration.forValve()).isSameAs(this.end);
		start();
		assertThat(this.listeners).isEmpty();
	}

	private void start() {
		this.registration.onStartup((ServletContext) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ServletContext.class }, (proxy, method, arguments) -> {
					assertThat(method.getName()).isEqualTo("addListener");
					return this.listeners.add(arguments[0]) ? null : null;
				}));
	}

}
