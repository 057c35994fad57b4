package io.github.resourcemonitor.autoconfigure;

import io.github.resourcemonitor.requests.ServletRequestEnd;
import jakarta.servlet.ServletContext;

import org.springframework.boot.web.servlet.ServletContextInitializer;

/**
 * Has the server say when requests are over: as a valve in a Tomcat that the application
 * starts, as a listener otherwise.
 */
final class RequestEndRegistration implements ServletContextInitializer {

	private final ServletRequestEnd end;

	private volatile boolean isValve;

	RequestEndRegistration(ServletRequestEnd end) {
		this.end = end;
	}

	/**
	 * Return what ends requests, for a valve instead of the listener.
	 */
	ServletRequestEnd forValve() {
		this.isValve = true;
		return this.end;
	}

	@Override
	public void onStartup(ServletContext context) {
		if (!this.isValve) {
			context.addListener(this.end);
		}
	}

}
