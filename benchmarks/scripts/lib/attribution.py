"""Prints the results of the benchmark "attribution": attribution.py <folder of results> <numbers of threads>"""

import json
import pathlib
import sys

import figures

SWITCHES = [
    ("alone", "the task alone"),
    ("betweenClocks", "four clock reads: CPU, allocation, twice"),
    ("threadLocal", "a thread local, set and set back"),
    ("openTelemetry", "OpenTelemetry Context.makeCurrent"),
    ("micrometer", "Micrometer setThreadLocals, one thread local"),
    ("monitor", "Resource Monitor: from nobody to an invocation"),
    ("monitorFromAnother", "Resource Monitor: from one invocation to another"),
    ("monitorReentrant", "Resource Monitor: to the same invocation"),
    ("monitorThroughMicrometer", "Resource Monitor by Micrometer setThreadLocals"),
]
PLAIN = ("PeerCallBenchmark.plain", None)
HANDLERS = [
    (PLAIN, "no monitoring"),
    (("MonitoredCallBenchmark.call", "clocks+history"), "Resource Monitor: clocks only"),
    (("MonitoredCallBenchmark.call", "clocks+history+edges"), "Resource Monitor: clocks, edges"),
    (("MonitoredCallBenchmark.call", "clocks+history+edges+sampler"), "Resource Monitor: the default"),
    (("PeerCallBenchmark.timed", None), "Micrometer @Timed"),
    (("PeerCallBenchmark.observed", None), "Micrometer @Observed with a meter handler"),
    (("SpanCallBenchmark.withSpan", None), "OpenTelemetry's agent @WithSpan, no exporter"),
]


def main(folder, threads):
    folder = pathlib.Path(folder)
    switches(figures.jmh(folder.glob("switch-*.json")))
    for number in threads:
        callers(int(number), [*folder.glob(f"callers-{number}-*.json"), *folder.glob(f"agent-{number}-*.json")])
    print("Switch: nanoseconds to turn a thread to something, run a task that does next to nothing, and turn back.\n"
          "Handler: the time of a call is what a caller waits, nanoseconds; with more callers than processors most of it is\n"
          "queueing. CPU is that of the whole process for each call, nanoseconds, the sampler's and the collector's included;\n"
          "switches are how often a thread gave its processor away, for each 1000 calls: waiting for locks shows there.")


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
    figures.table([f"handler, {number} at once"] + figures.CELLS + ["million/s", "CPU", "switches/1000", "B"], rows)


def results(paths):
    """Calls per second of all threads together, and what the process used for a call, in all iterations."""
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
