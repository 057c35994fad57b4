"""Samples another process by psutil at an interval: psutil_watch.py <pid> light|original <interval in ms>

Prints "ready", starts at the first line of standard input, responds to each further line with the number of samples so
far, the CPU time of this process and the time, both in nanoseconds, and ends with its input. A sample that is late by an
interval or more is skipped.
"""

import sys
import threading
import time

import psutil

import psutil_keys


def main(pid, keys, interval_millis):
    process = psutil.Process(pid)
    read = getattr(psutil_keys, keys)
    read(process)
    interval = interval_millis * 1_000_000
    ended = threading.Event()
    samples = 0

    def answer():
        for _ in sys.stdin:
            print(samples, time.process_time_ns(), time.monotonic_ns(), flush=True)
        ended.set()

    print("ready", flush=True)
    sys.stdin.readline()
    threading.Thread(target=answer, daemon=True).start()
    deadline = time.monotonic_ns() + interval
    while not ended.wait(max(0, deadline - time.monotonic_ns()) / 1e9):
        now = time.monotonic_ns()
        if now < deadline:
            continue
        read(process)
        samples += 1
        deadline += interval * (1 + (now - deadline) // interval)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
