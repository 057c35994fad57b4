"""Prints the results of the benchmark "line": line.py <folder of results>"""

import json
import pathlib
import statistics
import sys

import figures

ROWS = [
    ("recordJson", "Resource Monitor: JSON writer"),
    ("standardOutput", "Resource Monitor: standard output, discarded"),
    ("jacksonOfMaps", "Jackson, existing maps"),
    ("jacksonOfRecord", "Jackson, including conversion to maps"),
    ("bootOfMaps", "Spring Boot's JsonWriter, existing maps"),
    ("bootOfRecord", "Spring Boot's JsonWriter, including conversion to maps"),
    ("maps", "conversion to maps only"),
]


def cpu(paths):
    """The CPU time of the process per line, one value per iteration: name of the benchmark -> Figures."""
    values = {}
    for path in sorted(paths):
        for result in json.loads(path.read_text()):
            name = result["benchmark"].split(".")[-1]
            for fork in result["secondaryMetrics"]["usage.cpu"]["rawData"]:
                values.setdefault(name, []).extend(fork)
    return {name: figures.Figures(found) for name, found in values.items()}


def main(folder):
    folder = pathlib.Path(folder)
    found = figures.jmh(folder.glob("jmh-*.json"))
    length = statistics.median(path.stat().st_size + 1 for path in folder.glob("line-*.json"))
    used = cpu(folder.glob("jmh-*.json"))
    rows = []
    for name, label in ROWS:
        result = found[(f"LineBenchmark.{name}", frozenset())]
        reached = used[name].median <= 15_000 and result.allocation.median <= length
        goal = ("reached" if reached else "not reached") if label.startswith("Resource Monitor") else ""
        rows.append([label] + used[name].cells() + [figures.number(result.time.median), f"{result.allocation.median:,.0f}", goal])
    figures.table(["CPU of one line"] + figures.CELLS + ["time", "B", f"goal: <= 15,000, <= {length:,.0f} B"], rows)
    print(f"The line has {length:,.0f} bytes. CPU of the process (compiler and garbage collector included) and time in\n"
          "nanoseconds per line, B in bytes allocated per line; min and max are those of JMH's iterations of all rounds.")


if __name__ == "__main__":
    main(sys.argv[1])
