package io.github.resourcemonitor.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.resourcemonitor.failure.Failures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FollowedFuture}.
 */
class FollowedFutureTests {

	private final List<String> events = new ArrayList<>();

	private final CompletableFuture<String> original = new CompletableFuture<>();

	private final FollowedFuture<String> followed = new FollowedFuture<>(this.original, () -> this.events.add("over"),
			new Failures());

	@Test
	void isNoLongerPendingWhenTheOriginalHasCompleted() {
		this.followed.follow();
		this.followed.thenAccept((value) -> this.events.add("caller"));
		assertThat(this.events).isEmpty();
		this.original.complete("value");
		assertThat(this.events).containsExactly("over", "caller");
	}

	@Test
	void isNoLongerPendingWhenItIsCancelled() {
		this.followed.follow();
		this.followed.cancel(false);
		assertThat(this.events).containsExactly("over");
	}

}
