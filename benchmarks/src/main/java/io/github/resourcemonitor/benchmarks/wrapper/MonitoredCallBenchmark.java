package io.github.resourcemonitor.benchmarks.wrapper;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Consecutive calls of a handler that Resource Monitor measures.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MonitoredCallBenchmark {

	/**
	 * The enabled features, see {@link MonitoredWork#start}.
	 */
	@Param({ "clocks", "clocks+history", "clocks+history+call", "clocks+history+meters", "clocks+history+sampler",
			"clocks+history+edges", "clocks+history+edges+sampler", "clocks+history+edges+sampler+mdc",
			"clocks+history+edges+sampler+mdc+exporters", "clocks+history+edges+sampler+call+meters" })
	public String variant = "";

	private final Object argument = new Object();

	private boolean withServiceCall;

	private @Nullable MonitoredWork application;

	private Work work = new Work(new Work.Service());

	/**
	 * Start the application.
	 */
	@Setup
	public void start() {
		MonitoredWork application = MonitoredWork.start(this.variant);
		this.withServiceCall = this.variant.contains("call");
		this.application = application;
		this.work = application.work();
	}

	/**
	 * Stop the application.
	 */
	@TearDown
	public void stop() {
		if (this.application != null) {
			if (this.application.invocations() == 0) {
				throw new IllegalStateException("Nothing was measured");
			}
			this.application.close();
		}
	}

	/**
	 * Call the handler.
	 * @return its result
	 */
	@Benchmark
	public Object call() {
		return this.withServiceCall ? this.work.monitoredWithServiceCall(this.argument)
				: this.work.monitored(this.argument);
	}

}
