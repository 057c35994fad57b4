package io.github.resourcemonitor;

import org.jspecify.annotations.Nullable;

/**
 * An invocation started by hand. The thread that starts it should close it:
 *
 * <pre class="code">
 * try (InvocationScope scope = monitor.start("nightly-import")) {
 * 	importAll();
 * }
 * </pre>
 *
 * Without {@link #failed(Throwable)} the outcome is a success. Closing twice does
 * nothing. Closing on another thread is allowed: the thread that started it stays bound
 * to the invocation until it starts or ends another one, and {@code own} is marked
 * incomplete. No method throws.
 */
public interface InvocationScope extends Invocation, AutoCloseable {

	/**
	 * Note that the work failed; the outcome becomes {@code ERROR}, or {@code CANCELLED}
	 * for a {@link java.util.concurrent.CancellationException}. The scope stays open.
	 * @param ex what was thrown
	 */
	void failed(Throwable ex);

	/**
	 * End the invocation with the result of the work: now, or, if that is a
	 * {@link java.util.concurrent.CompletionStage}, or something that Spring MVC writes
	 * or awaits after it is returned, when it completes. In the second case the calling
	 * thread leaves the invocation now.
	 * @param result the result
	 */
	void closeWith(@Nullable Object result);

	/**
	 * End the invocation now.
	 */
	@Override
	void close();

}
