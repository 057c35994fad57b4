package io.github.resourcemonitor;

import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.cost.InstanceBill;
import io.github.resourcemonitor.cost.InstanceCosts;
import io.github.resourcemonitor.export.RecordExporter;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.schema.RecordFormat;
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
	 * @return the result of the work: in place of a
	 * {@link java.util.concurrent.CompletableFuture} that is not complete, one that
	 * behaves like it, so that the invocation ends before the stages that the caller adds
	 * run; otherwise the same
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
	 * {@link java.util.concurrent.CompletionStage} or another future, the call ends when
	 * it completes. Use {@link #startServiceCall} for a result that is a stream, and the
	 * annotation {@code @CloudServiceCall} for one that is subscribed to.
	 * @param <T> the type of the result
	 * @param service the name of the service; keep it constant
	 * @param operation the name of the operation; keep it constant
	 * @param direction the direction of the payload
	 * @param call the call
	 * @return the result of the call, or what stands in for it as in {@link #call}
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
		 * ({@code K_SERVICE}, else {@code FUNCTION_TARGET}), or unknown.
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
		 * Write each record to a stream, as one line of JSON in UTF-8, in full but
		 * without its samples, on the thread that ends the invocation. A line is written
		 * by one call, and has at most 200 KB.
		 * @param stream the stream, for instance {@code System.out}; it is flushed after
		 * each line and never closed
		 * @return this builder
		 */
		Builder writeTo(OutputStream stream);

		/**
		 * Write each record to a stream likewise, as much of it as a form has, and before
		 * the first a line with what never changes in this process. If the stream is
		 * {@code System.out}, and {@code K_SERVICE} is set, lines have the fields that
		 * Cloud Logging understands.
		 * @param stream the stream; it is flushed after each line and never closed
		 * @param format how much of a record is written; {@link RecordFormat#COMPACT}
		 * where each byte is paid for
		 * @return this builder
		 */
		Builder writeTo(OutputStream stream, RecordFormat format);

		/**
		 * Export the records, in batches, on a thread of its own. What still waits is
		 * exported when the monitor is closed, or the process exits, within 8 seconds.
		 * May be called several times.
		 * @param exporter the exporter; closed with the monitor if it is
		 * {@link AutoCloseable}
		 * @return this builder
		 */
		Builder exportTo(RecordExporter exporter);

		/**
		 * Calculate what invocations and the instance cost. Records have a cost then. The
		 * start of the instance is over when the monitor is built.
		 * @param costs the prices, and where the costs are added up
		 * @return this builder
		 */
		Builder costs(InstanceCosts costs);

		/**
		 * Write each record with its samples to a file in a folder, as JSON, one record
		 * on each line, on a thread of its own. Files are complete at 8 MB or after an
		 * hour, and the oldest are deleted beyond 64 MB in all. For other bounds, export
		 * to a {@link io.github.resourcemonitor.file.RecordFileExporter}.
		 * @param folder the folder; created if it is missing
		 * @return this builder
		 * @throws UncheckedIOException if the folder cannot be created, or is none, or
		 * cannot be written
		 */
		Builder writeTo(Path folder);

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
		 * Return the bill of the instance until now.
		 * @return the bill, {@code null} without {@link Builder#costs costs}
		 */
		@Nullable InstanceBill bill();

		/**
		 * End the invocations that are running, with the outcome {@code INTERRUPTED},
		 * export what waits, within 8 seconds, then end all threads, and close the files
		 * that are read: invocations that end later lack what the whole process used.
		 * Closing twice does nothing. Not closing is harmless: the thread is a daemon and
		 * ends by itself when no invocation is active, and running invocations end when
		 * the process exits. Close before a checkpoint of the process, and build another
		 * monitor afterwards, which is a new instance of the function.
		 */
		@Override
		void close();

	}

}
