package io.github.resourcemonitor.requests;

import java.util.function.Supplier;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.InstanceLife;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;

/**
 * Tells the life of the instance when there is a request, whatever answers it: all of
 * them make time that is paid for. The server calls it at the end of asynchronous
 * requests, too.
 */
public final class ServletRequestTime implements ServletRequestListener {

	private static final String HOOK = "time of a request";

	private static final String BEGUN = ServletRequestTime.class.getName();

	private final Supplier<InstanceLife> instance;

	private final Failures failures;

	/**
	 * Create a new listener.
	 * @param instance supplies the life of the instance
	 * @param failures the failures of the monitor itself
	 */
	public ServletRequestTime(Supplier<InstanceLife> instance, Failures failures) {
		this.instance = instance;
		this.failures = failures;
	}

	@Override
	public void requestInitialized(ServletRequestEvent event) {
		this.failures.guard(HOOK, () -> {
			this.instance.get().requestBegins();
			event.getServletRequest().setAttribute(BEGUN, Boolean.TRUE);
		});
	}

	@Override
	public void requestDestroyed(ServletRequestEvent event) {
		this.failures.guard(HOOK, () -> {
			if (event.getServletRequest().getAttribute(BEGUN) != null) {
				event.getServletRequest().removeAttribute(BEGUN);
				this.instance.get().requestEnds();
			}
		});
	}

}
