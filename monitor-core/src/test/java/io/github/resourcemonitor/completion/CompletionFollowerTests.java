package io.github.resourcemonitor.completion;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.github.resourcemonitor.attribution.ThreadScope;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link CompletionFollower}.
 */
class CompletionFollowerTests {

	private final Failures failures = new Failures();

	private final CompletionFollower follower = new CompletionFollower(this.failures);

	private final List<String> events = new ArrayList<>();

	private final CompletableFuture<String> original = new CompletableFuture<>();

	@AfterEach
	void nothingIsLeftBehind() {
		assertThat(this.failures.summaries()).isEmpty();
	}

	private CompletionObserver observer(String name) {
		return (value, failure) -> {
			this.events.add(name + " " + ((failure != null) ? failure : value));
			return value;
		};
	}

	private CompletableFuture<String> follow() {
		return this.follower.follow(this.original, observer("observer")).toCompletableFuture();
	}

	@Test
	void observesBeforeTheStagesOfTheCallerWhateverTheirNumber() {
		CompletableFuture<String> followed = follow();
		for (int i = 0; i < 3; i++) {
			followed.thenAccept((value) -> this.events.add("caller"));
			followed.whenComplete((value, ex) -> this.events.add("caller"));
		}
		this.original.complete("value");
		assertThat(this.events).hasSize(7).startsWith("observer value");
		assertThat(followed).isCompletedWithValue("value");
		assertThat(this.follower.follow(this.original, observer("late"))).isSameAs(this.original);
	}

	@Test
	void aFutureThatIsKeptKeepsNoObserver() {
		CompletionObserver observer = observer("observer");
		WeakReference<CompletionObserver> reference = new WeakReference<>(observer);
		CompletionStage<String> kept = this.follower.follow(this.original, observer);
		observer = null;
		this.original.complete("value");
		Awaitility.await().untilAsserted(() -> {
			System.gc();
			assertThat(reference.get()).isNull();
		});
		assertThat(kept).isCompletedWithValue("value");
	}

	@Test
	void observesAllOfASharedFutureBeforeTheStagesOfAnyCaller() {
		CompletionStage<String> first = this.follower.follow(this.original, observer("first"));
		first.thenAccept((value) -> this.events.add("caller"));
		CompletionStage<String> second = this.follower.follow(this.original, observer("second"));
		second.thenAccept((value) -> this.events.add("caller"));
		assertThat(second).isSameAs(first);
		this.original.complete("value");
		assertThat(this.events).containsExactly("first value", "second value", "caller", "caller");
	}

	@Test
	void observesInnerBeforeOuterOfOneThatIsHandedOn() {
		CompletionStage<String> inner = this.follower.follow(this.original, observer("inner"));
		CompletionStage<String> outer = new CompletionFollower(this.failures).follow(inner, observer("outer"));
		outer.thenAccept((value) -> this.events.add("caller"));
		assertThat(outer).isSameAs(inner);
		this.original.complete("value");
		assertThat(this.events).containsExactly("inner value", "outer value", "caller");
		assertThat(this.follower.follow(inner, observer("late"))).isSameAs(inner);
		assertThat(this.events).endsWith("late value");
	}

	@Test
	void returnsTheSameFutureIfItIsComplete() {
		Exception failure = new IOException();
		for (CompletableFuture<String> done : List.of(CompletableFuture.completedFuture("value"),
				CompletableFuture.<String>failedFuture(failure))) {
			assertThat(this.follower.follow(done, observer("observer"))).isSameAs(done);
		}
		assertThat(this.events).containsExactly("observer value", "observer " + failure);
	}

