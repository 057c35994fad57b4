package io.github.resourcemonitor.google;

import com.google.api.client.googleapis.services.AbstractGoogleClient;
import io.github.resourcemonitor.client.UninstrumentedClients;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Names generated clients that are beans and send their requests unmeasured: their
 * transport is given to them when they are built, and cannot be changed later.
 */
public final class GoogleApiClientVerifier implements BeanPostProcessor {

	private final UninstrumentedClients uninstrumented;

	/**
	 * Create a new verifier.
	 * @param uninstrumented is told which clients are not measured
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
