package io.github.resourcemonitor.attribution;

/**
 * Scope in which a thread works for an invocation that it did not start itself. Must be
 * closed by the thread that opened it; nested scopes are closed in reverse order. Closing
 * twice does nothing. Never throws.
 */
public interface ThreadScope extends AutoCloseable {

	/**
	 * Scope that does nothing, for a thread that already works for the invocation.
	 */
	ThreadScope NOOP = () -> {
	};

	@Override
	void close();

}
