package io.github.resourcemonitor.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class FailuresTests {

	@RegisterExtension
	private final CapturedLog log = new CapturedLog();

	private final Failures failures = new Failures();

	@Test
	void runsTheWorkOfAHook() {
		List<String> done = new ArrayList<>();
		this.failures.guard("hook", () -> done.add("work"));
		assertThat(done).containsExactly("work");
		assertThat(this.failures.<String>attempt("hook", () -> "result")).isEqualTo("result");
		assertThat(this.failures.<String>attempt("hook", () -> null)).isNull();
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void swallowsAndCountsAnyThrowable() {
		Throwable[] thrown = { new IllegalStateException("one"), new StackOverflowError(),
				new OutOfMemoryError("three"), new NoClassDefFoundError("four") };
		for (Throwable ex : thrown) {
			this.failures.guard("guarded", () -> sneakyThrow(ex));
			assertThat(this.failures.<String>attempt("attempted", () -> sneakyThrow(ex))).isNull();
		}
		assertThat(this.failures.summaries()).containsOnlyKeys("attempted", "guarded").allSatisfy((hook, summary) -> {
			assertThat(summary.count()).isEqualTo(4);
			assertThat(summary.last()).isEqualTo("java.lang.NoClassDefFoundError: four");
		});
	}

	@Test
	void swallowsSneakyCheckedExceptions() {
		this.failures.guard("hook", () -> sneakyThrow(new Exception("checked")));
		assertThat(this.failures.summaries().get("hook").last()).isEqualTo("java.lang.Exception: checked");
	}

	@Test
	void warnsOnceForEachHook() {
		for (int i = 0; i < 5; i++) {
			this.failures.record("first hook", new IllegalStateException("boom"));
			this.failures.record("second hook", new IllegalStateException("boom"));
		}
		assertThat(warnings("first hook")).isEqualTo(1);
		assertThat(warnings("second hook")).isEqualTo(1);
		assertThat(this.failures.summaries().get("first hook").count()).isEqualTo(5);
	}

	@Test
	void warnsOnceIfManyThreadsFailAtOnce() throws Exception {
		int threads = 4;
		int hooks = 50;
		CyclicBarrier barrier = new CyclicBarrier(threads);
		List<Thread> started = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			Thread thread = new Thread(() -> {
				for (int hook = 0; hook < hooks; hook++) {
					try {
						barrier.await();
					}
					catch (Exception ex) {
						return;
					}
					this.failures.record("hook <" + hook + ">", new IllegalStateException("boom"));
				}
			});
			thread.start();
			started.add(thread);
		}
		for (Thread thread : started) {
			thread.join();
		}
		assertThat(this.failures.summaries()).hasSize(hooks)
			.allSatisfy((hook, summary) -> assertThat(summary.count()).isEqualTo(threads));
		for (int hook = 0; hook < hooks; hook++) {
			assertThat(warnings("hook <" + hook + ">")).isEqualTo(1);
		}
	}

	@Test
	void countsAnExceptionThatCannotBeDescribed() {
		class Broken extends RuntimeException {

			@Override
			public String toString() {
				throw new IllegalStateException("no description");
			}

		}
		this.failures.guard("hook", () -> {
			throw new Broken();
		});
		assertThat(this.failures.summaries().get("hook").count()).isEqualTo(1);
		assertThat(this.failures.summaries().get("hook").last()).isEqualTo(Broken.class.getName());
	}

	@Test
	void returnsACopySortedByHook() {
		this.failures.record("b", new IllegalStateException());
		this.failures.record("a", new IllegalStateException());
		var summaries = this.failures.summaries();
		this.failures.record("c", new IllegalStateException());
		this.failures.record("a", new IllegalStateException());
		assertThat(summaries.keySet()).containsExactly("a", "b");
		assertThat(summaries.get("a").count()).isEqualTo(1);
	}

	@Test
	void saysWhatAFailureMeansForTheApplication() {
		this.failures.record("hook of a call", new IllegalStateException("boom"));
		this.failures.record("exporter", new IllegalStateException("boom"), "records wait");
		assertThat(this.log.records()).extracting(LogRecord::getMessage)
			.satisfiesExactly(
					(message) -> assertThat(message).contains("the call continues, but its record may be incomplete. "),
					(message) -> assertThat(message).contains("failed in exporter; records wait. Further failures")
						.doesNotContain("incomplete"));
	}

	private long warnings(String hook) {
		return this.log.records()
			.stream()
			.filter((record) -> record.getLevel() == Level.WARNING
					&& record.getMessage().contains("failed in " + hook + ";"))
			.count();
	}

	@SuppressWarnings("unchecked")
	private static <T, E extends Throwable> T sneakyThrow(Throwable ex) throws E {
		throw (E) ex;
	}

}
