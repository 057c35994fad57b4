"""Prints the results of the benchmark "sample": sample.py <folder of results> <shape>..."""

import pathlib
import sys

import figures

FLOOR = "stat, statm, io, fstat fd"
SAME_CALLS = "stat, statm, io, stat fd"
# The files of readers that are not named after their file.
READS = {
    "/proc/self/fd": ["fstat /proc/self/fd"],
    "SocketsReader": ["/proc/self/net/tcp", "/proc/self/net/tcp6"],
}


def main(folder, shapes):
    folder = pathlib.Path(folder)
    sources = [line.split("\t") for line in (folder / "sources.txt").read_text().splitlines()]
    for shape in shapes:
        java = figures.jmh(folder.glob(f"jmh-{shape}-*.json"))
        c = figures.pooled(folder.glob(f"floor-{shape}-*.json"))
        psutil = figures.pooled(folder.glob(f"psutil-{shape}-*.json"))
        print(f"Shape {shape}. JVM: {figures.shape(folder / f'jvm-{shape}.json')}; "
              f"C: {figures.shape(folder / f'floor-{shape}-1.json')}; "
              f"Python: {figures.shape(folder / f'psutil-{shape}-1.json')}\n")
        samples(java, c, psutil, shape)
        alone(java, c, sources, shape)
        clocks(c)
    print("Times in nanoseconds per sample; min and max are those of the iterations (JMH) or batches (C, psutil) of all\n"
          "rounds. C parses nothing. Its floor reads the size of the open directory (fstat), the cheapest way to get the\n"
          "number of open files, as the library does; the line below reads it by path (stat). B is bytes allocated per\n"
          "sample, including the 5 to 10 KB that JMH itself allocates in each iteration.")


def samples(java, c, psutil, shape):
    floor = c[FLOOR]

    def row(label, time, allocation=None, goal=""):
        bytes_per_call = f"{allocation.median:,.3f}" if allocation else "-"
        return [label] + time.cells() + [bytes_per_call, figures.ratio(time, floor), figures.ratio(time, c[SAME_CALLS]),
                                         goal]

    def of(name):
        found = java[(name, frozenset({("shape", shape)}))]
        return found.time, found.allocation

    ours, allocated = of("SampleBenchmark.four")
    reached = ours.median <= 1.6 * floor.median and allocated.median < 1
    figures.table(
        ["sample"] + figures.CELLS + ["B", "x floor", "x same calls", "goal: <= 1.6 x floor, < 1 B"],
        [row("C, the floor: stat, statm, io, open files", floor),
         row("C, the number of open files by path", c[SAME_CALLS]),
         row("Resource Monitor: stat, statm, io, open files", ours, allocated, "reached" if reached else "not reached"),
         row("Resource Monitor: all fast sources", *of("SampleBenchmark.allFast")),
         row("OSHI updateAttributes", *of("OshiBenchmark.updateAttributes")),
         row("OSHI updateAttributes, open files", *of("OshiBenchmark.four")),
         row("OSHI, original keys as far as available", *of("OshiBenchmark.originalKeys")),
         row("psutil: cpu_times, memory_info, io_counters, num_fds", psutil["light"]),
         row("psutil: original keys", psutil["original"])])


def alone(java, c, sources, shape):
    rows = []
    for tier, name in sources:
        found = java[("SampleBenchmark.alone", frozenset({("shape", shape), ("source", name)}))]
        same = sum(c[read].median for read in READS.get(name, [name]) if read in c)
        rows.append([name, tier.lower()] + found.time.cells() + [f"{found.allocation.median:,.3f}"]
                    + ([figures.number(same), f"{found.time.median / same:.2f}"] if same else ["-", "-"]))
    figures.table(["each source alone", "tier"] + figures.CELLS + ["B", "C", "x C"], rows)


def clocks(c):
    figures.table(["for comparison, in C"] + figures.CELLS,
                  [[name] + c[name].cells() for name in c if name.startswith(("getrusage", "clock_", "fstat", "stat /"))])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
