package io.github.resourcemonitor.requests;

import io.github.resourcemonitor.failure.Failures;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;

/**
 * Ends the invocations of requests that end with an error: the page for it is written
 * after the outermost filter has returned.
 */
public final class ServletRequestEnd implements ServletRequestListener {

	/**
	 * Set if the server calls this listener. A test without a server does not.
	 */
	static final String FOLLOWED = ServletRequestEnd.class.getName();

	private final Failures failures;

	/**
	 * Create a new listener.
	 * @param failures the failures of the monitor itself
	 */
	public ServletRequestEnd(Failures failures) {
		this.failures = failures;
	}

	@Override
	public void requestInitialized(ServletRequestEvent event) {
		event.getServletRequest().setAttribute(FOLLOWED, Boolean.TRUE);
	}

	@Override
	public void requestDestroyed(ServletRequestEvent event) {
		ServletRequest request = event.getServletRequest();
		if (request.getAttribute(ServletRequestInvocation.ATTRIBUTE) instanceof ServletRequestInvocation known) {
			this.failures.guard("end of a request", known::over);
		}
	}

}
