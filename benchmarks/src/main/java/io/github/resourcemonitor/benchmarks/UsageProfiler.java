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
 * JMH profiler that adds the CPU time and the voluntary context switches of the whole
 * process for each call. With more threads than processors the time of a call is mostly
 * waiting, which does not affect these.
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
