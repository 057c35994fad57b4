package io.github.resourcemonitor.completion;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.github.resourcemonitor.failure.Failures;

/**
 * Follows asynchronous results: an observer learns when a result is there, before what
 * the caller adds to it runs. Thread-safe.
 */
public final class CompletionFollower {

	private final PendingFutures pending = new PendingFutures();

	private final ListenableFutures listenable = new ListenableFutures();

	private final Failures failures;

	/**
	 * Create a new follower.
	 * @param failures the failures of the monitor itself
	 */
	public CompletionFollower(Failures failures) {
		this.failures = failures;
	}

	/**
	 * Follow a stage. If it is complete, the observer is called now.
	 * @param <T> the type of the value
	 * @param stage the stage
	 * @param observer the observer
	 * @return the stage to hand on to the caller. It is the same if it is complete or a
	 * stage of a class of the application's, and otherwise one that behaves like it; with
	 * a class of the application's, stages that the caller adds run before the observer
	 */
	@SuppressWarnings("unchecked")
	public <T> CompletionStage<T> follow(CompletionStage<T> stage, CompletionObserver observer) {
		if (stage instanceof FollowedFuture<T> followed) {
			return followed.with(observer);
		}
		if (stage.getClass() == CompletableFuture.class) {
			CompletableFuture<T> future = (CompletableFuture<T>) stage;
			return future.isDone() ? FollowedFuture.observe(future, observer)
					: this.pending.follow(future, observer, this.failures);
		}
		boolean[] called = new boolean[1];
		CompletionStage<T> after = stage.whenComplete((value, ex) -> {
			called[0] = true;
			observer.completed(value, ex);
		});
		// The JDK has classes of its own, whose stages are of the same class and behave
		// in
		// the same way.
		boolean replace = !called[0] && stage.getClass() == after.getClass() && isOfTheJdk(stage.getClass());
		return replace ? after : stage;
	}

	private static boolean isOfTheJdk(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		return loader == null || loader == ClassLoader.getPlatformClassLoader();
	}

	/**
	 * Return whether an observer can replace the value of a stage.
	 * @param stage the stage
	 * @return whether it can
	 */
	public static boolean replacesValues(CompletionStage<?> stage) {
		return stage instanceof FollowedFuture || stage.getClass() == CompletableFuture.class;
	}

	/**
	 * Follow a future that may accept listeners.
	 * @param future the future, which is no {@link CompletionStage}
	 * @param observer the observer, called now if the future is done
	 * @return {@code false} if it does not accept any, so that its completion cannot be
	 * observed
	 * @throws Throwable what the future throws
	 */
	public boolean listen(Future<?> future, CompletionObserver observer) throws Throwable {
		return this.listenable.addListener(future, () -> observe(future, observer));
	}

	private void observe(Future<?> done, CompletionObserver observer) {
		this.failures.guard(Observers.HOOK, () -> {
			FutureOutcome outcome = FutureOutcome.of(done);
			if (outcome != null) {
				observer.completed(outcome.value(), outcome.failure());
			}
		});
	}

}
