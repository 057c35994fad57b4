package io.github.resourcemonitor.completion;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * What the caller gets in place of a {@link CompletableFuture}: the same future in all
 * but its identity, except that what the caller adds runs after the observers.
 * <p>
 * A future runs its dependent stages in the opposite order to that in which they were
 * added, so an observer that is added before the caller's stages would run after them.
 * Here the caller's stages depend on this future, which completes when the observers of
 * the original have been called. Whatever reads, completes or cancels this future does so
 * with the original. Thread-safe.
 *
 * @param <T> the type of the value
 */
final class FollowedFuture<T> extends CompletableFuture<T> {

	private final CompletableFuture<T> original;

	private final Observers observers;

	private final Runnable whenCompleted;

	private final Failures failures;

	/**
	 * Create a new future that does not follow the original yet.
	 * @param original the original
	 * @param whenCompleted called when the original has completed
	 * @param failures the failures of the monitor itself
	 */
	FollowedFuture(CompletableFuture<T> original, Runnable whenCompleted, Failures failures) {
		this.original = original;
		this.observers = new Observers(failures);
		this.whenCompleted = whenCompleted;
		this.failures = failures;
	}

	/**
	 * Begin to follow the original.
	 */
	void follow() {
		this.original.handle(this::completed);
	}

	/**
	 * Add an observer, which is called now if the result is there.
	 * @return the future to hand on
	 */
	CompletableFuture<T> with(CompletionObserver observer) {
		if (this.observers.add(observer)) {
			return this;
		}
		CompletableFuture<T> handedOn = observe(this.original,
				(value, failure) -> observer.completed(this.observers.call(value, failure), failure));
		return (handedOn != this.original) ? handedOn : this;
	}

	/**
	 * Call an observer of a future that is done.
	 * @return the same future, or another one if the observer replaces the value
	 */
	@SuppressWarnings("unchecked")
	static <T> CompletableFuture<T> observe(CompletableFuture<T> done, CompletionObserver observer) {
		Object[] values = new Object[2];
		done.handle((value, ex) -> {
			values[0] = value;
			values[1] = value;
			values[1] = observer.completed(value, ex);
			return null;
		});
		return (values[0] == values[1] || done.isCompletedExceptionally()) ? done
				: CompletableFuture.completedFuture((T) values[1]);
	}

	private @Nullable Object completed(T value, @Nullable Throwable failure) {
		Object handedOn = value;
		try {
			this.whenCompleted.run();
			handedOn = this.observers.call(value, failure);
		}
		catch (Throwable ex) {
			// Memory or stack are exhausted.
			this.failures.record(Observers.HOOK, ex);
		}
		finally {
			Object result = handedOn;
			HandedOn.run(() -> handOn(result, failure));
		}
		return null;
	}

	@SuppressWarnings("unchecked")
	private void handOn(@Nullable Object value, @Nullable Throwable failure) {
		ThreadScope outside = (getNumberOfDependents() > 0) ? this.observers.leave() : ThreadScope.NOOP;
		try {
			if (failure != null) {
				super.completeExceptionally(failure);
			}
			else {
				super.complete((T) value);
			}
		}
		finally {
			outside.close();
			this.observers.release();
		}
	}

	/**
	 * Call the observers if the original is done, because the calling thread goes on now.
	 * @return the value to hand on
	 */
	@SuppressWarnings({ "unchecked", "NullAway" })
	private T handedOn(T value) {
		return (T) this.observers.call(value, null);
	}

	private void observeFailure() {
		if (this.original.isDone()) {
			this.original.handle(this.observers::call);
		}
	}

	@Override
	public T join() {
		T value;
		try {
			value = this.original.join();
		}
		catch (Throwable ex) {
			observeFailure();
			throw ex;
		}
		return handedOn(value);
	}

	@Override
	public T get() throws InterruptedException, ExecutionException {
		T value;
		try {
			value = this.original.get();
		}
		catch (Throwable ex) {
			observeFailure();
			throw ex;
		}
		return handedOn(value);
	}

	@Override
	public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
		T value;
		try {
			value = this.original.get(timeout, unit);
		}
		catch (Throwable ex) {
			observeFailure();
			throw ex;
		}
		return handedOn(value);
	}

	@Override
	public T getNow(T valueIfAbsent) {
		return this.original.isDone() ? join() : valueIfAbsent;
	}

	// The next two came with Java 19.

	public T resultNow() {
		if (!isDone()) {
			throw new IllegalStateException("Task has not completed");
		}
		if (isCompletedExceptionally()) {
			throw new IllegalStateException(isCancelled() ? "Task was cancelled" : "Task completed with exception");
		}
		return join();
	}

	public Throwable exceptionNow() {
		if (!isDone()) {
			throw new IllegalStateException("Task has not completed");
		}
		if (isCancelled()) {
			throw new IllegalStateException("Task was cancelled");
		}
		try {
			get();
		}
		catch (ExecutionException ex) {
			return (ex.getCause() != null) ? ex.getCause() : ex;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new IllegalStateException("Task completed with a result");
	}

	@Override
	public boolean isDone() {
		return this.original.isDone();
	}

	@Override
	public boolean isCancelled() {
		return this.original.isCancelled();
	}

	@Override
	public boolean isCompletedExceptionally() {
		return this.original.isCompletedExceptionally();
	}

	@Override
	public boolean complete(T value) {
		return this.original.complete(value);
	}

	@Override
	public boolean completeExceptionally(Throwable ex) {
		return this.original.completeExceptionally(ex);
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		return this.original.cancel(mayInterruptIfRunning);
	}

	@Override
	public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
		this.original.completeAsync(supplier, executor);
		return this;
	}

	@Override
	public void obtrudeValue(T value) {
		this.original.obtrudeValue(value);
		super.obtrudeValue(value);
	}

	@Override
	public void obtrudeException(Throwable ex) {
		this.original.obtrudeException(ex);
		super.obtrudeException(ex);
	}

	@Override
	public String toString() {
		return this.original.toString();
	}

}
