"""Prints the results of the benchmark "line": line.py <folder of results>"""

import pathlib
import statistics
import sys

import figures

ROWS = [
    ("recordJson", "Resource Monitor: the writer"),
    ("standardOutput", "Resource Monitor: the outlet, into a stream that drops all"),
    ("jacksonOfMaps", "Jackson, of maps that are there"),
    ("jacksonOfRecord", "Jackson, the maps made first"),
    ("bootOfMaps", "Spring Boot's JsonWriter, of maps that are there"),
    ("bootOfRecord", "Spring Boot's JsonWriter, the maps made first"),
    ("maps", "the maps alone, no JSON"),
]


def main(folder):
    folder = pathlib.Path(folder)
    found = figures.jmh(folder.glob("jmh-*.json"))
    length = statistics.median(path.stat().st_size + 1 for path in folder.glob("line-*.json"))
    rows = []
    for name, label in ROWS:
        result = found[(f"LineBenchmark.{name}", frozenset())]
        reached = result.time.median <= 15_000 and result.allocation.median <= length
        goal = ("reached" if reached else "not reached") if label.startswith("Resource Monitor") else ""
        rows.append([label] + result.time.cells() + [f"{result.allocation.median:,.0f}", goal])
    figures.table(["one line"] + figures.CELLS + ["B", f"goal: <= 15,000, <= {length:,.0f} B"], rows)
    print(f"The line has {length:,.0f} bytes. Times in nanoseconds per line, B in bytes allocated per line; min and max are\n"
          "those of JMH's iterations of all rounds.")


if __name__ == "__main__":
    main(sys.argv[1])
