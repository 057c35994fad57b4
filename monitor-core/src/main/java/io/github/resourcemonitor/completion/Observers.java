package io.github.resourcemonitor.completion;

import java.util.ArrayList;
import java.util.List;

import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * The observers of one result, which are called once, in their order. A thread that comes
 * while another one calls them waits until they have been called. Thread-safe.
 */
final class Observers {

	static final String HOOK = "completion of a result";

	private final Failures failures;

	private final List<CompletionObserver> observers = new ArrayList<>(2);

	private @Nullable Object replacement;

	private boolean replaces;

	private boolean called;

	/**
	 * Whether all have been called, and nothing changes any more.
	 */
	private volatile boolean finished;

	Observers(Failures failures) {
		this.failures = failures;
	}

	/**
	 * Add an observer.
	 * @return {@code false} if the observers have been called, and this one will not be
	 */
	synchronized boolean add(CompletionObserver observer) {
		if (!this.called) {
			this.observers.add(observer);
			return true;
		}
		return false;
	}

	/**
	 * Call the observers, unless they have been called. Does not throw.
	 * @return the value to hand on
	 */
	@Nullable Object call(@Nullable Object value, @Nullable Throwable failure) {
		if (!this.finished) {
			callOnce(value, failure);
		}
		return this.replaces ? this.replacement : value;
	}

	private synchronized void callOnce(@Nullable Object value, @Nullable Throwable failure) {
		if (this.called) {
			return;
		}
		// First, because an observer may wait for the same result.
		this.called = true;
		Object handedOn = value;
		for (CompletionObserver observer : this.observers) {
			try {
				handedOn = observer.completed(handedOn, failure);
			}
			catch (Throwable ex) {
				this.failures.record(HOOK, ex);
			}
		}
		if (failure == null && handedOn != value) {
			this.replacement = handedOn;
			this.replaces = true;
		}
		this.finished = true;
	}

	/**
	 * Forget the observers, which have been called: the application may keep the future
	 * for long.
	 */
	synchronized void release() {
		this.observers.clear();
	}

	/**
	 * Leave what the observers measure, on the calling thread.
	 * @return closes all scopes
	 */
	ThreadScope leave() {
		ThreadScope all = ThreadScope.NOOP;
		try {
			List<CompletionObserver> observers;
			synchronized (this) {
				observers = List.copyOf(this.observers);
			}
			for (CompletionObserver observer : observers) {
				ThreadScope before = all;
				ThreadScope scope = observer.leave();
				if (scope != ThreadScope.NOOP) {
					all = (before != ThreadScope.NOOP) ? () -> {
						scope.close();
						before.close();
					} : scope;
				}
			}
		}
		catch (Throwable ex) {
			this.failures.record(HOOK, ex);
		}
		return all;
	}

}
