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
 * Takes the estimates from the monitor's records: each task is an invocation, and each
 * pause is a service call or is not reported.
 */
final class MonitorEstimate extends Estimate {

	private final Application application;

	private final boolean reportsPauses;

	MonitorEstimate(Carriers carriers, Application application, boolean reportsPauses) {
		super(carriers);
		this.application = application;
		this.reportsPauses = reportsPauses;
	}

	@Override
	void run(Task task, Runnable work) {
		ResourceMonitor monitor = this.application.monitor;
		monitor.run("task", () -> {
			this.application.expectRecord(monitor.current().orElseThrow(), task);
			work.run();
		});
	}

	@Override
	void block(Task task, Runnable pause) {
		if (!this.reportsPauses) {
			pause.run();
			return;
		}
		try {
			this.application.monitor.callService("service", "wait", CallDirection.NONE, () -> {
				pause.run();
				return task;
			});
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	void onStart(Task task) {
	}

	@Override
	double microsPerEvent() {
		return Double.NaN;
	}

	@Override
	void conclude(List<Task> tasks) {
		this.application.check();
	}

	/**
	 * An application whose monitor reads only thread clocks.
	 */
	static final class Application implements AutoCloseable {

		private final Map<String, Task> running = new ConcurrentHashMap<>();

		private final MonitoredContext context = new MonitoredContext(new Records(), "sampling.edges=false",
				"sampling.enabled=false", "history.capacity=0");

		private final ResourceMonitor monitor = this.context.monitor();

		private void expectRecord(Invocation invocation, Task task) {
			this.running.put(invocation.id(), task);
		}

		/**
		 * Fail if a task has no estimate, because a missing estimate is not an estimate
		 * of 0.
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
				Task task = Application.this.running.get(record.id());
				Long cpu = record.own().estimatedCpuNanos();
				Long bytes = record.own().estimatedAllocatedBytes();
				Long limit = record.own().estimatedCpuLimitNanos();
				if (task != null && cpu != null && bytes != null && limit != null) {
					task.add(cpu, bytes);
					task.cpuLimit = limit;
					Application.this.running.remove(record.id());
				}
			}

		}

	}

}
