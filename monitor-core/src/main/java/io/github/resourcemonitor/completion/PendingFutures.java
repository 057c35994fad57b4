package io.github.resourcemonitor.completion;

import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;

import io.github.resourcemonitor.concurrent.WeakIdentityMap;
import io.github.resourcemonitor.failure.Failures;

/**
 * The followed futures whose originals have not completed, so that several handlers that
 * return one future share one that follows it: otherwise the caller of one of them would
 * go on before the end of the others. Neither future is kept in memory from here.
 * Thread-safe.
 */
final class PendingFutures {

	private final WeakIdentityMap<CompletableFuture<?>, WeakReference<FollowedFuture<?>>> pending = new WeakIdentityMap<>();

	/**
	 * Return a future that follows a future, after adding an observer to it.
	 */
	@SuppressWarnings("unchecked")
	<T> CompletableFuture<T> follow(CompletableFuture<T> original, CompletionObserver observer, Failures failures) {
		WeakReference<FollowedFuture<?>> existing = this.pending.get(original);
		if (existing == null) {
			FollowedFuture<T> created = new FollowedFuture<>(original, () -> this.pending.remove(original), failures);
			created.with(observer);
			existing = this.pending.putIfAbsent(original, new WeakReference<>(created));
			if (existing == null) {
				created.follow();
				return created;
			}
		}
		// The original refers to it until it has completed.
		FollowedFuture<T> followed = (FollowedFuture<T>) existing.get();
		return (followed != null) ? followed.with(observer) : FollowedFuture.observe(original, observer);
	}

}
