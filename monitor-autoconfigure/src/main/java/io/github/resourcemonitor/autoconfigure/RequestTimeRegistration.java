package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.requests.ServletRequestTime;
import jakarta.servlet.ServletContext;

import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;

/**
 * Has the server say when there is a request: as a valve in a Tomcat that the application
 * starts, as a listener otherwise.
 */
final class RequestTimeRegistration extends ServletListenerRegistrationBean<ServletRequestTime> {

	private final ServletRequestTime time;

	private volatile boolean isValve;

	RequestTimeRegistration(ServletRequestTime time) {
		super(time);
		this.time = time;
	}

	/**
	 * Return what counts requests, for a valve instead of the listener.
	 */
	ServletRequestTime forValve() {
		this.isValve = true;
		return this.time;
	}

	@Override
	protected void register(String description, ServletContext context) {
		if (!this.isValve) {
			super.register(description, context);
		}
	}

}
