"""Prints the results of the benchmark "attribution": attribution.py <folder of results> <numbers of threads>"""

import json
import pathlib
import sys

import figures

SWITCHES = [
    ("alone", "the task, no switch"),
    ("betweenClocks", "four clock reads: CPU, allocation, twice"),
    ("threadLocal", "a thread local, set and restored"),
    ("openTelemetry", "OpenTelemetry Context.makeCurrent"),
    ("micrometer", "Micrometer setThreadLocals, one thread local"),
    ("monitor", "Resource Monitor: from none to an invocation"),
    ("monitorFromAnother", "Resource Monitor: from one invocation to another"),
    ("monitorReentrant", "Resource Monitor: to the current invocation"),
    ("monitorThroughMicrometer", "Resource Monitor through Micrometer setThreadLocals"),
]
PLAIN = ("PeerCallBenchmark.plain", None)
HANDLERS = [
    (PLAIN, "no monitoring"),
    (("MonitoredCallBenchmark.call", "clocks+history"), "Resource Monitor: clocks only"),
    (("MonitoredCallBenchmark.call", "clocks+history+edges"), "Resource Monitor: clocks, edges"),
    (("MonitoredCallBenchmark.call", "clocks+history+edges+sampler"), "Resource Monitor: clocks, edges, sampler"),
    (("PeerCallBenchmark.timed", None), "Micrometer @Timed"),
    (("PeerCallBenchmark.observed", None), "Micrometer @Observed with a meter handler"),
    (("SpanCallBenchmark.withSpan", None), "OpenTelemetry agent @WithSpan, no exporter"),
    (("PeerCallBenchmark.javamelody", None), "JavaMelody's Spring interceptor"),
]


def main(folder, threads):
    folder = pathlib.Path(folder)
    switches(figures.jmh(folder.glob("switch-*.json")))
    for number in threads:
        callers(int(number), [*folder.glob(f"callers-{number}-*.json"), *folder.glob(f"agent-{number}-*.json")])
    print("Switch: nanoseconds to switch the context of a thread, run a trivial task, and restore the context.\n"
          "Handler: latency of a call in nanoseconds; with more callers than processors most of it is queueing. CPU is the\n"
          "CPU time of the whole process per call in nanoseconds, including sampler and garbage collector; switches are the\n"
          "voluntary context switches per 1000 calls, which include waiting for locks.")


def switches(found):
    found = {name: result for (name, _), result in found.items()}
    clocks = found["SwitchBenchmark.betweenClocks"].time
    figures.table(["switch"] + figures.CELLS + ["B", "x four reads"],
                  [[label] + found["SwitchBenchmark." + name].time.cells()
                   + [f'{found["SwitchBenchmark." + name].allocation.median:,.0f}',
                      figures.ratio(found["SwitchBenchmark." + name].time, clocks)] for name, label in SWITCHES])


def callers(number, paths):
    found = results(paths)
    rows = []
    for key, label in HANDLERS:
        result = found[key]
        times = figures.Figures(number * 1e9 / value for value in result["calls"])
        rows.append([label] + times.cells()
                    + [figures.number(figures.Figures(result["calls"]).median / 1e6, 3),
                       figures.number(figures.Figures(result["cpu"]).median),
                       figures.number(1000 * figures.Figures(result["switches"]).median),
                       f'{figures.Figures(result["bytes"]).median:,.0f}'])
    figures.table([f"handler, {number} callers"] + figures.CELLS + ["million/s", "CPU", "switches/1000", "B"], rows)


def results(paths):
    """Total calls per second of all threads, and usage of the process per call, for each iteration."""
    names = {"cpu": "usage.cpu", "switches": "usage.switches", "bytes": "gc.alloc.rate.norm"}
    found = {}
    for path in sorted(paths):
        for result in json.loads(path.read_text()):
            metrics = {"calls": result["primaryMetric"]}
            metrics.update((name, result["secondaryMetrics"][metric]) for name, metric in names.items())
            key = (".".join(result["benchmark"].split(".")[-2:]), result.get("params", {}).get("variant"))
            for name, metric in metrics.items():
                for fork in metric["rawData"]:
                    found.setdefault(key, {}).setdefault(name, []).extend(fork)
    return found


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2].split())
