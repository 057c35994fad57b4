package io.github.resourcemonitor.http;

import java.io.IOException;
import java.net.URI;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * A factory that instruments the requests which another factory creates. As a bean, it
 * passes the lifecycle callbacks of the container on to the other factory.
 */
class InstrumentedClientHttpRequestFactory extends AbstractClientHttpRequestFactoryWrapper
		implements InitializingBean, DisposableBean {

	private final HttpClientInstrumenter instrumenter;

	InstrumentedClientHttpRequestFactory(ClientHttpRequestFactory factory, HttpClientInstrumenter instrumenter) {
		super(factory);
		this.instrumenter = instrumenter;
	}

	@Override
	protected ClientHttpRequest createRequest(URI uri, HttpMethod method, ClientHttpRequestFactory factory)
			throws IOException {
		return InstrumentedClientHttpRequest.of(factory.createRequest(uri, method), method, uri, this.instrumenter);
	}

	@Override
	public void afterPropertiesSet() throws Exception {
		if (getDelegate() instanceof InitializingBean bean) {
			bean.afterPropertiesSet();
		}
	}

	@Override
	public void destroy() throws Exception {
		if (getDelegate() instanceof DisposableBean bean) {
			bean.destroy();
		}
	}

	/**
	 * A factory whose delegate has a lifecycle.
	 */
	static final class WithLifecycle extends InstrumentedClientHttpRequestFactory implements SmartLifecycle {

		private final SmartLifecycle lifecycle;

		WithLifecycle(ClientHttpRequestFactory factory, SmartLifecycle lifecycle, HttpClientInstrumenter instrumenter) {
			super(factory, instrumenter);
			this.lifecycle = lifecycle;
		}

		@Override
		public void start() {
			this.lifecycle.start();
		}

		@Override
		public void stop() {
			this.lifecycle.stop();
		}

		@Override
		public void stop(Runnable callback) {
			this.lifecycle.stop(callback);
		}

		@Override
		public boolean isRunning() {
			return this.lifecycle.isRunning();
		}

		@Override
		public boolean isAutoStartup() {
			return this.lifecycle.isAutoStartup();
		}

		@Override
		public boolean isPauseable() {
			return this.lifecycle.isPauseable();
		}

		@Override
		public int getPhase() {
			return this.lifecycle.getPhase();
		}

	}

}
