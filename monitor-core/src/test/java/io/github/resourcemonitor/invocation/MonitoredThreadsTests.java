package io.github.resourcemonitor.invocation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MonitoredThreadsTests {

	@Test
	void knowsAThreadWhoseThreadLocalsWereErased() throws Exception {
		TestMonitor test = new TestMonitor();
		test.build();
		MonitoredThreads threads = new MonitoredThreads(test.invocations().components());
		Map<Thread, Set<MonitoredThread>> found = new HashMap<>();
		for (int i = 0; i < 100; i++) {
			CountDownLatch done = new CountDownLatch(1);
			// The common pool erases them after each task. Waiting for a future would run
			// the task here.
			ForkJoinPool.commonPool().execute(() -> {
				found.computeIfAbsent(Thread.currentThread(), (thread) -> new HashSet<>()).add(threads.current());
				done.countDown();
			});
			done.await();
		}
		assertThat(found).isNotEmpty().doesNotContainKey(Thread.currentThread());
		assertThat(found.values()).allSatisfy((states) -> assertThat(states).hasSize(1));
	}

}
