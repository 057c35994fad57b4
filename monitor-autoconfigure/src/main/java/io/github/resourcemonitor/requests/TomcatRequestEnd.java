package io.github.resourcemonitor.requests;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Does for Tomcat what {@link ServletRequestEnd} does as a listener, as a valve of the
 * engine. With any listener in the application, Tomcat creates an event for each
 * attribute that is set on a request: about 1 KB for a request to Spring MVC.
 */
public final class TomcatRequestEnd extends ValveBase {

	private final ServletRequestEnd end;

	/**
	 * Create a new valve.
	 * @param end ends the invocations
	 */
	public TomcatRequestEnd(ServletRequestEnd end) {
		super(true);
		this.end = end;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		boolean async = request.isAsync();
		this.end.begin(request);
		try {
			getNext().invoke(request, response);
		}
		finally {
			// An asynchronous request tells its own listeners.
			if (!async && !request.isAsync()) {
				this.end.end(request);
			}
		}
	}

}
