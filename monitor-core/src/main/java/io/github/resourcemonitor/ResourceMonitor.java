package io.github.resourcemonitor;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.InvocationRecord;
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

	/**
	 * Return a builder for a monitor that no framework manages; in a Spring application
	 * inject the bean instead.
	 *
	 * <pre class="code">
	 * try (ResourceMonitor.Standalone monitor = ResourceMonitor.builder().function("import").writeTo(System.out).build()) {
	 * 	monitor.run("nightly-import", this::importAll);
	 * }
	 * </pre>
	 * @return a new builder
	 */
	static Builder builder() {
		// Looked up, because the implementation depends on this interface.
		return ServiceLoader.load(Builder.class, ResourceMonitor.class.getClassLoader())
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No " + Builder.class.getName()
					+ " is registered below META-INF/services. If the library was repackaged, merge its service files"));
	}

	/**
	 * Builds a monitor that no framework manages. Not safe for use by several threads.
	 */
	interface Builder {

		/**
		 * Set the name of the function. By default it is that of the platform
		 * ({@code K_SERVICE}, {@code FUNCTION_TARGET}), or unknown.
		 * @param name the name
		 * @return this builder
		 */
		Builder function(String name);

		/**
		 * Set the time between two samples of the process.
		 * @param interval from 1 ms to 1 h; 100 ms by default
		 * @return this builder
		 * @throws IllegalArgumentException if the interval is out of range
		 */
		Builder samplingInterval(Duration interval);

		/**
		 * Read the process only where invocations start and end, so that there is no
		 * sampler and no thread.
		 * @return this builder
		 */
		Builder withoutSampling();

		/**
		 * Set how many records are kept in memory.
		 * @param capacity 0 or more; 500 by default
		 * @return this builder
		 * @throws IllegalArgumentException if the capacity is negative
		 */
		Builder historyCapacity(int capacity);

		/**
		 * Call a consumer with each record, on the thread that ends the invocation. What
		 * it throws is recorded as a failure of the monitor. May be called several times.
		 * @param consumer the consumer; fast, and safe for use by several threads
		 * @return this builder
		 */
		Builder onRecord(Consumer<InvocationRecord> consumer);

		/**
		 * Write each record to a stream, as one line of JSON in UTF-8, without its
		 * samples, on the thread that ends the invocation. A line is written by one call.
		 * @param stream the stream, for instance {@code System.out}; it is flushed after
		 * each line and never closed
		 * @return this builder
		 */
		Builder writeTo(OutputStream stream);

		/**
		 * Build the monitor.
		 * @return the monitor
		 */
		Standalone build();

	}

	/**
	 * A monitor that no framework manages, made by {@link #builder()}. Safe for use by
	 * any thread.
	 */
	interface Standalone extends ResourceMonitor, AutoCloseable {

		/**
		 * Return the records in the history.
		 * @return a copy, the latest record first
		 */
		List<InvocationRecord> records();

		/**
		 * End the sampler's thread and close the files that are read: invocations that
		 * end later lack what the whole process used. Closing twice does nothing. Not
		 * closing is harmless: the thread is a daemon and ends by itself when no
		 * invocation is active.
		 */
		@Override
		void close();

	}

}
