package io.github.resourcemonitor.sampling;

import java.util.List;

import io.github.resourcemonitor.sampling.ThreadTimes.ThreadTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadTimesTests {

	@Test
	void returnsTheBusiestThreadsFirst() {
		ThreadTimes before = new ThreadTimes(List.of(thread(1, 0, 10, 10), thread(2, 0, 5, 0), thread(3, 0, 7, 7)));
		ThreadTimes after = new ThreadTimes(List.of(thread(1, 0, 12, 11), thread(2, 0, 55, 1), thread(3, 0, 7, 7)));
		assertThat(after.since(before, 10)).containsExactly(thread(2, 0, 50, 1), thread(1, 0, 2, 1));
		assertThat(after.since(before, 1)).containsExactly(thread(2, 0, 50, 1));
		assertThat(after.since(before, 0)).isEmpty();
	}

	@Test
	void threadThatStartedInBetweenCountsFromZero() {
		ThreadTimes before = new ThreadTimes(List.of(thread(1, 0, 10, 10)));
		ThreadTimes after = new ThreadTimes(List.of(thread(1, 0, 10, 10), thread(2, 50, 3, 4)));
		assertThat(after.since(before, 10)).containsExactly(thread(2, 50, 3, 4));
	}

	@Test
	void distinguishesThreadsWithAReusedIdByTheirStart() {
		ThreadTimes before = new ThreadTimes(List.of(thread(1, 0, 10, 10)));
		ThreadTimes after = new ThreadTimes(List.of(thread(1, 99, 11, 12)));
		assertThat(after.since(before, 10)).containsExactly(thread(1, 99, 11, 12));
	}

	@Test
	void threadThatEndedIsMissing() {
		ThreadTimes before = new ThreadTimes(List.of(thread(1, 0, 10, 10)));
		assertThat(new ThreadTimes(List.of()).since(before, 10)).isEmpty();
	}

	private static ThreadTime thread(long id, long start, long user, long system) {
		return new ThreadTime(id, start, "thread " + id, user, system);
	}

}
