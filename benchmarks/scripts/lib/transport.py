"""Prints the results of the benchmark "transport": transport.py <folder of results> <allowed heap growth in percent>

Ends with 1 if a record is wrong, or if the heap of an instrumented client grew.
"""

import json
import pathlib
import sys

import figures

GOAL = 98


def main(folder, growth):
    folder = pathlib.Path(folder)
    rows = {}
    for path in sorted(folder.glob("pairs-*.json")):
        run = json.loads(path.read_text())
        for other in ("instrumented", "again"):
            pairs = rows.setdefault((run["size"], run["direction"]), {}).setdefault(other, [])
            pairs += [Pair(pair, run["calls"]) for pair in run[other]]
    throughput(rows)
    for title, key, scale in [("CPU of the calling thread, us per call", "cpu", 1e3), ("allocated, B per call", "allocated", 1)]:
        cost(rows, title, key, scale)
    sound = memory(folder, growth)
    print("Throughput in % of that of the plain client in the same pair of blocks: median, 10th and 90th percentile of all\n"
          "pairs of all rounds, and the absolute medians. The deviation of \"plain again\" from 100 % is noise. Added: the\n"
          "difference between the other and the plain block of a pair; \"in % of the time\" relates added CPU time to the\n"
          "duration of a plain call. KB, MB and GB are powers of 1000. Live heap is given in MB after a garbage collection\n"
          "at these parts of the transfer; the peak includes garbage.")
    return 0 if sound else 1


class Pair:
    """A block of the plain client and one of another client, as figures per call."""

    def __init__(self, blocks, calls):
        self.plain, self.other = ({key: value / calls for key, value in blocks[name].items()} for name in ("plain", "other"))

    throughput = property(lambda self: 100 * self.plain["nanos"] / self.other["nanos"])

    def added(self, key):
        return self.other[key] - self.plain[key]


def percentile(values, part):
    values = sorted(values)
    return values[round(part * (len(values) - 1))]


def spread(values, digits=None):
    return [figures.number(percentile(values, part), digits) for part in (0.5, 0.1, 0.9)]


def median(values):
    return percentile(values, 0.5)


def throughput(rows):
    cells = []
    for (size, direction), others in sorted(rows.items()):
        for other, pairs in others.items():
            ratios = [pair.throughput for pair in pairs]
            goal = "reached" if median(ratios) >= GOAL else "not reached"
            cells.append([label(direction, size, other)] + spread(ratios, 1) + [str(len(pairs))]
                         + [speed(size, [getattr(pair, side)["nanos"] for pair in pairs]) for side in ("plain", "other")]
                         + [goal if other == "instrumented" else ""])
    figures.table(["throughput", "%", "10 %", "90 %", "n", "plain", "other", f"goal: >= {GOAL} %"], cells)


def label(direction, size, other):
    rounded = f"{size / 1e6:g} MB" if size >= 1e6 else f"{size / 1e3:g} KB"
    return f"{direction} {rounded}, {'plain again' if other == 'again' else other}"


def speed(size, nanos):
    calls = 1e9 / median(nanos)
    return f"{figures.number(calls)} calls/s" if size < 1e6 else f"{figures.number(calls * size / 1e6)} MB/s"


def cost(rows, title, key, scale):
    cells = []
    for (size, direction), others in sorted(rows.items()):
        for other, pairs in others.items():
            added = [pair.added(key) / scale for pair in pairs]
            plain = median([pair.plain[key] for pair in pairs]) / scale
            row = [label(direction, size, other), figures.number(plain)] + spread(added)
            if key == "cpu":
                row.append(figures.number(100e3 * median(added) / median([pair.plain["nanos"] for pair in pairs]), 2))
            cells.append(row)
    figures.table([title, "plain", "added", "10 %", "90 %"] + (["in % of the time"] if key == "cpu" else []), cells)


def memory(folder, growth):
    rows, sound = [], True
    for direction in ("download", "upload"):
        for client in ("plain", "instrumented"):
            run = json.loads((folder / f"large-{direction}-{client}.json").read_text())
            live = run["live"]
            # One reading before, nine during and one after the transfer.
            grown = 100 * (live[9] - live[1]) / live[1]
            flat = "flat" if grown <= growth else "not flat"
            recorded = f'{run["recorded"]:,} B'
            right = run["recorded"] == (run["size"] if client == "instrumented" else 0)
            recorded += ", exact" if right and run["recorded"] else "" if right else ", WRONG"
            sound = sound and right and (flat == "flat" or client == "plain")
            rows.append([f"{direction} {run['size'] / 1e9:g} GB, {client}"]
                        + [figures.number(live[reading] / 1e6, 2) for reading in (0, 1, 5, 9, 10)]
                        + [f"{grown:+.2f} %", flat, figures.number(run["peak"] / 1e6, 1),
                           figures.number(run["direct"] / 1e6, 2), recorded])
            heap = run["maxHeap"] / 1e6
    figures.table([f"live heap of at most {heap:.0f} MB", "before", "10 %", "50 %", "90 %", "after", "10 % to 90 %",
                   f"goal: <= {growth:g} %", "peak", "direct", "in the record"], rows)
    return sound


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
