"""Reads results of the benchmarks and prints them as tables."""

import json
import statistics


class Figures:
    """Repeated measurements of one value."""

    def __init__(self, values):
        self.values = [float(value) for value in values]

    median = property(lambda self: statistics.median(self.values))
    low = property(lambda self: min(self.values))
    high = property(lambda self: max(self.values))

    def cells(self, digits=None):
        """The cells of a table: median, min, max, number of measurements."""
        return [number(self.median, digits), number(self.low, digits), number(self.high, digits), str(len(self.values))]


CELLS = ["median", "min", "max", "n"]


def number(value, digits=None):
    """A number with at least three significant digits and thousands separators."""
    if digits is None:
        digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"


def ratio(value, reference):
    return f"{value.median / reference.median:.2f}"


def table(headers, rows):
    """Prints a table: the first column left-aligned, all others right-aligned."""
    texts = [[str(cell) for cell in row] for row in [headers] + rows]
    widths = [max(len(row[i]) for row in texts) for i in range(len(headers))]
    for index, row in enumerate(texts):
        print("  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                        for i, (cell, width) in enumerate(zip(row, widths))).rstrip())
        if index == 0:
            print("  ".join("-" * width for width in widths))
    print()


class Jmh:
    """The results of one benchmark over all rounds: time in ns and allocated bytes per call, one value per iteration."""

    def __init__(self):
        self.nanos = []
        self.bytes = []

    def add(self, result):
        for fork in result["primaryMetric"]["rawData"]:
            self.nanos += fork
        for fork in result["secondaryMetrics"]["gc.alloc.rate.norm"]["rawData"]:
            self.bytes += [float(value) for value in fork]

    time = property(lambda self: Figures(self.nanos))
    allocation = property(lambda self: Figures(self.bytes))


def jmh(paths):
    """Reads result files of JMH: (simple name of the benchmark, its parameters as a frozenset) -> Jmh."""
    found = {}
    for path in sorted(paths):
        for result in json.loads(path.read_text()):
            name = ".".join(result["benchmark"].split(".")[-2:])
            key = (name, frozenset(result.get("params", {}).items()))
            found.setdefault(key, Jmh()).add(result)
    return found


def pooled(paths):
    """Reads files of the form {"items": {name: [value, ...]}}: name -> Figures over all files."""
    values = {}
    for path in sorted(paths):
        for name, items in json.loads(path.read_text())["items"].items():
            values.setdefault(name, []).extend(items)
    return {name: Figures(items) for name, items in values.items()}


def shape(path):
    """Describes the shape of a process."""
    found = json.loads(path.read_text())["shape"]
    return f'{found["threads"]} threads, {found["files"]} open files, {found["megabytes"]} MB resident'
