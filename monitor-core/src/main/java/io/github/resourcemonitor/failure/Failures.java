package io.github.resourcemonitor.failure;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The failures of the monitor itself. Every hook runs its own work through here: what it
 * throws is counted and logged, once at WARN and then at DEBUG, and goes no further, so
 * that the measured call never sees it.
 * <p>
 * Safe for use by any thread. Hooks are named by constants, so the table is bounded by
 * the number of hooks, readers and listeners.
 */
public final class Failures {

	private final Map<String, Failure> failures = new ConcurrentHashMap<>();

	/**
	 * Run the work of a hook; whatever it throws is recorded and swallowed.
	 * @param hook the constant name of the hook
	 * @param work the work
	 */
	public void guard(String hook, Runnable work) {
		try {
			work.run();
		}
		catch (Throwable ex) {
			record(hook, ex);
		}
	}

	/**
	 * Run the work of a hook that yields something; what it throws is recorded and
	 * swallowed.
	 * @param <T> the type of the result
	 * @param hook the constant name of the hook
	 * @param work the work
	 * @return the result, or {@code null} if the work failed
	 */
	public <T> @Nullable T attempt(String hook, Supplier<? extends @Nullable T> work) {
		try {
			return work.get();
		}
		catch (Throwable ex) {
			record(hook, ex);
			return null;
		}
	}

	/**
	 * Record a failure that was caught.
	 * @param hook the constant name of the hook
	 * @param ex what was thrown
	 */
	public void record(String hook, Throwable ex) {
		try {
			Failure failure = this.failures.computeIfAbsent(hook, (key) -> new Failure());
			boolean first = failure.add(ex);
			if (first) {
				Log.LOGGER.log(Level.WARNING,
						"Resource Monitor failed in " + hook + "; the call goes on, its record may lack values. "
								+ "Further failures there are logged at DEBUG and counted at the 'resources' endpoint.",
						ex);
			}
			else if (Log.LOGGER.isLoggable(Level.DEBUG)) {
				Log.LOGGER.log(Level.DEBUG, "Resource Monitor failed in " + hook, ex);
			}
		}
		catch (Throwable ignored) {
			// Nothing is left to tell it to: out of memory or stack, or logging itself
			// broke.
		}
	}

	/**
	 * Return the failures so far, by hook.
	 * @return a copy
	 */
	public Map<String, Summary> summaries() {
		Map<String, Summary> result = new TreeMap<>();
		this.failures.forEach((hook, failure) -> result.put(hook, failure.summary()));
		return result;
	}

	/**
	 * How often a hook failed, and with what the last time.
	 *
	 * @param count the number of failures
	 * @param last the last failure: its class and message
	 */
	public record Summary(long count, @Nullable String last) {

	}

	/**
	 * The platform logger of the JDK, which needs no library and which Spring Boot routes
	 * to the application's own. Looked up at the first failure, because that loads the
	 * logging of the JDK.
	 */
	private static final class Log {

		static final System.Logger LOGGER = System.getLogger(Failures.class.getName());

	}

	private static final class Failure {

		private final LongAdder count = new LongAdder();

		private final AtomicBoolean logged = new AtomicBoolean();

		private volatile @Nullable String last;

		boolean add(Throwable ex) {
			this.count.increment();
			this.last = describe(ex);
			return this.logged.compareAndSet(false, true);
		}

		private static String describe(Throwable ex) {
			try {
				return ex.toString();
			}
			catch (Throwable broken) {
				return ex.getClass().getName();
			}
		}

		Summary summary() {
			return new Summary(this.count.sum(), this.last);
		}

	}

}
