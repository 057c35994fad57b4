"""Prints the results of the benchmark "wrapper": wrapper.py <folder of results> <variant of separate calls>..."""

import pathlib
import sys

import figures

OURS = [
    ("clocks", "clocks only, no history"),
    ("clocks+history", "clocks, history"),
    ("clocks+history+call", "clocks, history, one service call"),
    ("clocks+history+meters", "clocks, history, meters"),
    ("clocks+history+sampler", "clocks, history, sampler"),
    ("clocks+history+edges", "clocks, history, edges"),
    ("clocks+history+edges+sampler", "clocks, history, edges, sampler"),
    ("clocks+history+edges+sampler+mdc", "clocks, history, edges, sampler, MDC: the default"),
    ("clocks+history+edges+sampler+mdc+exporters", "the default, and three exporters, one of them hanging"),
    ("clocks+history+edges+sampler+call+meters", "clocks, history, edges, sampler, one service call, meters"),
]
PEERS = [
    ("PeerCallBenchmark.plain", "plain call"),
    ("PeerCallBenchmark.advisorThatDoesNothing", "advisor that does nothing"),
    ("PeerCallBenchmark.timed", "Micrometer @Timed"),
    ("PeerCallBenchmark.observed", "Micrometer @Observed with a meter handler"),
    ("SpanCallBenchmark.withSpan", "OpenTelemetry agent @WithSpan, no exporter"),
    ("PeerCallBenchmark.kieker", "Kieker's operation execution, its dump writer"),
    ("PeerCallBenchmark.javamelody", "JavaMelody's Spring interceptor: duration, CPU, allocation"),
]
CLOCKS = [
    ("ClockBenchmark.wall", "System.nanoTime"),
    ("ClockBenchmark.threadCpu", "ThreadMXBean.getCurrentThreadCpuTime"),
    ("ClockBenchmark.threadAllocation", "ThreadMXBean.getCurrentThreadAllocatedBytes"),
]


def main(folder, separate):
    folder = pathlib.Path(folder)
    found = figures.jmh([*folder.glob("jmh-*.json"), *folder.glob("agent-*.json")])
    clocks = found[("ClockBenchmark.sixReads", frozenset())]

    def row(label, result, goal=""):
        return ([label] + result.time.cells() + [f"{result.allocation.median:,.0f}",
                                                figures.ratio(result.time, clocks.time), goal])

    def goal(result):
        reached = result.time.median <= 1.1 * clocks.time.median and result.allocation.median <= 96
        return "reached" if reached else "not reached"

    rows = [row("six clock reads: wall, CPU, allocation, twice", clocks)]
    rows += [row(label, found[(name, frozenset())]) for name, label in PEERS]
    for variant, label in OURS:
        result = found[("MonitoredCallBenchmark.call", frozenset({("variant", variant)}))]
        rows.append(row("Resource Monitor: " + label, result, goal(result)))
    figures.table(["consecutive calls"] + figures.CELLS + ["B", "x six reads", "goal: <= 1.1 x, <= 96 B"], rows)
    figures.table(["one clock read"] + figures.CELLS, [[label] + found[(name, frozenset())].time.cells()
                                                       for name, label in CLOCKS])
    separate_calls(folder, separate)
    print("Times in nanoseconds per call, B in bytes allocated per call. Consecutive calls: min and max are those of JMH's\n"
          "iterations of all rounds; consecutive calls share edge readings. Separate calls: more than 1 ms between calls,\n"
          "so both edges are read for each; the median, 10th and 90th percentile of the calls of a round, each as the\n"
          "median of all rounds, including the two clock reads around the call (see \"plain\").")


def separate_calls(folder, separate):
    labels = dict(OURS, plain="plain call")
    rows = []
    for variant in separate:
        result = figures.pooled(folder.glob(f"separate-{variant}-[0-9]*.json"))
        median = result["median"]
        # Without edges a record is not complete.
        reached = "reached" if median.median <= 20_000 else "not reached"
        goal = reached if "edges" in variant else ""
        rows.append([("" if variant == "plain" else "Resource Monitor: ") + labels[variant]] + median.cells()
                    + [figures.number(result["p10"].median), figures.number(result["p90"].median),
                       f'{result["bytes"].median:,.0f}', goal])
    figures.table(["separate calls"] + figures.CELLS + ["10 %", "90 %", "B", "goal: <= 20,000"], rows)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
