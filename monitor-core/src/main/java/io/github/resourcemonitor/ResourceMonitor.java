package io.github.resourcemonitor;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.github.resourcemonitor.annotation.CallDirection;
import org.jspecify.annotations.Nullable;

/**
 * Measures invocations and cloud service calls by hand. The annotations are thin shells
 * over this interface and can do nothing that it cannot.
 * <p>
 * Safe for use by any thread. Measuring never changes the work: its result, and the very
 * instance that it throws, come back to the caller, whatever fails inside the monitor.
 */
public interface ResourceMonitor {

	/**
	 * Run work as an invocation. If it returns a
	 * {@link java.util.concurrent.CompletionStage}, or something that Spring MVC writes
	 * or awaits after it is returned, the invocation ends when that completes.
	 * @param <T> the type of the result
	 * @param handler the name of the handler; keep it constant
	 * @param work the work
	 * @return what the work returns
	 * @throws Exception what the work throws
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
	 * Return the invocation that this thread works for.
	 * @return the innermost invocation, or empty outside any
	 */
	Optional<Invocation> current();

	/**
	 * Have work done for the invocation that this thread works for now, on whatever
	 * thread and how often it is run: what it uses, and its service calls, are on the
	 * account of that invocation. Run after the end of the invocation it is late work.
	 * What a future does when the work is over is not part of it: for the steps of one,
	 * {@link #propagate(Executor)} is to be used.
	 * @param work the work
	 * @return the same work, or, outside any invocation, the very instance
	 */
	Runnable propagate(Runnable work);

	/**
	 * Have work done for the invocation that this thread works for now, as
	 * {@link #propagate(Runnable)} does.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return the same work, or, outside any invocation, the very instance
	 */
	<T extends @Nullable Object> Callable<T> propagate(Callable<T> work);

	/**
	 * Have a function work for the invocation that this thread works for now, as
	 * {@link #propagate(Runnable)} does; for instance each element of a parallel stream:
	 *
	 * <pre class="code">
	 * images.parallelStream().map(monitor.propagate(this::resize)).toList();
	 * </pre>
	 * @param <T> the type of the argument
	 * @param <R> the type of the result
	 * @param work the function
	 * @return the same function, or, outside any invocation, the very instance
	 */
	<T extends @Nullable Object, R extends @Nullable Object> Function<T, R> propagate(Function<T, R> work);

	/**
	 * Return an executor whose tasks work for the invocation of the thread that hands
	 * them in, for instance for the steps of a
	 * {@link java.util.concurrent.CompletableFuture}.
	 * @param executor runs the tasks
	 * @return the executor
	 */
	Executor propagate(Executor executor);

	/**
	 * Record a call to a cloud service that is over and succeeded, without its duration.
	 * @param service the name of the service; keep it constant
	 * @param operation the name of the operation; keep it constant
	 * @param direction which way the payload went
	 * @param bytes the size of the payload; negative if unknown
	 */
	void recordServiceCall(String service, String operation, CallDirection direction, long bytes);

	/**
	 * Call a cloud service: the call is counted, timed and, for a
	 * {@link CallDirection#DOWNLOAD}, its result measured, when it completes if that is a
	 * {@link java.util.concurrent.CompletionStage}. A result that streams is to be
	 * counted with {@link #startServiceCall}.
	 * @param <T> the type of the result
	 * @param service the name of the service; keep it constant
	 * @param operation the name of the operation; keep it constant
	 * @param direction which way the payload goes
	 * @param call the call
	 * @return what the call returns
	 * @throws Exception what the call throws
	 */
	<T extends @Nullable Object> T callService(String service, String operation, CallDirection direction,
			Callable<T> call) throws Exception;

	/**
	 * Start a call to a cloud service.
	 * @param service the name of the service; keep it constant
	 * @param operation the name of the operation; keep it constant
	 * @param direction which way the payload goes
	 * @return the scope to close
	 */
	ServiceCallScope startServiceCall(String service, String operation, CallDirection direction);

}
