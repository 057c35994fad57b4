package io.github.resourcemonitor.requests;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.InstanceLife;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import org.jspecify.annotations.Nullable;

/**
 * Tells the life of the instance when there is a request, whatever answers it: all of
 * them make time that is paid for. An asynchronous request counts once, until it is
 * complete: Jetty calls a listener for each of its dispatches, Tomcat for all of them.
 */
public final class ServletRequestTime implements ServletRequestListener {

	private static final String HOOK = "time of a request";

	private static final String ATTRIBUTE = ServletRequestTime.class.getName();

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
		begin(event.getServletRequest());
	}

	@Override
	public void requestDestroyed(ServletRequestEvent event) {
		this.failures.guard(HOOK, () -> {
			ServletRequest request = event.getServletRequest();
			returned(request, request.isAsyncStarted() ? request.getAsyncContext() : null);
		});
	}

	/**
	 * The server begins with a request, or with a further dispatch of it.
	 */
	void begin(ServletRequest request) {
		this.failures.guard(HOOK, () -> {
			if (!(request.getAttribute(ATTRIBUTE) instanceof CountedRequest)) {
				InstanceLife life = this.instance.get();
				request.setAttribute(ATTRIBUTE, new CountedRequest(life));
				life.requestBegins();
			}
		});
	}

	/**
	 * A dispatch of a request has returned.
	 * @param async what completes the request, {@code null} if the dispatch did
	 */
	void returned(ServletRequest request, @Nullable AsyncContext async) {
		this.failures.guard(HOOK, () -> {
			if (request.getAttribute(ATTRIBUTE) instanceof CountedRequest counted) {
				if (async != null) {
					counted.listen(async);
				}
				else {
					counted.end();
				}
			}
		});
	}

	/**
	 * A request that has begun. The server calls its methods one after the other, though
	 * on different threads.
	 */
	private final class CountedRequest implements AsyncListener {

		private final InstanceLife life;

		private final AtomicBoolean ended = new AtomicBoolean();

		private volatile boolean listening;

		CountedRequest(InstanceLife life) {
			this.life = life;
		}

		void listen(AsyncContext async) {
			if (!this.listening) {
				async.addListener(this);
				this.listening = true;
			}
		}

		void end() {
			if (this.ended.compareAndSet(false, true)) {
				this.life.requestEnds();
			}
		}

		@Override
		public void onComplete(AsyncEvent event) {
			ServletRequestTime.this.failures.guard(HOOK, this::end);
		}

		@Override
		public void onTimeout(AsyncEvent event) {
		}

		@Override
		public void onError(AsyncEvent event) {
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			// The server forgets the listeners when asynchronous processing starts again.
			ServletRequestTime.this.failures.guard(HOOK, () -> event.getAsyncContext().addListener(this));
		}

	}

}
