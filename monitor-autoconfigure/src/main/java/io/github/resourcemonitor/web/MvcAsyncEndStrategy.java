package io.github.resourcemonitor.web;

import java.util.concurrent.Callable;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.AsyncEndStrategy;
import io.github.resourcemonitor.invocation.OngoingInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.async.AsyncWebRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.function.AsyncServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Ends invocations whose results Spring MVC handles after the handler has returned them:
 * {@link StreamingResponseBody}, {@link ResponseBodyEmitter}, {@link DeferredResult},
 * {@link Callable} and {@link WebAsyncTask}. The results and their callbacks are not
 * changed; their outcome is observed through the asynchronous request.
 */
public final class MvcAsyncEndStrategy implements AsyncEndStrategy {

	private static final String OUTSIDE = "it returned an asynchronous result outside a request of Spring MVC";

	private static final String RESPONSE = "it returned an asynchronous ServerResponse, which is completed later; return a CompletableFuture of the ServerResponse";

	private final Failures failures;

	/**
	 * Create a new strategy.
	 * @param failures the failures of the monitor itself
	 */
	public MvcAsyncEndStrategy(Failures failures) {
		this.failures = failures;
	}

	@Override
	public boolean follow(OngoingInvocation invocation, Object returned) {
		if (returned instanceof AsyncServerResponse) {
			invocation.incomplete(RESPONSE);
			return false;
		}
		Object result = MvcAsyncResult.unwrap(returned);
		if (result == null || !MvcAsyncResult.isAsync(result)) {
			return false;
		}
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		WebAsyncManager manager = (request != null) ? manager(request) : null;
		AsyncWebRequest asyncRequest = (manager != null) ? manager.getAsyncWebRequest() : null;
		if (request != null && manager != null && asyncRequest != null) {
			MvcAsyncResult followed = new MvcAsyncResult(invocation, result, this.failures);
			followed.register(manager, asyncRequest);
			request.registerDestructionCallback("resource-monitor." + invocation.invocation().id(),
					followed::dispatched, RequestAttributes.SCOPE_REQUEST);
			invocation.detach();
			return true;
		}
		if (!(result instanceof Callable)) {
			// Outside of Spring MVC a Callable is an ordinary value.
			invocation.incomplete(OUTSIDE);
		}
		return false;
	}

	private static @Nullable WebAsyncManager manager(RequestAttributes request) {
		Object manager = request.getAttribute(WebAsyncUtils.WEB_ASYNC_MANAGER_ATTRIBUTE,
				RequestAttributes.SCOPE_REQUEST);
		return (manager instanceof WebAsyncManager found) ? found : null;
	}

}
