package io.github.resourcemonitor.benchmarks.virtual;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.benchmarks.MonitoredContext;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.InvocationListener;
import io.github.resourcemonitor.record.InvocationRecord;

/**
 * What the records of the library say: each task is an invocation, and each pause is a
 * service call, or is not told.
 */
final class Library extends Estimate {

	private final Application application;

	private final boolean pauses;

	Library(Carriers carriers, Application application, boolean pauses) {
		super(carriers);
		this.application = application;
		this.pauses = pauses;
	}

	@Override
	void run(Stay stay, Runnable work) {
		ResourceMonitor monitor = this.application.monitor;
		monitor.run("task", () -> {
			this.application.expect(monitor.current().orElseThrow(), stay);
			work.run();
		});
	}

	@Override
	void block(Stay stay, Runnable pause) {
		if (!this.pauses) {
			pause.run();
			return;
		}
		try {
			this.application.monitor.callService("service", "wait", CallDirection.NONE, () -> {
				pause.run();
				return stay;
			});
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	void onStart(Stay stay) {
	}

	@Override
	void onEnd(Stay stay) {
	}

	@Override
	void onTick() {
	}

	@Override
	double microsPerEvent() {
		return Double.NaN;
	}

	@Override
	void conclude(List<Stay> stays) {
		this.application.check();
	}

	/**
	 * An application that has the monitor, which reads nothing but the clocks of threads.
	 */
	static final class Application implements AutoCloseable {

		private final Map<String, Stay> running = new ConcurrentHashMap<>();

		private final MonitoredContext context = new MonitoredContext(new Records(), "sampling.edges=false",
				"sampling.enabled=false", "history.capacity=0");

		private final ResourceMonitor monitor = this.context.monitor();

		private void expect(Invocation invocation, Stay stay) {
			this.running.put(invocation.id(), stay);
		}

		/**
		 * An estimate that is missing is no estimate of 0.
		 */
		private void check() {
			Map<String, Failures.Summary> failures = this.context.bean(Failures.class).summaries();
			if (!this.running.isEmpty() || !failures.isEmpty()) {
				throw new IllegalStateException(
						this.running.size() + " tasks have no estimate in a record; failures: " + failures);
			}
		}

		@Override
		public void close() {
			this.context.close();
		}

		private final class Records implements InvocationListener {

			@Override
			public void onEnd(InvocationRecord record) {
				Stay stay = Application.this.running.get(record.id());
				Long cpu = record.own().estimatedCpuNanos();
				Long bytes = record.own().estimatedAllocatedBytes();
				if (stay != null && cpu != null && bytes != null) {
					stay.add(cpu, bytes);
					Application.this.running.remove(record.id());
				}
			}

		}

	}

}
