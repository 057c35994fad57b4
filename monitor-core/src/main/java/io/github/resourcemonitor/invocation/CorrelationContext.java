package io.github.resourcemonitor.invocation;

import org.jspecify.annotations.Nullable;

/**
 * Where other libraries find the id of the invocation that a thread works for, for
 * instance the diagnostic context of its log lines. The id follows the invocation from
 * thread to thread; when a thread leaves an invocation, the value from before is set
 * again.
 * <p>
 * Both methods apply to the calling thread. They must be fast and thread-safe. An
 * exception is recorded as a failure of the monitor and not propagated.
 */
public interface CorrelationContext {

	/**
	 * Return the present value.
	 * @return the id of an invocation or a value of the application, {@code null} if
	 * there is none
	 */
	@Nullable String get();

	/**
	 * Set the value.
	 * @param id the id of an invocation, or a value that {@link #get} returned;
	 * {@code null} for none
	 */
	void set(@Nullable String id);

}
