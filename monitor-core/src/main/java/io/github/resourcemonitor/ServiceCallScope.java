package io.github.resourcemonitor;

import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Scope of a call to a cloud service that is in progress:
 *
 * <pre class="code">
 * try (ServiceCallScope call = monitor.startServiceCall("storage", "upload", CallDirection.UPLOAD)) {
 * 	call.payload(file);
 * 	client.upload(file);
 * }
 * </pre>
 *
 * The call belongs to the invocation that was current when it started, no matter which
 * thread ends it. Requests that instrumented clients send until then, on the thread that
 * started it and on threads that its work is propagated to, are part of it and not
 * recorded as separate calls. Thread-safe. No method throws.
 */
public interface ServiceCallScope extends AutoCloseable {

	/**
	 * Add payload bytes.
	 * @param bytes the number of bytes; negative numbers are ignored
	 */
	void bytes(long bytes);

	/**
	 * Add the size of a payload as measured by the {@code PayloadSizer} beans. If none of
	 * them can measure it, the call is counted without bytes.
	 * @param payload the payload
	 */
	void payload(@Nullable Object payload);

	/**
	 * Count the bytes that flow through a stream or channel while the call is open.
	 * @param <T> the required type
	 * @param flow the stream or channel
	 * @param type the required type: {@link java.io.InputStream},
	 * {@link java.io.OutputStream}, or an interface that extends
	 * {@link java.nio.channels.ReadableByteChannel} or
	 * {@link java.nio.channels.WritableByteChannel}
	 * @return the counting stream or channel to use instead; the given instance if no
	 * counting wrapper can have the required type, in which case the call is recorded
	 * without bytes
	 */
	<T> T count(T flow, Class<T> type);

	/**
	 * Like {@link #count}, but keep the call open until the stream or channel is
	 * exhausted or closed, even if the scope is closed before.
	 * @param <T> the required type
	 * @param flow the stream or channel
	 * @param type the required type
	 * @return the counting stream or channel to use instead
	 */
	<T> T countToEnd(T flow, Class<T> type);

	/**
	 * Record that the call failed. The scope remains open.
	 * @param ex the exception
	 */
	void failed(Throwable ex);

	/**
	 * Detach the call from the calling thread while it remains open: requests that the
	 * thread sends from now on are not part of it. For calls that another thread ends.
	 */
	void detach();

	/**
	 * End the call with its result. If that is a
	 * {@link java.util.concurrent.CompletionStage} or another future, the calling thread
	 * is detached now, and the call ends when the result completes, or, if a future
	 * accepts no listener, when it is found to be done at the end of the invocation.
	 * Otherwise the call ends now.
	 * @param <T> the type of the result
	 * @param result the result
	 * @param measure measures the value of a call that succeeded, on the thread that
	 * completes it, and returns the value to hand on: the same, or a stream that counts
	 * in its place. What it throws is recorded as a failure of the monitor
	 * @return the result to hand on to the caller: in place of a
	 * {@link java.util.concurrent.CompletableFuture} that is not complete, one that
	 * behaves like it, so that the call ends before the stages that the caller adds run;
	 * otherwise the same
	 */
	<T extends @Nullable Object> T closeWith(T result, UnaryOperator<@Nullable Object> measure);

	/**
	 * End the call now, or, if a stream or channel is {@linkplain #countToEnd counted to
	 * its end}, when that is exhausted or closed. Closing twice does nothing.
	 */
	@Override
	void close();

}
