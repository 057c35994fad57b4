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
 * Failures of the monitor itself. Every hook runs its own work through this class: an
 * exception is counted, logged, first at WARN and then at DEBUG, and swallowed, so that
 * it never reaches the measured call.
 * <p>
 * Thread-safe. Hooks have constant names, so the table is bounded by the number of hooks,
 * readers and listeners.
 */
public final class Failures {

	private static final String CONSEQUENCE = "the call continues, but its record may be incomplete";

	private final Map<String, Failure> failures = new ConcurrentHashMap<>();

	/**
	 * Run the work of a hook; anything that it throws is recorded and swallowed.
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
	 * Run the work of a hook that has a result; anything that it throws is recorded and
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
	 * Record an exception that was caught.
	 * @param hook the constant name of the hook
	 * @param ex the exception
	 */
	public void record(String hook, Throwable ex) {
		record(hook, ex, CONSEQUENCE);
	}

	/**
	 * Record an exception that was caught, where the record of a call is not concerned.
	 * @param hook the constant name of the hook
	 * @param ex the exception
	 * @param consequence what it means for the application, for the log: a sentence
	 * without a capital letter and a full stop
	 */
	public void record(String hook, Throwable ex, String consequence) {
		try {
			Failure failure = this.failures.computeIfAbsent(hook, (key) -> new Failure());
			boolean first = failure.add(ex);
			if (first) {
				Log.LOGGER.log(Level.WARNING, "Resource Monitor failed in " + hook + "; " + consequence
						+ ". Further failures of this hook are logged at DEBUG and counted at the 'resources' endpoint.",
						ex);
			}
			else if (Log.LOGGER.isLoggable(Level.DEBUG)) {
				Log.LOGGER.log(Level.DEBUG, "Resource Monitor failed in " + hook, ex);
			}
		}
		catch (Throwable ignored) {
			// Out of memory or stack, or logging itself failed: nothing is left to report
			// to.
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
	 * Failures of one hook.
	 *
	 * @param count the number of failures
	 * @param last class and message of the last failure
	 */
	public record Summary(long count, @Nullable String last) {

	}

	/**
	 * Holder of the JDK's platform logger, which needs no library and which Spring Boot
	 * routes to the logging system of the application. Initialized at the first failure,
	 * because it loads the JDK's logging classes.
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
