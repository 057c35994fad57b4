package io.github.resourcemonitor;

import org.jspecify.annotations.Nullable;

/**
 * Scope of an invocation that was started programmatically. The thread that starts it
 * should close it:
 *
 * <pre class="code">
 * try (InvocationScope scope = monitor.start("nightly-import")) {
 * 	importAll();
 * }
 * </pre>
 *
 * Without {@link #failed(Throwable)} the outcome is {@code SUCCESS}. Closing twice does
 * nothing. Closing on another thread is allowed, but the thread that started the
 * invocation remains bound to it until it starts or ends another one, and {@code own} is
 * marked incomplete. No method throws.
 */
public interface InvocationScope extends Invocation, AutoCloseable {

	/**
	 * Record that the work failed. The outcome becomes {@code ERROR}, or
	 * {@code CANCELLED} for a {@link java.util.concurrent.CancellationException}. The
	 * scope remains open.
	 * @param ex the exception
	 */
	void failed(Throwable ex);

	/**
	 * End the invocation with the result of the work. If the result is asynchronous, that
	 * is, a {@link java.util.concurrent.CompletionStage}, a future that accepts
	 * listeners, or a result that Spring MVC writes or awaits after the method has
	 * returned, the calling thread is detached now and the invocation ends when the
	 * result completes. Otherwise it ends now.
	 * @param <T> the type of the result
	 * @param result the result
	 * @return the result to hand on to the caller: in place of a
	 * {@link java.util.concurrent.CompletableFuture} that is not complete, one that
	 * behaves like it, so that the invocation ends before the stages that the caller adds
	 * run; otherwise the same
	 */
	<T extends @Nullable Object> T closeWith(T result);

	/**
	 * End the invocation now.
	 */
	@Override
	void close();

}
