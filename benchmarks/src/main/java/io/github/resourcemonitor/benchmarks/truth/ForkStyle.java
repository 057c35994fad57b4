package io.github.resourcemonitor.benchmarks.truth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import io.github.resourcemonitor.annotation.MonitoredHandler;

/**
 * The handler submits pieces to a pool of eight threads that all invocations share, does
 * one itself and waits for the others.
 */
class ForkStyle implements Style {

	private static final int THREADS = 8;

	private final Handler handler;

	ForkStyle(Handler handler) {
		this.handler = handler;
	}

	@Override
	public void run(Job job) {
		this.handler.handle(job);
	}

	static class Handler implements AutoCloseable {

		private final Work work;

		private final ExecutorService pool;

		Handler(Work work) {
			this.work = work;
			this.pool = Executors.newFixedThreadPool(THREADS, (task) -> new Thread(() -> {
				work.meter().prepare();
				task.run();
			}, "fork"));
		}

		@MonitoredHandler("fork")
		void handle(Job job) {
			this.work.meter().measure(job::metered, () -> {
				job.started(this.work.monitor().current().orElseThrow().id());
				Executor propagating = this.work.monitor().propagate(this.pool);
				Executor executor = (task) -> propagating.execute(this.work.meter().follow(task));
				CompletableFuture<?>[] others = IntStream.range(1, Job.PIECES)
					.mapToObj((piece) -> CompletableFuture.runAsync(() -> this.work.piece(job, piece), executor))
					.toArray(CompletableFuture<?>[]::new);
				this.work.piece(job, 0);
				CompletableFuture.allOf(others).join();
			});
		}

		@Override
		public void close() {
			this.pool.shutdownNow();
		}

	}

}
