package io.github.resourcemonitor.completion;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * Completions of followed futures on one thread. One that completes the next does so
 * within its own call, as with the dependent stages of the JDK; but in a long chain, for
 * which the JDK uses no stack, the calls must not be nested without limit either.
 */
final class HandedOn {

	private static final int MAX_DEPTH = 50;

	private static final ThreadLocal<@Nullable HandedOn> CURRENT = new ThreadLocal<>();

	private final Deque<Runnable> postponed = new ArrayDeque<>();

	private int depth;

	private HandedOn() {
	}

	/**
	 * Run a completion, now or, if too many are in progress on this thread, when these
	 * have returned.
	 */
	static void run(Runnable completion) {
		HandedOn current = CURRENT.get();
		if (current == null) {
			current = new HandedOn();
			CURRENT.set(current);
			try {
				current.runAll(completion);
			}
			finally {
				CURRENT.remove();
			}
		}
		else if (current.depth < MAX_DEPTH) {
			current.depth++;
			try {
				completion.run();
			}
			finally {
				current.depth--;
			}
		}
		else {
			current.postponed.add(completion);
		}
	}

	private void runAll(Runnable first) {
		Throwable failure = null;
		for (Runnable next = first; next != null; next = this.postponed.poll()) {
			try {
				next.run();
			}
			catch (RuntimeException | Error ex) {
				failure = ex;
			}
		}
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure instanceof RuntimeException exception) {
			throw exception;
		}
	}

}
