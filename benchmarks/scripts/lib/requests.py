"""Prints the results of the benchmark "requests": requests.py <folder of results>"""

import json
import pathlib
import sys

import figures

VARIANTS = [
    ("BARE_AGAIN", "bare again"),
    ("OBSERVATION", "Spring Boot's http.server.requests"),
    ("HANDLER", "Resource Monitor: a handler"),
    ("REQUEST", "Resource Monitor: a request"),
    ("OBSERVATION_HANDLER", "observation and handler"),
    ("OBSERVATION_REQUEST", "observation and request"),
]
PAIRS = [
    ("REQUEST", "HANDLER", "a request, more than a handler"),
    ("OBSERVATION_REQUEST", "OBSERVATION_HANDLER", "the same, both beside the observation"),
    ("REQUEST", "OBSERVATION", "a request, more than the observation"),
]
MEASURES = [("time, us per request", "nanos", 1e3), ("CPU of the thread, us per request", "cpu", 1e3),
            ("allocated, B per request", "allocated", 1)]


def main(folder):
    turns = []
    for path in sorted(pathlib.Path(folder).glob("turns-*.json")):
        run = json.loads(path.read_text())
        turns += [{variant: {key: value / run["calls"] for key, value in block.items()}
                   for variant, block in turn.items()} for turn in run["turns"]]

    for title, key, scale in MEASURES:
        def cells(label, values):
            values = sorted(value / scale for value in values)
            return [label] + [figures.number(values[round(part * (len(values) - 1))]) for part in (0.5, 0.1, 0.9)]

        def difference(one, other):
            return [turn[one][key] - turn[other][key] for turn in turns]

        rows = [cells("bare", [turn["BARE"][key] for turn in turns])]
        rows += [cells("added by: " + label, difference(variant, "BARE")) for variant, label in VARIANTS]
        rows += [cells(label, difference(one, other)) for one, other, label in PAIRS]
        figures.table([title, "median", "10 %", "90 %"], rows)
    print(f"Consecutive requests on one thread, given to Tomcat behind its HTTP parser: no socket, no client. Medians, 10th\n"
          f"and 90th percentiles of {len(turns)} turns, each a block of {run['calls']} requests of every variant; differences are those\n"
          "within a turn. The goal is that a request costs no more than a handler.")


if __name__ == "__main__":
    main(sys.argv[1])