	@Test
	void threadThatWaitsHasBeenObserved() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CompletableFuture<String> followed = follow();
		// Runs before the observer's stage, and holds the thread that completes.
		this.original.thenRun(() -> {
			blocked.countDown();
			await(release);
		});
		Thread completing = new Thread(() -> this.original.complete("value"));
		completing.start();
		try {
			blocked.await();
			assertThat(followed.join()).isEqualTo("value");
			assertThat(this.events).containsExactly("observer value");
			assertThat(followed.get()).isEqualTo("value");
			assertThat(followed.getNow("absent")).isEqualTo("value");
		}
		finally {
			release.countDown();
			completing.join();
		}
		assertThat(this.events).hasSize(1);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void completionsByTheCallerReachTheOriginal() {
		CompletableFuture<String> followed = follow();
		assertThat(followed.complete("value")).isTrue();
		assertThat(followed.complete("again")).isFalse();
		assertThat(this.original).isCompletedWithValue("value");
		assertThat(followed).isCompletedWithValue("value");
		assertThat(this.events).containsExactly("observer value");
	}

	@Test
	void failuresByTheCallerReachTheOriginal() {
		IOException failure = new IOException();
		CompletableFuture<String> followed = follow();
		assertThat(followed.completeExceptionally(failure)).isTrue();
		assertThat(this.original.handle((value, ex) -> ex).join()).isSameAs(failure);
		assertThat(followed.handle((value, ex) -> ex).join()).isSameAs(failure);
	}

	@Test
	void cancellationByTheCallerReachesTheOriginal() {
		CompletableFuture<String> followed = follow();
		assertThat(followed.cancel(true)).isTrue();
		assertThat(this.original).isCancelled();
		assertThat(followed).isCancelled();
		assertThat(followed.handle((value, ex) -> ex).join()).isInstanceOf(CancellationException.class);
		assertThatThrownBy(followed::join).isInstanceOf(CancellationException.class);
		assertThat(this.events).hasSize(1);
	}

	@Test
	void otherCompletionsByTheCallerReachTheOriginal() {
		assertThat(follow().completeAsync(() -> "asynchronously", Runnable::run).join()).isEqualTo("asynchronously");
		assertThat(this.original).isCompletedWithValue("asynchronously");
		CompletableFuture<String> late = new CompletableFuture<>();
		CompletableFuture<String> followed = this.follower.follow(late, observer("late")).toCompletableFuture();
		assertThatThrownBy(() -> followed.orTimeout(1, TimeUnit.MILLISECONDS).get())
			.isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(TimeoutException.class);
		assertThat(late).isCompletedExceptionally();
		CompletableFuture<String> never = new CompletableFuture<>();
		assertThat(this.follower.follow(never, observer("never"))
			.toCompletableFuture()
			.completeOnTimeout("default", 1, TimeUnit.MILLISECONDS)
			.join()).isEqualTo("default");
		assertThat(never).isCompletedWithValue("default");
	}

	@Test
	void obtrudedResultsReachTheOriginal() {
		CompletableFuture<String> followed = follow();
		this.original.complete("value");
		followed.obtrudeValue("other");
		assertThat(this.original).isCompletedWithValue("other");
		assertThat(followed).isCompletedWithValue("other");
		assertThat(followed.thenApply(Function.identity()).join()).isEqualTo("other");
		followed.obtrudeException(new IOException());
		assertThat(this.original).isCompletedExceptionally();
		assertThat(followed).isCompletedExceptionally();
	}

	@Test
	void handsOnTheSameExceptionsAsTheOriginal() {
		List<Throwable> thrown = List.of(new IOException(), new CompletionException(new IOException()),
				new CancellationException(), new StackOverflowError());
		for (Throwable failure : thrown) {
			CompletableFuture<String> future = new CompletableFuture<>();
			CompletableFuture<String> followed = this.follower.follow(future, observer("observer"))
				.toCompletableFuture();
			future.completeExceptionally(failure);
			assertThat(followed.handle((value, ex) -> ex).join()).isSameAs(failure);
			assertSameKind(catchThrowable(followed::join), catchThrowable(future::join));
			assertSameKind(catchThrowable(followed::get), catchThrowable(future::get));
			assertSameKind(catchThrowable(() -> followed.get(1, TimeUnit.SECONDS)),
					catchThrowable(() -> future.get(1, TimeUnit.SECONDS)));
			assertSameKind(catchThrowable(() -> followed.getNow("")), catchThrowable(() -> future.getNow("")));
			assertSameKind(catchThrowable(() -> followed.thenApply(Function.identity()).join()),
					catchThrowable(() -> future.thenApply(Function.identity()).join()));
			assertThat(failure.getSuppressed()).isEmpty();
		}
	}

