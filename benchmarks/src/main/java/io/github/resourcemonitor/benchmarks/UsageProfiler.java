package io.github.resourcemonitor.benchmarks;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Adds to a result of JMH what the whole process used for a call: CPU time, and how often
 * a thread gave the processor away. With more threads than processors the time of a call
 * is mostly waiting; these are not.
 */
public final class UsageProfiler implements InternalProfiler {

	private @Nullable ProcessUsage before;

	@Override
	public String getDescription() {
		return "CPU time and context switches of the process for each call";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		this.before = ProcessUsage.now();
	}

	@Override
	public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		ProcessUsage before = this.before;
		long calls = result.getMetadata().getAllOps();
		if (before == null || calls == 0) {
			return List.of();
		}
		ProcessUsage used = ProcessUsage.now().since(before);
		return List.of(new ScalarResult("usage.cpu", (double) used.cpuNanos() / calls, "ns/op", AggregationPolicy.AVG),
				new ScalarResult("usage.switches", (double) used.voluntarySwitches() / calls, "counts/op",
						AggregationPolicy.AVG));
	}

}
