package io.github.resourcemonitor.concurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class JournalTests {

	private static final int MANY = 1000;

	private final List<Long> applied = new ArrayList<>();

	private boolean failing;

	private final Journal<Timed> journal = new Journal<>(Journal.Order.TIME, this::apply);

	private void apply(Timed entry) {
		if (this.failing) {
			throw new IllegalStateException("Fails");
		}
		this.applied.add(entry.nanos);
	}

	@Test
	void mergesTheStripesByTime() throws InterruptedException {
		for (long time = 0; time < 3 * Stripes.COUNT; time++) {
			onAnotherThread(time);
		}
		assertThat(read()).isSorted().hasSize(3 * Stripes.COUNT);
	}

	@Test
	void comparesTimesByDifference() throws InterruptedException {
		Thread first = new Thread(() -> this.journal.add(new Timed(Long.MAX_VALUE - 1)));
		first.start();
		first.join();
		onAnotherThread(Long.MIN_VALUE + 1);
		assertThat(read()).containsExactly(Long.MAX_VALUE - 1, Long.MIN_VALUE + 1);
	}

	@Test
	void keepsTheOrderOfAThreadWhateverTheTimes() {
		Long[] times = new Long[MANY];
		for (int i = 0; i < MANY; i++) {
			times[i] = (long) (MANY - i);
			this.journal.add(new Timed(times[i]));
		}
		assertThat(read()).isEqualTo(Arrays.asList(times));
	}

	@Test
	void appliesABatchWithoutAReader() {
		for (int i = 0; i < MANY; i++) {
			this.journal.add(new Timed(i));
		}
		assertThat(this.applied).hasSizeBetween(MANY - 100, MANY).isSorted();
	}

	@Test
	void losesNothingWhenApplyingFails() throws InterruptedException {
		this.failing = true;
		for (int i = 0; i < MANY; i++) {
			this.journal.add(new Timed(i));
		}
		onAnotherThread(MANY);
		assertThatIllegalStateException().isThrownBy(this::read);
		onAnotherThread(MANY + 1);
		this.failing = false;
		assertThat(read()).hasSize(MANY + 2).doesNotHaveDuplicates();
	}

	private void onAnotherThread(long time) throws InterruptedException {
		Thread thread = new Thread(() -> this.journal.add(new Timed(time)));
		thread.start();
		thread.join();
	}

	private List<Long> read() {
		return this.journal.read(() -> this.applied);
	}

	private static final class Timed extends Journal.Entry {

		private final long nanos;

		Timed(long nanos) {
			this.nanos = nanos;
		}

		@Override
		protected long nanos() {
			return this.nanos;
		}

	}

}