	private static void assertSameKind(Throwable thrown, Throwable expected) {
		assertThat(thrown).hasSameClassAs(expected);
		assertThat(thrown.getCause()).isSameAs(expected.getCause());
	}

	@Test
	void waitsLikeTheOriginal() {
		CompletableFuture<String> followed = follow();
		assertThat(followed).isNotDone();
		assertThat(followed.getNow("absent")).isEqualTo("absent");
		assertThatThrownBy(() -> followed.get(1, TimeUnit.NANOSECONDS)).isInstanceOf(TimeoutException.class);
		Thread.currentThread().interrupt();
		assertThatThrownBy(followed::get).isInstanceOf(InterruptedException.class);
		assertThat(Thread.interrupted()).isFalse();
		assertThat(this.events).isEmpty();
		assertThat(followed).hasToString(this.original.toString());
	}

	@Test
	void combinesLikeTheOriginal() {
		CompletableFuture<String> followed = follow();
		CompletableFuture<Void> all = CompletableFuture.allOf(followed, CompletableFuture.completedFuture(""));
		CompletableFuture<Object> any = CompletableFuture.anyOf(new CompletableFuture<>(), followed);
		CompletableFuture<String> both = CompletableFuture.completedFuture("a").thenCombine(followed, String::concat);
		CompletableFuture<String> composed = CompletableFuture.completedFuture("a").thenCompose((any1) -> followed);
		this.original.complete("b");
		assertThat(all).isCompleted();
		assertThat(any).isCompletedWithValue("b");
		assertThat(both).isCompletedWithValue("ab");
		assertThat(composed).isCompletedWithValue("b");
	}

	@Test
	void chainOfAnyLengthNeedsNoStack() {
		int length = 100_000;
		CompletableFuture<Integer> first = new CompletableFuture<>();
		CompletionStage<Integer> last = first;
		int[] observed = new int[1];
		for (int i = 0; i < length; i++) {
			last = this.follower.follow(last.thenApply((value) -> value + 1), (value, failure) -> {
				observed[0]++;
				return value;
			});
		}
		first.complete(0);
		assertThat(last.toCompletableFuture()).isCompletedWithValue(length);
		assertThat(last.thenApply(Function.identity()).toCompletableFuture()).isCompletedWithValue(length);
		assertThat(observed[0]).isEqualTo(length);
	}

	@Test
	void observerCanReplaceTheValueForAll() {
		CompletionStage<String> followed = this.follower.follow(this.original, (value, failure) -> value + "!");
		CompletionStage<String> again = this.follower.follow(followed, (value, failure) -> value + "?");
		this.original.complete("value");
		assertThat(again.toCompletableFuture().join()).isEqualTo("value!?");
		assertThat(followed.toCompletableFuture().getNow("")).isEqualTo("value!?");
		assertThat(again.thenApply(Function.identity()).toCompletableFuture().join()).isEqualTo("value!?");
		assertThat(this.follower.follow(followed, (value, failure) -> value + ".").toCompletableFuture().join())
			.isEqualTo("value!?.");
		assertThat(this.follower.follow(CompletableFuture.completedFuture("done"), (value, failure) -> value + "!")
			.toCompletableFuture()
			.join()).isEqualTo("done!");
	}

	@Test
	void callerIsOutsideWhatIsMeasured() {
		CompletionStage<String> followed = this.follower.follow(this.original, new CompletionObserver() {

			@Override
			public @Nullable Object completed(@Nullable Object value, @Nullable Throwable failure) {
				CompletionFollowerTests.this.events.add("observer");
				return value;
			}

			@Override
			public ThreadScope leave() {
				CompletionFollowerTests.this.events.add("leave");
				return () -> CompletionFollowerTests.this.events.add("return");
			}

		});
		followed.thenRun(() -> this.events.add("caller"));
		this.original.complete("value");
		assertThat(this.events).containsExactly("observer", "leave", "caller", "return");
	}

