package io.github.resourcemonitor.benchmarks.attribution;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.benchmarks.MonitoredContext;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.propagation.InvocationThreadLocalAccessor;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Cost of switching the context of a thread for a trivial task, and of restoring it: a
 * thread local, OpenTelemetry, Micrometer, and the monitor.
 */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SwitchBenchmark {

	private final ThreadMXBean clocks = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private long count;

	private long task() {
		return ++this.count;
	}

	/**
	 * Baseline: the task without a switch.
	 * @return the result of the task
	 */
	@Benchmark
	public long alone() {
		return task();
	}

	/**
	 * The task between two readings of the CPU time and the allocation of the thread: the
	 * minimum for any exact attribution.
	 * @return the result of the task and the readings
	 */
	@Benchmark
	public long betweenClocks() {
		long allocated = this.clocks.getCurrentThreadAllocatedBytes();
		long cpu = this.clocks.getCurrentThreadCpuTime();
		long result = task();
		return result + this.clocks.getCurrentThreadCpuTime() - cpu + this.clocks.getCurrentThreadAllocatedBytes()
				- allocated;
	}

	/**
	 * Set and restore a plain thread local.
	 * @param local the thread local
	 * @return the result of the task
	 */
	@Benchmark
	public long threadLocal(PlainThreadLocal local) {
		String before = local.value.get();
		local.value.set("inside");
		try {
			return task();
		}
		finally {
			local.value.set(before);
		}
	}

	/**
	 * Make an OpenTelemetry context current.
	 * @param context the context
	 * @return the result of the task
	 */
	@Benchmark
	public long openTelemetry(OpenTelemetryContext context) {
		try (Scope scope = context.context.makeCurrent()) {
			return task();
		}
	}

	/**
	 * Set one thread local from a Micrometer snapshot.
	 * @param micrometer the snapshot
	 * @return the result of the task
	 */
	@Benchmark
	public long micrometer(MicrometerSnapshot micrometer) {
		try (ContextSnapshot.Scope scope = micrometer.snapshot.setThreadLocals()) {
			return task();
		}
	}

	/**
	 * Set the current invocation from a Micrometer snapshot.
	 * @param detached the invocation
	 * @return the result of the task
	 */
	@Benchmark
	public long monitorThroughMicrometer(DetachedInvocation detached) {
		try (ContextSnapshot.Scope scope = detached.snapshot.setThreadLocals()) {
			return task();
		}
	}

	/**
	 * Switch from no invocation to an invocation.
	 * @param detached the invocation
	 */
	@Benchmark
	public void monitor(DetachedInvocation detached) {
		detached.task.run();
	}

	/**
	 * Switch from one invocation to another one.
	 * @param other the invocation to switch to
	 */
	@Benchmark
	public void monitorFromAnother(OtherInvocation other) {
		other.task.run();
	}

	/**
	 * Switch to the invocation that is already current.
	 * @param current the invocation
	 */
	@Benchmark
	public void monitorReentrant(CurrentInvocation current) {
		current.task.run();
	}

	/**
	 * A plain thread local.
	 */
	@State(org.openjdk.jmh.annotations.Scope.Thread)
	public static class PlainThreadLocal {

		final ThreadLocal<@Nullable String> value = new ThreadLocal<>();

	}

	/**
	 * An OpenTelemetry context with one value.
	 */
	@State(org.openjdk.jmh.annotations.Scope.Thread)
	public static class OpenTelemetryContext {

		final Context context = Context.root().with(ContextKey.named("key"), "inside");

	}

	/**
	 * A Micrometer snapshot with the value of one thread local.
	 */
	@State(org.openjdk.jmh.annotations.Scope.Thread)
	public static class MicrometerSnapshot {

		final ContextSnapshot snapshot;

		/**
		 * Capture the snapshot.
		 */
		public MicrometerSnapshot() {
			ThreadLocal<String> local = new ThreadLocal<>();
			ContextRegistry registry = new ContextRegistry().registerThreadLocalAccessor("key", local);
			local.set("inside");
			this.snapshot = ContextSnapshotFactory.builder().contextRegistry(registry).build().captureAll();
			local.remove();
		}

	}

	/**
	 * An application whose monitor reads only thread clocks, with one open invocation.
	 */
	abstract static class Monitored {

		final MonitoredContext application = new MonitoredContext("sampling.enabled=false", "sampling.edges=false",
				"history.capacity=0");

		final ResourceMonitor monitor = this.application.monitor();

		private final InvocationScope scope = this.monitor.start("switch");

		private long count;

		final Runnable task = this.monitor.propagate(() -> {
			this.count++;
		});

		private final Callable<String> invocationOfTask = this.monitor
			.propagate(() -> this.monitor.current().map(Invocation::id).orElse("none"));

		/**
		 * Check that the task runs for the invocation, and the thread does so only if
		 * expected.
		 * @throws Exception if the task fails
		 */
		@Setup
		public void check() throws Exception {
			String now = this.monitor.current().map(Invocation::id).orElse("none");
			if (!this.invocationOfTask.call().equals(this.scope.id()) || now.equals(this.scope.id()) != isInside()) {
				throw new IllegalStateException("The task works for " + this.invocationOfTask.call()
						+ ", the thread for " + now + ", but the invocation is " + this.scope.id());
			}
		}

		boolean isInside() {
			return false;
		}

		/**
		 * Detach the thread from the invocation, which stays open.
		 */
		void detach() {
			// The invocation stays open, because this future is never completed.
			this.scope.closeWith(new CompletableFuture<>());
		}

		/**
		 * Stop the application.
		 */
		@TearDown
		public void stop() {
			if (this.application.bean(Failures.class).summaries().size() > 0) {
				throw new IllegalStateException("The monitor failed");
			}
			this.application.close();
		}

	}

	/**
	 * An invocation that is current on the benchmark thread.
	 */
	@State(org.openjdk.jmh.annotations.Scope.Thread)
	public static class CurrentInvocation extends Monitored {

		@Override
		boolean isInside() {
			return true;
		}

	}

	/**
	 * An open invocation that is not current on the benchmark thread.
	 */
	@State(org.openjdk.jmh.annotations.Scope.Thread)
	public static class DetachedInvocation extends Monitored {

		final ContextSnapshot snapshot;

		/**
		 * Start the invocation and detach the thread.
		 */
		public DetachedInvocation() {
			ContextRegistry registry = new ContextRegistry();
			new InvocationThreadLocalAccessor(this.application.bean(Invocations.class), registry);
			this.snapshot = ContextSnapshotFactory.builder().contextRegistry(registry).build().captureAll();
			detach();
		}

	}

	/**
	 * An open invocation, while another one is current on the benchmark thread.
	 */
	@State(org.openjdk.jmh.annotations.Scope.Thread)
	public static class OtherInvocation extends Monitored {

		/**
		 * Start the invocation, detach the thread, and start the current one.
		 */
		public OtherInvocation() {
			detach();
			this.monitor.start("other");
		}

	}

}
