"""Measures the cost of one sample of its own process by psutil, in a process of a given shape.

psutil_sample.py <threads> <open files> <MB resident> <batches> <ms per batch>
"""

import json
import os
import sys
import threading
import time

import psutil

import psutil_keys


def take_shape(threads, files, megabytes):
    """Gives this process a shape; returns the objects that keep it."""
    never = threading.Event()
    for _ in range(threads - 1):
        threading.Thread(target=never.wait, daemon=True).start()
    opened = [open("/dev/null", "rb") for _ in range(files - len(os.listdir("/proc/self/fd")) + 1)]
    missing = megabytes - (psutil.Process().memory_info().rss >> 20)
    memory = bytearray(max(0, missing) << 20)
    memory[::4096] = b"\1" * len(range(0, len(memory), 4096))
    return never, opened, memory


def run(read, process, times):
    start = time.perf_counter_ns()
    for _ in range(times):
        read(process)
    return time.perf_counter_ns() - start


def main(threads, files, megabytes, batches, batch_millis):
    kept = take_shape(threads, files, megabytes)
    process = psutil.Process()
    reads = {"light": psutil_keys.light, "original": psutil_keys.original}
    times = {}
    for name, read in reads.items():
        run(read, process, 2)
        times[name] = max(1, batch_millis * 1_000_000 * 4 // run(read, process, 4))
    items = {name: [] for name in reads}
    for _ in range(batches):
        for name, read in reads.items():
            items[name].append(run(read, process, times[name]) / times[name])
    shape = {"threads": process.num_threads(), "files": process.num_fds(),
             "megabytes": process.memory_info().rss >> 20}
    print(json.dumps({"shape": shape, "items": items, "version": psutil.__version__}))
    return kept


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
