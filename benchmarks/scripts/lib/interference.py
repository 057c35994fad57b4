"""Prints the results of the benchmark "interference": interference.py <folder of results> <shape>..."""

import json
import pathlib
import sys

import figures

LABELS = {
    "none": "no sampler",
    "none again": "no sampler, again",
    "monitor-fast": "Resource Monitor, fast sources only",
    "monitor": "Resource Monitor, defaults",
    "oshi": "OSHI updateAttributes",
    "psutil-light": "psutil in another process, light keys",
    "psutil-original": "psutil in another process, original keys",
}


def main(folder, shapes):
    idle = [f"{sampler}, {shape}" for shape in shapes for sampler in report(pathlib.Path(folder), shape)]
    print("Speed: throughput of the load in % of that without a sampler in the same round, median, min and max of all\n"
          "rounds; the deviation of \"no sampler, again\" is noise. CPU: usage of the sampler's thread, or of its process\n"
          "(psutil), in % of one core. Delivered: samples taken in % of those due; a sample may be late by less than an interval.")
    for sampler in idle:
        print(f"No sample was taken by {sampler}")
    return 1 if idle else 0


def report(folder, shape):
    """Prints the figures of a shape, and returns the samplers that took no sample."""
    turns = {}
    for line in (folder / f"interference-{shape}.jsonl").read_text().splitlines():
        turn = json.loads(line)
        turns.setdefault((turn["interval"], turn["sampler"]), {})[turn["round"]] = turn
    alone = turns[(0, "none")]
    print(f"Shape {shape}: {figures.shape(folder / f'jvm-{shape}.json')}\n")
    rows = []
    # Sorted by interval, then in the order of the labels.
    for interval, sampler in sorted(turns, key=lambda key: (-key[0] if key[0] else -10**9, list(LABELS).index(key[1]))):
        runs = turns[(interval, sampler)]
        speed = figures.Figures(run["blocks"] * 100 / alone[number]["blocks"] for number, run in runs.items())
        row = [LABELS[sampler], f"{interval} ms" if interval else "-"] + speed.cells(2)
        rows.append(row + (sampled(sampler, interval, runs.values()) if interval else [""] * 5))
    figures.table(["sampler", "interval", "speed, %", "min", "max", "n", "CPU, %", "max", "delivered, %", "min",
                   "goal: <= 0.1 % at 100 ms, >= 99 %"], rows)
    return [f"{LABELS[sampler]} at {interval} ms" for (interval, sampler), runs in turns.items()
            if interval and any(run["samples"] == 0 for run in runs.values())]


def sampled(sampler, interval, runs):
    cpu = figures.Figures(run["cpu"] * 100 / run["nanos"] for run in runs)
    # Depending on when the measurement starts within an interval, there may be one more sample.
    delivered = figures.Figures(min(100, run["samples"] * 100 / (run["nanos"] // (interval * 1_000_000)))
                                for run in runs)
    goal = ""
    if sampler.startswith("monitor"):
        reached = delivered.median >= 99 and (interval != 100 or cpu.median <= 0.1)
        goal = "reached" if reached else "not reached"
    return [figures.number(cpu.median, 3), figures.number(cpu.high, 3), figures.number(delivered.median, 1),
            figures.number(delivered.low, 1), goal]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
