package io.github.resourcemonitor.requests;

import java.io.IOException;

import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.client.HttpMethods;
import io.github.resourcemonitor.invocation.OngoingInvocation;
import io.github.resourcemonitor.invocation.RequestDetails;
import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.TraceContext;
import io.github.resourcemonitor.web.ClientDisconnectedException;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.DispatcherServlet;

/**
 * A request to a servlet, with all its dispatches, and its invocation.
 * <p>
 * The server calls its methods one after the other, though on different threads.
 */
final class ServletRequestInvocation implements RequestDetails, AsyncListener {

	static final String ATTRIBUTE = ServletRequestInvocation.class.getName();

	private static final String ELSEWHERE = "its response was completed by a thread that was not attached to it";

	private static final int FIRST_ERROR = 400;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private final String method;

	private final ServletRequestRoute route;

	private final MonitoredRequests requests;

	private @Nullable OngoingInvocation invocation;

	private volatile @Nullable Integer status;

	/**
	 * The status that was sent before the application failed.
	 */
	private volatile @Nullable Integer sentStatus;

	private volatile @Nullable Throwable failure;

	private volatile boolean listening;

	private volatile boolean ended;

	/**
	 * Create the state of a request.
	 * @param request the request as the server passed it on
	 * @param response its response
	 * @param route its route
	 * @param requests all requests
	 */
	ServletRequestInvocation(HttpServletRequest request, HttpServletResponse response, ServletRequestRoute route,
			MonitoredRequests requests) {
		this.request = request;
		this.response = response;
		this.method = HttpMethods.name(request.getMethod());
		this.route = route;
		this.requests = requests;
	}

	String method() {
		return this.method;
	}

	void started(OngoingInvocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public HandledRequest request() {
		return new HandledRequest(this.method, this.route.get(), this.status);
	}

	@Override
	public @Nullable TraceContext trace() {
		return this.requests.trace(this.request::getAttribute);
	}

	String id() {
		OngoingInvocation current = this.invocation;
		return (current != null) ? current.invocation().id() : "";
	}

	/**
	 * A thread begins with a further dispatch.
	 * @return the scope; the same thread closes it
	 */
	ThreadScope resume() {
		OngoingInvocation current = this.invocation;
		if (current == null || this.ended) {
			return ThreadScope.NOOP;
		}
		checkCompletion(current);
		return current.enter();
	}

	/**
	 * The current dispatch forwards the request.
	 */
	void forwarded() {
		if (!this.ended) {
			this.route.forwarded();
		}
	}

	/**
	 * A dispatch has returned.
	 * @param dispatch its type
	 * @param thrown what it threw, {@code null} if it returned normally
	 * @param followed whether the server says when the request is over
	 */
	void returned(DispatcherType dispatch, @Nullable Throwable thrown, boolean followed) {
		if (this.ended) {
			return;
		}
		this.route.returned(dispatch);
		if (thrown != null) {
			failed(thrown);
			if (this.response.isCommitted()) {
				// Tomcat sets another one now, which no client sees.
				this.sentStatus = this.response.getStatus();
			}
		}
		if (this.request.isAsyncStarted()) {
			listen();
			OngoingInvocation current = this.invocation;
			if (current != null) {
				current.detach();
			}
		}
		else if (!followed || (thrown == null && this.response.getStatus() < FIRST_ERROR)) {
			end();
		}
		// Otherwise a dispatch to the page for the error may follow.
	}

	private void listen() {
		if (!this.listening) {
			this.request.getAsyncContext().addListener(this);
			this.listening = true;
		}
	}

	/**
	 * The server has nothing more to do for the request.
	 */
	void over() {
		if (!this.ended && !this.request.isAsyncStarted()) {
			end();
		}
	}

	private void end() {
		OngoingInvocation current = this.invocation;
		Integer sent = this.sentStatus;
		int status = (sent != null) ? sent : this.response.getStatus();
		if (this.failure != null && status < FIRST_ERROR && !this.response.isCommitted()) {
			// The server has yet to answer so.
			status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
		}
		this.ended = true;
		this.status = status;
		if (current != null) {
			current.end(cause(status));
		}
	}

	private @Nullable Throwable cause(int status) {
		Throwable ex = this.failure;
		if (ex == null) {
			ex = throwable(DispatcherServlet.EXCEPTION_ATTRIBUTE);
			if (ex == null) {
				ex = throwable(RequestDispatcher.ERROR_EXCEPTION);
			}
			if (status < FIRST_ERROR) {
				return (ClientDisconnectedException.of(ex) instanceof ClientDisconnectedException lost) ? lost : null;
			}
			return (status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) ? ex : null;
		}
		return ex;
	}

	private @Nullable Throwable throwable(String attribute) {
		return (this.request.getAttribute(attribute) instanceof Throwable ex) ? ex : null;
	}

	private void failed(Throwable thrown) {
		Throwable ex = (thrown instanceof ServletException && thrown.getCause() != null) ? thrown.getCause() : thrown;
		// Before anything is written, it is a connection of the application's own that
		// was lost.
		this.failure = this.response.isCommitted() ? ClientDisconnectedException.of(ex) : ex;
	}

	private void checkCompletion(OngoingInvocation current) {
		if (this.listening && !current.isPropagated()) {
			current.incomplete(ELSEWHERE);
		}
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.requests.failures().guard("end of a request", () -> {
			if (!this.ended) {
				OngoingInvocation current = this.invocation;
				if (current != null) {
					checkCompletion(current);
				}
				end();
			}
		});
	}

	@Override
	public void onTimeout(AsyncEvent event) {
	}

	@Override
	public void onError(AsyncEvent event) {
		this.requests.failures().guard("end of a request", () -> {
			Throwable ex = event.getThrowable();
			if (ex instanceof IOException) {
				this.failure = new ClientDisconnectedException(ex);
			}
			else if (ex != null) {
				failed(ex);
			}
		});
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// The server forgets the listeners when asynchronous processing starts again.
		this.requests.failures().guard("end of a request", () -> event.getAsyncContext().addListener(this));
	}

}