	@Test
	void handsOnTheResultIfAnObserverFails() {
		IllegalStateException broken = new IllegalStateException("as planned");
		Failures recorded = new Failures();
		CompletionStage<String> followed = new CompletionFollower(recorded).follow(this.original, (value, failure) -> {
			throw broken;
		});
		followed.thenRun(() -> this.events.add("caller"));
		this.original.complete("value");
		assertThat(followed.toCompletableFuture()).isCompletedWithValue("value");
		assertThat(this.events).containsExactly("caller");
		assertThat(recorded.summaries()).containsOnlyKeys("completion of a result");
	}

	@Test
	void observesStagesOfTheJdkBeforeTheCaller() {
		CompletionStage<String> minimal = this.original.minimalCompletionStage();
		CompletionStage<String> followed = this.follower.follow(minimal, observer("observer"));
		followed.thenAccept((value) -> this.events.add("caller"));
		assertThat(followed.getClass()).isSameAs(minimal.getClass());
		this.original.complete("value");
		assertThat(this.events).containsExactly("observer value", "caller");
		CompletionStage<String> done = CompletableFuture.completedStage("done");
		assertThat((Object) this.follower.follow(done, observer("observer"))).isSameAs(done);
		assertThat(this.events).endsWith("observer done");
	}

	@Test
	void keepsStagesOfTheApplication() {
		CompletableFuture<String> own = new CompletableFuture<>() {
		};
		assertThat(this.follower.follow(own, observer("observer"))).isSameAs(own);
		own.complete("value");
		assertThat(this.events).containsExactly("observer value");
	}

	@Test
	void followsFuturesThatAcceptListeners() throws Throwable {
		Listenable<String> future = new Listenable<>();
		assertThat(this.follower.listen(future, observer("observer"))).isTrue();
		future.addListener(() -> this.events.add("caller"), Runnable::run);
		Thread.currentThread().interrupt();
		future.set("value");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.events).containsExactly("observer value", "caller");
		assertThat(this.follower.listen(new FutureTask<>(() -> ""), observer("observer"))).isFalse();
	}

	@Test
	void knowsTheOutcomeOfAFutureThatIsDone() {
		FutureTask<String> task = new FutureTask<>(() -> "value");
		assertThat(FutureOutcome.of(task)).isNull();
		task.run();
		Thread.currentThread().interrupt();
		assertThat(FutureOutcome.of(task)).isEqualTo(new FutureOutcome("value", null));
		assertThat(Thread.interrupted()).isTrue();
		IOException failure = new IOException();
		FutureTask<String> failing = new FutureTask<>(() -> {
			throw failure;
		});
		failing.run();
		assertThat(FutureOutcome.of(failing)).isEqualTo(new FutureOutcome(null, failure));
		FutureTask<String> cancelled = new FutureTask<>(() -> "");
		cancelled.cancel(false);
		assertThat(FutureOutcome.of(cancelled).failure()).isInstanceOf(CancellationException.class);
	}

	/**
	 * Interface like those of Guava and Google.
	 */
	public interface AcceptsListeners {

		void addListener(Runnable listener, Executor executor);

	}

	/**
	 * A future that calls its listeners in their order, and throws if the thread is
	 * interrupted, like Guava's.
	 */
	private static final class Listenable<T> extends FutureTask<T> implements ListenableFuture<T> {

		private final List<Runnable> listeners = new ArrayList<>();

		Listenable() {
			super(() -> {
				throw new IllegalStateException();
			});
		}

		@Override
		public void set(T value) {
			super.set(value);
			this.listeners.forEach(Runnable::run);
		}

		@Override
		public T get() throws InterruptedException, ExecutionException {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			return super.get();
		}

		@Override
		public void addListener(Runnable listener, Executor executor) {
			this.listeners.add(() -> executor.execute(listener));
		}

	}

	/**
	 * A future that accepts listeners.
	 *
	 * @param <T> the type of the value
	 */
	public interface ListenableFuture<T> extends java.util.concurrent.Future<T>, AcceptsListeners {

	}

}
