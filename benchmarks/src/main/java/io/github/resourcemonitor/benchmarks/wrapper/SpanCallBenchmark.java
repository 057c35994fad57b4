package io.github.resourcemonitor.benchmarks.wrapper;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Consecutive calls that the OpenTelemetry agent records as spans. Requires the agent.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpanCallBenchmark {

	private final Object argument = new Object();

	private final Work work = new Work(new Work.Service());

	/**
	 * Check that the agent records spans.
	 */
	@Setup
	public void check() {
		Probe probe = new Probe();
		if (!probe.isRecording()) {
			throw new IllegalStateException("No span is recorded: is the agent installed?");
		}
	}

	/**
	 * Call the method.
	 * @return its result
	 */
	@Benchmark
	public Object withSpan() {
		return this.work.span(this.argument);
	}

	/**
	 * Checks whether the agent instruments {@link WithSpan}.
	 */
	static class Probe {

		@WithSpan
		boolean isRecording() {
			return Span.current().isRecording();
		}

	}

}
