package io.github.resourcemonitor.requests;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Does for Tomcat what {@link ServletRequestTime} does as a listener, for the reason of
 * {@link TomcatRequestEnd}. Requests that no application answers count as well.
 */
public final class TomcatRequestTime extends ValveBase {

	private final ServletRequestTime time;

	/**
	 * Create a new valve.
	 * @param time counts the requests
	 */
	public TomcatRequestTime(ServletRequestTime time) {
		super(true);
		this.time = time;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		this.time.begin(request);
		try {
			getNext().invoke(request, response);
		}
		finally {
			this.time.returned(request, request.isAsync() ? request.getAsyncContextInternal() : null);
		}
	}

}
