"""Prints the results of the benchmark "truth" as tables in Markdown: truth.py <folder of results>

Also writes the figures to summary.json in that folder. Exit status: 1 on an error that the resolution of clocks does not explain.
"""

import json
import pathlib
import statistics
import sys

STYLES = {"fork": "platform threads, fork and join", "async": "`@Async`", "reactor": "Reactor"}
LEAST_CPU = 10_000_000
TICK = 10_000_000


def errors(jobs, recorded, actual):
    """The errors of records in percent of the actual usage, for each job whose record has the value."""
    return sorted(100 * abs(job[recorded] / job[actual] - 1) for job in jobs if job[recorded] is not None)


def spread(values):
    if not values:
        return None
    return {"median": statistics.median(values), "p95": values[int(0.95 * (len(values) - 1))], "max": values[-1],
            "n": len(values)}


def summary(style, at_once, runs):
    jobs = [job for run in runs for job in run["jobs"]]
    process = sum(run["processCpu"] for run in runs)
    # Only known shares can be compared with the clock of the process, which advances in ticks.
    shared = [job for job in jobs if job["shareCpu"] is not None]
    return {
        "style": style, "atOnce": at_once, "invocations": len(jobs),
        "concurrency": max(job["concurrency"] for job in jobs),
        "own": {"cpu": spread(errors([job for job in jobs if job["cpu"] >= LEAST_CPU], "ownCpu", "cpu")),
                "allocation": spread(errors(jobs, "ownAllocated", "allocated")),
                "cpuSumPercent": 100 * (sum(job["ownCpu"] for job in jobs) / sum(job["cpu"] for job in jobs) - 1)},
        "process": {"cpu": spread(errors(jobs, "processCpu", "cpu")),
                    "sent": spread(errors(jobs, "processSent", "sent")),
                    "heap": spread(errors(jobs, "processHeap", "allocated"))},
        "share": {"known": len(shared), "belowOwn": sum(job["shareCpu"] < job["ownCpu"] for job in shared),
                  "aboveProcess": sum(job["processCpu"] is not None and job["shareCpu"] > job["processCpu"] + 2 * TICK
                                      for job in shared)},
        "wrongBytes": sum(job["recorded"] != job["sent"] for job in jobs),
        "incomplete": sum(not job["complete"] for job in jobs),
        "failures": sum(run["failures"] for run in runs),
        "processCpuMillis": process / 1e6,
        "accounted": {"millis": sum(run["accountedCpu"] for run in runs) / 1e6,
                      "percent": 100 * (sum(run["accountedCpu"] for run in runs) / process - 1),
                      "worstMillis": max(abs(run["accountedCpu"] - run["processCpu"]) for run in runs) / 1e6},
        "lateMillis": sum(run["lateCpu"] for run in runs) / 1e6,
        "meterBlindNanos": statistics.median(run["meterBlindNanos"] for run in runs),
    }


def percent(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def cell(figures):
    return " / ".join(percent(figures[key]) for key in ("median", "p95", "max")) if figures else "–"


def markdown(headers, rows):
    for row in [headers, ["---"] * len(headers)] + rows:
        print("| " + " | ".join(str(value) for value in row) + " |")
    print()


def main(folder):
    folder = pathlib.Path(folder)
    runs = {}
    for path in folder.glob("*-*-*.json"):
        run = json.loads(path.read_text())
        runs.setdefault((run["style"], run["atOnce"]), []).append(run)
    found = [summary(*key, runs[key]) for key in sorted(runs, key=lambda key: (list(STYLES).index(key[0]), key[1]))]
    (folder / "summary.json").write_text(json.dumps(found, indent="\t") + "\n")

    print("Error of a record in percent of the actual usage, over all invocations: median / 95th percentile / maximum.\n")
    markdown(["work done on", "concurrency", "invocations", "own CPU", "own allocation", "wrong bytes", "process CPU",
              "process bytes sent", "process heap", "goal: CPU ≤ 3 %, allocation ≤ 1 %, bytes exact"],
             [[STYLES[each["style"]], each["atOnce"], each["invocations"], cell(each["own"]["cpu"]),
               cell(each["own"]["allocation"]), each["wrongBytes"], cell(each["process"]["cpu"]),
               cell(each["process"]["sent"]), cell(each["process"]["heap"]), goal(each)] for each in found])
    print("Total of all invocations, compared with the CPU time of the process from getrusage, in milliseconds.\n")
    markdown(["work done on", "concurrency", "process", "shares + late + remainder", "difference", "maximum of a run",
              "late", "own above share", "share above process", "incomplete", "failures"],
             [[STYLES[each["style"]], each["atOnce"], f'{each["processCpuMillis"]:,.1f}',
               f'{each["accounted"]["millis"]:,.1f}', f'{each["accounted"]["percent"]:+.2f} %',
               f'{each["accounted"]["worstMillis"]:.1f}', f'{each["lateMillis"]:.2f}',
               f'{each["share"]["belowOwn"]} of {each["share"]["known"]}',
               f'{each["share"]["aboveProcess"]} of {each["share"]["known"]}', each["incomplete"], each["failures"]]
              for each in found])
    blind = statistics.median(each["meterBlindNanos"] for each in found)
    print(f"The meter of the actual usage takes {blind / 1000:.1f} µs that it does not include, up to eight times per\n"
          "invocation; these are part of the error of own CPU, like the work of the monitor on these threads.")
    wrong = sum(each[key] for each in found for key in ("wrongBytes", "incomplete", "failures"))
    wrong += sum(each["share"][key] for each in found for key in ("belowOwn", "aboveProcess"))
    wrong += sum(each["concurrency"] < each["atOnce"] for each in found)
    return 1 if wrong or not found else 0


def goal(each):
    own = each["own"]
    reached = own["cpu"]["max"] <= 3 and own["allocation"]["max"] <= 1 and not each["wrongBytes"]
    return "reached" if reached else "not reached"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
