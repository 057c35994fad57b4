package io.github.resourcemonitor.attribution;

/**
 * The time in which a thread works for an invocation that it did not start itself. The
 * thread that opened it closes it, scopes within each other in the reverse order. Closing
 * twice does nothing. Never throws.
 */
public interface ThreadScope extends AutoCloseable {

	/**
	 * What a thread gets that works for the invocation already.
	 */
	ThreadScope NOTHING = () -> {
	};

	@Override
	void close();

}
