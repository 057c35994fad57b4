package io.github.resourcemonitor;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.github.resourcemonitor.annotation.CallDirection;
import org.jspecify.annotations.Nullable;

/**
 * Entry point of the programmatic API, which measures invocations and cloud service
 * calls. The annotations are built on this interface and offer nothing beyond it.
 * <p>
 * Thread-safe. Measuring never changes the work: the caller gets its result, or the same
 * exception instance, even if the monitor fails internally.
 */
public interface ResourceMonitor {

	/**
	 * Run work as an invocation. If the result is asynchronous, that is, a
	 * {@link java.util.concurrent.CompletionStage} or a result that Spring MVC writes or
	 * awaits after the method has returned, the invocation ends when the result
	 * completes.
	 * @param <T> the type of the result
	 * @param handler the name of the handler; keep it constant
	 * @param work the work
	 * @return the result of the work
	 * @throws Exception the exception of the work
	 */
	<T extends @Nullable Object> T call(String handler, Callable<T> work) throws Exception;

	/**
	 * Run work as an invocation.
	 * @param handler the name of the handler; keep it constant
	 * @param work the work
	 */
	void run(String handler, Runnable work);

	/**
	 * Start an invocation, which becomes the current one of this thread.
	 * @param handler the name of the handler; keep it constant
	 * @return the scope to close
	 */
	InvocationScope start(String handler);

	/**
	 * Return the current invocation of the calling thread.
	 * @return the innermost invocation, or empty if there is none
	 */
	Optional<Invocation> current();

	/**
	 * Wrap work so that it runs as part of the current invocation, on any thread and any
	 * number of times: its usage and its service calls are attributed to that invocation.
	 * If it runs after the end of the invocation, it is late work. The dependent stages
	 * of a future are not part of the wrapped work; use {@link #propagate(Executor)} for
	 * these.
	 * @param work the work
	 * @return the wrapped work, or the given instance if there is no current invocation
	 */
	Runnable propagate(Runnable work);

	/**
	 * Wrap work so that it runs as part of the current invocation, like
	 * {@link #propagate(Runnable)}.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return the wrapped work, or the given instance if there is no current invocation
	 */
	<T extends @Nullable Object> Callable<T> propagate(Callable<T> work);

	/**
	 * Wrap a function so that it runs as part of the current invocation, like
	 * {@link #propagate(Runnable)}, for instance for each element of a parallel stream:
	 *
	 * <pre class="code">
	 * images.parallelStream().map(monitor.propagate(this::resize)).toList();
	 * </pre>
	 * @param <T> the type of the argument
	 * @param <R> the type of the result
	 * @param work the function
	 * @return the wrapped function, or the given instance if there is no current
	 * invocation
	 */
	<T extends @Nullable Object, R extends @Nullable Object> Function<T, R> propagate(Function<T, R> work);

	/**
	 * Wrap an executor so that each task runs as part of the invocation that is current
	 * where the task is submitted, for instance for the stages of a
	 * {@link java.util.concurrent.CompletableFuture}.
	 * @param executor the executor that runs the tasks
	 * @return the wrapped executor
	 */
	Executor propagate(Executor executor);

	/**
	 * Record a call to a cloud service that has succeeded, without its duration.
	 * @param service the name of the service; keep it constant
	 * @param operation the name of the operation; keep it constant
	 * @param direction the direction of the payload
	 * @param bytes the size of the payload; negative if unknown
	 */
	void recordServiceCall(String service, String operation, CallDirection direction, long bytes);

	/**
	 * Call a cloud service. The call is counted and timed, and the size of the result is
	 * measured for a {@link CallDirection#DOWNLOAD}. If the result is a
	 * {@link java.util.concurrent.CompletionStage}, the call ends when it completes. Use
	 * {@link #startServiceCall} for a result that is a stream.
	 * @param <T> the type of the result
	 * @param service the name of the service; keep it constant
	 * @param operation the name of the operation; keep it constant
	 * @param direction the direction of the payload
	 * @param call the call
	 * @return the result of the call
	 * @throws Exception the exception of the call
	 */
	<T extends @Nullable Object> T callService(String service, String operation, CallDirection direction,
			Callable<T> call) throws Exception;

	/**
	 * Start a call to a cloud service.
	 * @param service the name of the service; keep it constant
	 * @param operation the name of the operation; keep it constant
	 * @param direction the direction of the payload
	 * @return the scope to close
	 */
	ServiceCallScope startServiceCall(String service, String operation, CallDirection direction);

}
