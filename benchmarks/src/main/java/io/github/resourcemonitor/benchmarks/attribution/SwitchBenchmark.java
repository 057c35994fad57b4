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
 * A task that does next to nothing, run on a thread that has to turn to something for it
 * and back.
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
	 * The task alone.
	 * @return something
	 */
	@Benchmark
	public long alone() {
		return task();
	}

	/**
	 * The task between two looks at each of the two clocks of its thread, which nobody
	 * who tells exactly what it used can do without.
	 * @return something
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
	 * A thread local is set and set back.
	 * @param local the thread local
	 * @return something
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
	 * OpenTelemetry's context is made current.
	 * @param context the context
	 * @return something
	 */
	@Benchmark
	public long openTelemetry(OpenTelemetryContext context) {
		try (Scope scope = context.context.makeCurrent()) {
			return task();
		}
	}

	/**
	 * Micrometer sets one thread local.
	 * @param micrometer the snapshot
	 * @return something
	 */
	@Benchmark
	public long micrometer(MicrometerSnapshot micrometer) {
		try (ContextSnapshot.Scope scope = micrometer.snapshot.setThreadLocals()) {
			return task();
		}
	}

	/**
	 * Micrometer sets the invocation.
	 * @param away the invocation
	 * @return something
	 */
	@Benchmark
	public long monitorThroughMicrometer(Away away) {
		try (ContextSnapshot.Scope scope = away.snapshot.setThreadLocals()) {
			return task();
		}
	}

	/**
	 * The thread works for nobody and turns to an invocation.
	 * @param away the invocation
	 */
	@Benchmark
	public void monitor(Away away) {
		away.task.run();
	}

	/**
	 * The thread works for an invocation and turns to another one.
	 * @param between both
	 */
	@Benchmark
	public void monitorFromAnother(Between between) {
		between.task.run();
	}

	/**
	 * The thread works for the invocation already.
	 * @param inside the invocation
	 */
	@Benchmark
	public void monitorReentrant(Inside inside) {
		inside.task.run();
	}

	/**
	 * A plain thread local.
	 */
	@State(org.openjdk.jmh.annotations.Scope.Thread)
	public static class PlainThreadLocal {

		final ThreadLocal<@Nullable String> value = new ThreadLocal<>();

	}

	/**
	 * A context of OpenTelemetry's with one value.
	 */
	@State(org.openjdk.jmh.annotations.Scope.Thread)
	public static class OpenTelemetryContext {

		final Context context = Context.root().with(ContextKey.named("key"), "inside");

	}

	/**
	 * A snapshot of Micrometer's with one value, for a thread local.
	 */
	@State(org.openjdk.jmh.annotations.Scope.Thread)
	public static class MicrometerSnapshot {

		final ContextSnapshot snapshot;

		/**
		 * Take it.
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
	 * The monitor of an application that reads nothing but the clocks of threads, and an
	 * invocation.
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

		private final Callable<String> worksFor = this.monitor
			.propagate(() -> this.monitor.current().map(Invocation::id).orElse("nobody"));

		/**
		 * Make sure that tasks work for the invocation, and others do not.
		 * @throws Exception if that fails
		 */
		@Setup
		public void check() throws Exception {
			String now = this.monitor.current().map(Invocation::id).orElse("nobody");
			if (!this.worksFor.call().equals(this.scope.id()) || now.equals(this.scope.id()) != isInside()) {
				throw new IllegalStateException("The task works for " + this.worksFor.call() + ", the thread for " + now
						+ ", but the invocation is " + this.scope.id());
			}
		}

		boolean isInside() {
			return false;
		}

		/**
		 * Have the thread leave the invocation, which goes on.
		 */
		void leave() {
			// It would end when this is completed.
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
	 * An invocation for which the thread of the benchmark works all the time.
	 */
	@State(org.openjdk.jmh.annotations.Scope.Thread)
	public static class Inside extends Monitored {

		@Override
		boolean isInside() {
			return true;
		}

	}

	/**
	 * An invocation that goes on elsewhere.
	 */
	@State(org.openjdk.jmh.annotations.Scope.Thread)
	public static class Away extends Monitored {

		final ContextSnapshot snapshot;

		/**
		 * Leave it.
		 */
		public Away() {
			ContextRegistry registry = new ContextRegistry();
			new InvocationThreadLocalAccessor(this.application.bean(Invocations.class), registry);
			this.snapshot = ContextSnapshotFactory.builder().contextRegistry(registry).build().captureAll();
			leave();
		}

	}

	/**
	 * An invocation that goes on elsewhere, while the thread works for another one.
	 */
	@State(org.openjdk.jmh.annotations.Scope.Thread)
	public static class Between extends Monitored {

		/**
		 * Leave it and start the other one.
		 */
		public Between() {
			leave();
			this.monitor.start("other");
		}

	}

}
