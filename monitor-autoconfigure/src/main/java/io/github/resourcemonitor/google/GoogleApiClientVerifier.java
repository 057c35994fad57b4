package io.github.resourcemonitor.google;

import com.google.api.client.googleapis.services.AbstractGoogleClient;
import io.github.resourcemonitor.client.UninstrumentedClients;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Reports generated clients that are beans and whose requests are not measured: a client
 * gets its transport when it is built, and it cannot be changed later.
 */
public final class GoogleApiClientVerifier implements BeanPostProcessor {

	private final UninstrumentedClients uninstrumented;

	/**
	 * Create a new verifier.
	 * @param uninstrumented collects the clients that are not measured
	 */
	public GoogleApiClientVerifier(UninstrumentedClients uninstrumented) {
		this.uninstrumented = uninstrumented;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractGoogleClient client && client.getRequestFactory() != null
				&& !(client.getRequestFactory().getTransport() instanceof InstrumentedHttpTransport)) {
			this.uninstrumented.add(beanName, bean.getClass(), "it was built with a transport that is not measured",
					"Build it with a bean that is declared as HttpTransport, or with one from the bean "
							+ "'resourceMonitorTransportInstrumentation'");
		}
		return bean;
	}

}
