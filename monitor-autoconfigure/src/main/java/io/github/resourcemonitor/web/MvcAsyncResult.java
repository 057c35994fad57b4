package io.github.resourcemonitor.web;

import java.io.IOException;
import java.util.concurrent.Callable;

import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.OngoingInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpEntity;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.context.request.async.AsyncWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.DeferredResultProcessingInterceptor;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * One asynchronous result of Spring MVC, and the invocation that ends with it.
 * <p>
 * Spring calls {@link #preProcess} and {@link #postProcess} of a {@code Callable} on the
 * thread that runs it, which works for the invocation in between; it calls the other
 * methods on any thread.
 */
final class MvcAsyncResult implements CallableProcessingInterceptor, DeferredResultProcessingInterceptor {

	private static final String UNUSED = "the request continued with another result";

	private final OngoingInvocation invocation;

	private final Failures failures;

	/**
	 * The {@code Callable} or {@code DeferredResult} to observe; {@code null} to observe
	 * any, because Spring creates one itself for other types of results.
	 */
	private volatile @Nullable Object observed;

	private final Thread returning = Thread.currentThread();

	private volatile boolean started;

	private volatile boolean dispatched;

	private volatile @Nullable Throwable failure;

	private @Nullable ThreadScope working;

	MvcAsyncResult(OngoingInvocation invocation, Object result, Failures failures) {
		this.invocation = invocation;
		this.failures = failures;
		this.observed = handled(result);
	}

	static @Nullable Object unwrap(@Nullable Object result) {
		return (result instanceof HttpEntity<?> entity) ? entity.getBody() : result;
	}

	static boolean isAsync(@Nullable Object result) {
		return result instanceof StreamingResponseBody || result instanceof ResponseBodyEmitter
				|| result instanceof DeferredResult || result instanceof Callable || result instanceof WebAsyncTask;
	}

	private static @Nullable Object handled(Object result) {
		if (result instanceof WebAsyncTask<?> task) {
			return task.getCallable();
		}
		return (result instanceof Callable || result instanceof DeferredResult) ? result : null;
	}

	void register(WebAsyncManager manager, AsyncWebRequest request) {
		manager.registerCallableInterceptor(this, this);
		manager.registerDeferredResultInterceptor(this, this);
		request.addTimeoutHandler(() -> failed(new AsyncRequestTimeoutException()));
		request.addErrorHandler((ex) -> failed((ex instanceof IOException) ? new ClientDisconnectedException(ex) : ex));
		request.addCompletionHandler(this::completed);
	}

	/**
	 * The first dispatch of the request is over. If asynchronous processing has not
	 * started, no further callback will come, and the invocation ends here.
	 */
	void dispatched() {
		this.dispatched = true;
		this.failures.guard("result of a request", () -> {
			if (!this.started) {
				this.invocation.incomplete(UNUSED);
				this.invocation.end(null);
			}
		});
	}

	private boolean isObserved(Object handled) {
		Object observed = this.observed;
		return observed == null || observed == handled;
	}

	private void failed(Throwable ex) {
		if (this.failure == null) {
			this.failure = ex;
		}
	}

	/**
	 * The request is over: if the result has not been completed by now, it never will be.
	 */
	private void completed() {
		this.failures.guard("result of a request", () -> end(null));
	}

	/**
	 * The result has failed, or there is none.
	 */
	private void end(@Nullable Throwable thrown) {
		this.invocation.end(ClientDisconnectedException.of((this.failure != null) ? this.failure : thrown));
	}

	/**
	 * The result is available, or its exception. It may be asynchronous in turn.
	 */
	private void endWith(@Nullable Object outcome) {
		Object result = unwrap(outcome);
		if (result instanceof Throwable ex) {
			end(ex);
		}
		else if (result != null && isAsync(result)) {
			this.observed = handled(result);
		}
		else {
			// A value after a timeout is the application's result for that case.
			this.invocation.end(null);
		}
	}

	@Override
	public <T> void beforeConcurrentHandling(NativeWebRequest request, Callable<T> task) {
		this.started |= isObserved(task);
	}

	@Override
	public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
		if (isObserved(task)) {
			this.working = this.invocation.enter();
		}
	}

	@Override
	public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object concurrentResult) {
		if (isObserved(task)) {
			this.failures.guard("result of a request", () -> endWith(concurrentResult));
			ThreadScope scope = this.working;
			if (scope != null) {
				scope.close();
			}
		}
	}

	@Override
	public <T> Object handleTimeout(NativeWebRequest request, Callable<T> task) {
		if (isObserved(task)) {
			this.failures.guard("result of a request", () -> end(null));
		}
		return CallableProcessingInterceptor.RESULT_NONE;
	}

	@Override
	public <T> void beforeConcurrentHandling(NativeWebRequest request, DeferredResult<T> deferredResult) {
		this.started |= isObserved(deferredResult);
	}

	@Override
	public <T> void postProcess(NativeWebRequest request, DeferredResult<T> deferredResult,
			@Nullable Object concurrentResult) {
		if (isObserved(deferredResult)) {
			this.failures.guard("result of a request", () -> {
				// If the result was set before it was registered, the thread that set it
				// is unknown.
				if (this.dispatched || Thread.currentThread() != this.returning) {
					this.invocation.checkCompletingThread();
				}
				endWith(concurrentResult);
			});
		}
	}

}
