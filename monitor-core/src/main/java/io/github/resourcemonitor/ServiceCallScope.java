package io.github.resourcemonitor;

import org.jspecify.annotations.Nullable;

/**
 * A call to a cloud service that is under way:
 *
 * <pre class="code">
 * try (ServiceCallScope call = monitor.startServiceCall("storage", "upload", CallDirection.UPLOAD)) {
 * 	call.payload(file);
 * 	client.upload(file);
 * }
 * </pre>
 *
 * The call belongs to the invocation that was current when it started, whichever thread
 * ends it. Requests that instrumented clients send meanwhile on the thread that started
 * it, and on threads that its work is propagated to, are part of it and make no calls of
 * their own. Safe for use by any thread; no method throws.
 */
public interface ServiceCallScope extends AutoCloseable {

	/**
	 * Add payload bytes.
	 * @param bytes the number of bytes; negative numbers are ignored
	 */
	void bytes(long bytes);

	/**
	 * Add the size of a payload as the sizers measure it. If none can, the call is
	 * counted without bytes.
	 * @param payload the payload
	 */
	void payload(@Nullable Object payload);

	/**
	 * Count what flows through a stream or channel while the call is open.
	 * @param <T> the type that is wanted
	 * @param flow the stream or channel
	 * @param type the type that is wanted: {@link java.io.InputStream},
	 * {@link java.io.OutputStream}, or an interface that extends
	 * {@link java.nio.channels.ReadableByteChannel} or
	 * {@link java.nio.channels.WritableByteChannel}
	 * @return what to use instead; the stream or channel itself if nothing that counts
	 * can have the type, and then the call is recorded without bytes
	 */
	<T> T count(T flow, Class<T> type);

	/**
	 * Like {@link #count}, and keep the call open until the stream or channel is
	 * exhausted or closed, even if the scope is closed before.
	 * @param <T> the type that is wanted
	 * @param flow the stream or channel
	 * @param type the type that is wanted
	 * @return what to use instead
	 */
	<T> T countToEnd(T flow, Class<T> type);

	/**
	 * Note that the call failed. The scope stays open.
	 * @param ex what was thrown
	 */
	void failed(Throwable ex);

	/**
	 * Go on with other things on this thread while the call is open: what it sends from
	 * now on is no part of it. For calls that another thread ends.
	 */
	void detach();

	/**
	 * End the call now, or when what is {@linkplain #countToEnd counted to its end} has
	 * come to it. Closing twice does nothing.
	 */
	@Override
	void close();

}
