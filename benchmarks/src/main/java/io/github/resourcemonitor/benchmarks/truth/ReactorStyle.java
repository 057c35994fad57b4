package io.github.resourcemonitor.benchmarks.truth;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The handler returns a {@link Mono} that does one piece on the subscribing thread and
 * the others on Reactor's parallel scheduler.
 */
class ReactorStyle implements Style {

	private final Handler handler;

	ReactorStyle(Handler handler) {
		this.handler = handler;
	}

	@Override
	public void run(Job job) {
		this.handler.handle(job).block();
	}

	static class Handler {

		private final Work work;

		Handler(Work work) {
			this.work = work;
		}

		@MonitoredHandler("reactor")
		Mono<Void> handle(Job job) {
			Mono<Void> first = Mono.fromRunnable(() -> {
				job.started(this.work.monitor().current().orElseThrow().id());
				this.work.piece(job, 0);
			});
			Mono<Void> all = first.then(Flux.range(1, Job.PIECES - 1)
				.flatMap((piece) -> Mono.fromRunnable(() -> this.work.piece(job, piece))
					.subscribeOn(Schedulers.parallel()))
				.then());
			// Scheduling the pieces and waking up threads is work of the invocation, too.
			return Mono.from((subscriber) -> this.work.meter().measure(job::metered, () -> all.subscribe(subscriber)));
		}

	}

}
