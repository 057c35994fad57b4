package io.github.resourcemonitor;

import java.util.Optional;
import java.util.concurrent.Callable;

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
	 * {@link java.util.concurrent.CompletionStage}, the invocation ends when that
	 * completes.
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
