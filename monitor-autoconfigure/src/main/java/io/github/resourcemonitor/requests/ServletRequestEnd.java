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
	 * Set if the server says when a request is over. A test without a server does not.
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
		begin(event.getServletRequest());
	}

	@Override
	public void requestDestroyed(ServletRequestEvent event) {
		end(event.getServletRequest());
	}

	/**
	 * The server begins with a request.
	 */
	void begin(ServletRequest request) {
		try {
			request.setAttribute(FOLLOWED, Boolean.TRUE);
		}
		catch (Throwable ex) {
			this.failures.record("begin of a request", ex);
		}
	}

	/**
	 * The server has nothing more to do for a request.
	 */
	void end(ServletRequest request) {
		try {
			if (request.getAttribute(ServletRequestInvocation.ATTRIBUTE) instanceof ServletRequestInvocation known) {
				known.over();
			}
		}
		catch (Throwable ex) {
			this.failures.record("end of a request", ex);
		}
	}

}
