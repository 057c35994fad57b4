"""Starts applications alternately and prints how long they took: startup.py <folder of results> <rounds> <java> [<option>...]

Reads lines of the form "name<tab>arguments of java" from variants.txt; the first is the baseline.
"""

import json
import os
import pathlib
import random
import socket
import subprocess
import sys
import time

import figures

TICKS = os.sysconf("SC_CLK_TCK")
GOAL = "with monitor-spring-boot-starter"


def start(command, log):
    """Starts an application, sends one request, and stops it. Times are measured from just before its process is created."""
    begin = time.monotonic()
    process = subprocess.Popen(command + ["--server.port=0", "--server.address=127.0.0.1"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        port = None
        for line in process.stdout:
            if line.startswith("READY "):
                ready = time.monotonic()
                port = int(line.split()[1])
                break
            log.write(line)
        if port is None:
            raise SystemExit(f"The application did not start; see {log.name}")
        request(port)
        answered = time.monotonic()
        measured = {"ready": (ready - begin) * 1e3, "answered": (answered - begin) * 1e3,
                    "cpu": cpu_millis(process.pid), "memory": peak_memory(process.pid)}
    finally:
        process.stdin.close()
        process.stdout.read()
        process.wait()
    if process.returncode != 0:
        raise SystemExit(f"The application ended with {process.returncode}; see {log.name}")
    return measured


def request(port):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = b""
        while part := connection.recv(4096):
            answer += part
    if not answer.startswith(b"HTTP/1.1 200") or b"hello" not in answer:
        raise SystemExit(f"Unexpected answer: {answer!r}")


def cpu_millis(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICKS


def peak_memory(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("The kernel does not report VmHWM")


def main(folder, rounds, java):
    folder = pathlib.Path(folder)
    variants = dict(line.split("\t") for line in (folder / "variants.txt").read_text().splitlines())
    commands = {name: java + arguments.split(" ") for name, arguments in variants.items()}
    measured = {name: [] for name in commands}
    order = list(commands)
    shuffle = random.Random(1).shuffle
    with open(folder / "applications.log", "w") as log:
        # No warm-up for a single round, which is a quick run with meaningless figures.
        for name in order if rounds > 1 else []:
            start(commands[name], log)
        for index in range(rounds):
            print(f"Round {index + 1} of {rounds}", file=sys.stderr)
            shuffle(order)
            for name in order:
                measured[name].append(start(commands[name], log))
    (folder / "startup.json").write_text(json.dumps(measured, indent=1))
    report(measured)


def report(measured):
    reference = next(iter(measured))
    for key, title in [("ready", "ms until ready"), ("answered", "ms until the first response"),
                       ("cpu", "ms of CPU until the first response"), ("memory", "MB of peak memory (VmHWM)")]:
        plain = [run[key] for run in measured[reference]]
        rows = []
        for name, runs in measured.items():
            values = figures.Figures(run[key] for run in runs)
            row = [name] + values.cells() + ([""] * 3 if name == reference else compared(values, plain))
            if key == "ready":
                reached = "reached" if added(values, plain) <= 5 else "not reached"
                row.append(reached if name == GOAL else "")
            rows.append(row)
        goal = ["goal: <= 5 %"] if key == "ready" else []
        figures.table([title] + figures.CELLS + ["added", "min", "max"] + goal, rows)
    print("Each round starts every variant once, in shuffled order, after one warm-up start of each. Times are measured from\n"
          "the creation of the process to a line that the application prints when it is ready, and to its first response,\n"
          "by the clock of this script. \"Added\" is the median, minimum and maximum of the differences to \"plain\" of the\n"
          "same round, in % of the median of \"plain\". The difference of \"plain again\" is noise.")


def differences(values, plain):
    return figures.Figures(value - other for value, other in zip(values.values, plain))


def added(values, plain):
    return differences(values, plain).median * 100 / figures.Figures(plain).median


def compared(values, plain):
    found = differences(values, plain)
    whole = figures.Figures(plain).median
    return [f"{value * 100 / whole:+.1f} %" for value in (found.median, found.low, found.high)]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
