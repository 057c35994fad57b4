package io.github.resourcemonitor.benchmarks.truth;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.resourcemonitor.annotation.MonitoredHandler;

import org.springframework.scheduling.annotation.Async;

/**
 * The handler calls {@code @Async} methods, does one piece itself, and returns a future
 * whose completion ends the invocation.
 */
class AsyncStyle implements Style {

	private final Handler handler;

	AsyncStyle(Handler handler) {
		this.handler = handler;
	}

	@Override
	public void run(Job job) throws Exception {
		this.handler.handle(job).get();
	}

	static class Handler {

		private final Work work;

		private final Steps steps;

		Handler(Work work, Steps steps) {
			this.work = work;
			this.steps = steps;
		}

		@MonitoredHandler("async")
		CompletableFuture<?> handle(Job job) {
			CompletableFuture<?>[] others = new CompletableFuture<?>[Job.PIECES - 1];
			this.work.meter().measure(job::metered, () -> {
				job.started(this.work.monitor().current().orElseThrow().id());
				IntStream.range(1, Job.PIECES)
					.forEach((piece) -> others[piece - 1] = this.steps.pieceAsync(job, piece));
				this.work.piece(job, 0);
			});
			return CompletableFuture.allOf(others);
		}

	}

	static class Steps {

		private final Work work;

		Steps(Work work) {
			this.work = work;
		}

		@Async
		CompletableFuture<?> pieceAsync(Job job, int piece) {
			this.work.piece(job, piece);
			return CompletableFuture.completedFuture(piece);
		}

	}

}
