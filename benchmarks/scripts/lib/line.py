"""Prints the results of the benchmark "line": line.py <folder of results>"""

import json
import pathlib
import sys

import figures

ROWS = [
    ("compact", "Resource Monitor: compact"),
    ("compactForCloudLogging", "Resource Monitor: compact, with Cloud Logging's fields"),
    ("standardOutput", "Resource Monitor: standard output, compact, discarded"),
    ("recordJson", "Resource Monitor: full"),
    ("standardOutputInFull", "Resource Monitor: standard output, full, discarded"),
    ("jacksonOfMaps", "Jackson, full, existing maps"),
    ("jacksonOfRecord", "Jackson, full, including conversion to maps"),
    ("bootOfMaps", "Spring Boot's JsonWriter, full, existing maps"),
    ("bootOfRecord", "Spring Boot's JsonWriter, full, including conversion to maps"),
    ("maps", "conversion to maps only"),
]

# CPU in nanoseconds, bytes allocated, and length of a line.
COMPACT_GOAL = (10_000, 4096, 1024)
FULL_GOAL = (15_000, None, None)


def cpu(paths):
    """The CPU time of the process per line, one value per iteration: name of the benchmark -> Figures."""
    values = {}
    for path in sorted(paths):
        for result in json.loads(path.read_text()):
            name = result["benchmark"].split(".")[-1]
            for fork in result["secondaryMetrics"]["usage.cpu"]["rawData"]:
                values.setdefault(name, []).extend(fork)
    return {name: figures.Figures(found) for name, found in values.items()}


def lengths(folder, form):
    """The length of the lines of a form, one value per round."""
    return figures.Figures(path.stat().st_size for path in folder.glob(f"{form}-line-*.json"))


def goal(name, cpu_nanos, allocated, length):
    if name in ("compact", "standardOutput"):
        limits = COMPACT_GOAL
    elif name in ("recordJson", "standardOutputInFull"):
        limits = (FULL_GOAL[0], length, length)
    else:
        return ""
    return "reached" if all(value <= limit for value, limit in zip((cpu_nanos, allocated, length), limits)) else "not reached"


def main(folder):
    folder = pathlib.Path(folder)
    found = figures.jmh(folder.glob("jmh-*.json"))
    full, compact, cloud = (lengths(folder, form) for form in ("full", "compact", "cloud-logging"))
    used = cpu(folder.glob("jmh-*.json"))
    rows = []
    for name, label in ROWS:
        result = found[(f"LineBenchmark.{name}", frozenset())]
        length = cloud if name == "compactForCloudLogging" else compact if name in ("compact", "standardOutput") else full
        rows.append([label] + used[name].cells()
                    + [figures.number(result.time.median), f"{result.allocation.median:,.0f}",
                       "" if name == "maps" else f"{length.median:,.0f}",
                       goal(name, used[name].median, result.allocation.median, length.median)])
    figures.table(["CPU of one line"] + figures.CELLS + ["time", "B", "length", "goal"], rows)
    print("CPU of the process (compiler and garbage collector included) and time in nanoseconds per line, B in bytes allocated\n"
          "per line, length in bytes with the end of the line; min and max are those of JMH's iterations of all rounds. Goals:\n"
          "compact at most 10,000 ns, 4,096 B and a length of 1,024; full at most 15,000 ns and as many B as its length.")


if __name__ == "__main__":
    main(sys.argv[1])
