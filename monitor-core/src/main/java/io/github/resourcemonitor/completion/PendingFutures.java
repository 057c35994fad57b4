package io.github.resourcemonitor.completion;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

/**
 * The followed futures whose originals have not completed, so that several handlers that
 * return one future share one that follows it: otherwise the caller of one of them would
 * go on before the end of the others. Neither future is kept in memory from here.
 * Thread-safe.
 */
final class PendingFutures {

	private final Map<Identity, WeakReference<FollowedFuture<?>>> pending = new ConcurrentHashMap<>();

	private final ReferenceQueue<CompletableFuture<?>> collected = new ReferenceQueue<>();

	/**
	 * Return a future that follows a future, after adding an observer to it.
	 */
	@SuppressWarnings("unchecked")
	<T> CompletableFuture<T> follow(CompletableFuture<T> original, CompletionObserver observer, Failures failures) {
		removeCollected();
		Identity key = new Identity(original, this.collected);
		WeakReference<FollowedFuture<?>> existing = this.pending.get(key);
		if (existing == null) {
			FollowedFuture<T> created = new FollowedFuture<>(original, () -> this.pending.remove(key), failures);
			created.with(observer);
			existing = this.pending.putIfAbsent(key, new WeakReference<>(created));
			if (existing == null) {
				created.follow();
				return created;
			}
		}
		// While it is pending, the original refers to it.
		FollowedFuture<T> followed = (FollowedFuture<T>) existing.get();
		if (followed == null) {
			followed = new FollowedFuture<>(original, () -> {
			}, failures);
			followed.with(observer);
			followed.follow();
			return followed;
		}
		return followed.with(observer);
	}

	private void removeCollected() {
		for (Reference<?> each = this.collected.poll(); each != null; each = this.collected.poll()) {
			this.pending.remove(each);
		}
	}

	int size() {
		return this.pending.size();
	}

	/**
	 * A future as a key.
	 */
	private static final class Identity extends WeakReference<CompletableFuture<?>> {

		private final int hash;

		Identity(CompletableFuture<?> future, ReferenceQueue<CompletableFuture<?>> queue) {
			super(future, queue);
			this.hash = System.identityHashCode(future);
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			if (this == other) {
				return true;
			}
			CompletableFuture<?> future = get();
			return future != null && other instanceof Identity identity && identity.get() == future;
		}

	}

}
