"""Checks what the demo recorded inside gVisor: gvisor.py <folder of results>. Exit status: 1 if a record is wrong.

The reference values come from other sources: the kernel's files, read by a shell before and after the calls, the object
sizes of the storage server, and the responses of the functions.
"""

import json
import pathlib
import sys

TICK = 10_000_000

# Column -> its place in the kernel's files: (file, number of the field or name of the line), counted from 1 as in proc(5).
SOURCES = {
    "faults.minor": ("stat", 10), "faults.major": ("stat", 12), "cpu.ioWaitNanos": ("stat", 42),
    "cpu.userNanos": ("stat", 14), "cpu.systemNanos": ("stat", 15),
    "cpu.childrenUserNanos": ("stat", 16), "cpu.childrenSystemNanos": ("stat", 17), "threads": ("stat", 20),
    "memory.virtualBytes": ("statm", 1), "memory.rssBytes": ("statm", 2), "memory.sharedBytes": ("statm", 3),
    "memory.textBytes": ("statm", 4), "memory.libBytes": ("statm", 5), "memory.dataBytes": ("statm", 6),
    "memory.dirtyBytes": ("statm", 7),
    "disk.readChars": ("io", "char:"), "disk.writeChars": ("io", "wchar:"), "disk.readCalls": ("io", "syscr:"),
    "disk.writeCalls": ("io", "syscw:"), "disk.readBytes": ("io", "read_bytes:"), "disk.writeBytes": ("io", "write_bytes:"),
    "memory.pssBytes": ("smaps_rollup", "Pss:"), "memory.ussBytes": ("smaps_rollup", "Private_Dirty:"),
    "memory.swapBytes": ("smaps_rollup", "Swap:"),
    "contextSwitches.voluntary": ("status", "voluntary_ctxt_switches:"),
    "contextSwitches.involuntary": ("status", "nonvoluntary_ctxt_switches:"),
    "cpu.pressureNanos": ("pressure-cpu", "some"), "memory.pressureNanos": ("pressure-memory", "some"),
    "io.pressureNanos": ("pressure-io", "some"),
}
GAUGES = {"threads", "memory.virtualBytes", "memory.rssBytes"}
TICKS = {"cpu.userNanos", "cpu.systemNanos", "cpu.childrenUserNanos", "cpu.childrenSystemNanos"}


class Kernel:
    """The kernel's files at one point in time."""

    def __init__(self, folder):
        self.folder = folder

    def text(self, name):
        path = self.folder / name
        return path.read_text() if path.exists() else None

    def value(self, column):
        """The number in the file, or None if there is no such file or line in it."""
        name, place = SOURCES[column]
        text = self.text(name)
        if text is None:
            return None
        if isinstance(place, int):
            words = text[text.rindex(")"):].split() if name == "stat" else text.split()
            return int(words[place - (2 if name == "stat" else 1)])
        if name == "io" and place == "char:" and "rchar:" in text:
            place = "rchar:"
        for line in text.splitlines():
            if line.split()[:1] == [place]:
                return line.split()[-1] if place == "some" else int(line.split()[1])
        return None


class Check:
    """Counts checks and collects violations."""

    def __init__(self):
        self.done = 0
        self.wrong = []

    def __call__(self, right, message):
        self.done += 1
        if not right and message not in self.wrong:
            self.wrong.append(message)


def mapping(members, name, content):
    """Converts a list of objects to a dict, with the value of one key as the key and that of another as the value."""
    return {str(member[name]): member[content] for member in members}


def flat(values, prefix=""):
    """Columns of "process": label -> number, or object of peaks."""
    found = {}
    for key, value in values.items():
        label = prefix + key
        if isinstance(value, dict) and not set(value) & {"mean", "max"}:
            found.update(flat(value, label + "."))
        else:
            found[label] = value
    return found


def check_columns(check, columns, before, after):
    for label, column in columns.items():
        availability, value = column["availability"], column.get("value")
        check(availability in ("MEASURED", "CONSTANT", "ESTIMATED", "UNAVAILABLE"), f"resources: {label} is {availability}")
        check(availability == "MEASURED" or column.get("reason"), f"resources: {label} is {availability} without a reason")
        check(availability == "UNAVAILABLE" or column.get("source"), f"resources: {label} has no source")
        check(availability != "UNAVAILABLE" or value is None, f"resources: {label} is unavailable and has the value {value}")
        if label not in SOURCES:
            continue
        kernel = (before.value(label), after.value(label))
        if None in kernel:
            check(availability == "UNAVAILABLE", f"resources: {label} is {availability}, but the kernel has no such line")
        elif kernel == (0, 0):
            # There may be no swapping and no children, but the work must change all other values.
            check(availability == "CONSTANT" or label in TICKS | {"memory.swapBytes"},
                  f"resources: {label} is {availability}, but the kernel answers 0 before and after the work")
        else:
            check(availability in ("MEASURED", "ESTIMATED"),
                  f"resources: {label} is {availability}, but the kernel answers {kernel[0]} and {kernel[1]}")
        if availability == "CONSTANT":
            check(value is None or value == 0, f"resources: {label} is constant, but has the value {value}")
    for label in TICKS:
        column = columns[label]
        check(column["availability"] == "ESTIMATED", f"resources: {label} is {column['availability']}, but it is sampled here")
        check(column.get("resolutionNanos") == TICK, f"resources: {label} has no resolution of 10 ms")
    check(columns["memory.rssBytes"]["availability"] == "ESTIMATED", "resources: memory.rssBytes is not marked as coarse")


def check_record(check, record, columns, before, after):
    name = f"record {record['sequence']} ({record['handler']})"
    process = flat(record["process"])
    unavailable = mapping(record.get("unavailable", []), "column", "reason")
    below = mapping(record.get("belowResolution", []), "column", "nanos")
    resolution = mapping(record.get("resolutionNanos", []), "column", "nanos")
    for label, column in columns.items():
        if label == "elapsedNanos":
            continue
        sockets = label.startswith("network.sockets.") and "network.sockets" in unavailable
        places = [label in process, label in unavailable or sockets, label in below]
        check(sum(places) == 1, f"{name}: {label} must be a value, a reason or a bound, but is {sum(places)} of them")
        if column["availability"] in ("CONSTANT", "UNAVAILABLE"):
            check(not places[0], f"{name}: {label} is {column['availability']}, but has the value {process.get(label)}")
        if column["availability"] == "CONSTANT":
            check(str(unavailable.get(label, "")).startswith("constant: "), f"{name}: {label} is not marked as constant")
        step = column.get("resolutionNanos")
        if step and column["availability"] in ("MEASURED", "ESTIMATED"):
            check(resolution.get(label) == step, f"{name}: {label} has no resolution of {step} ns")
            check(not places[0] or process[label] >= step, f"{name}: {label} is {process.get(label)}, below its resolution of {step} ns")
            check(not places[2] or below[label] == step, f"{name}: {label} is bounded by {below.get(label)}, not by its resolution")
    for label, value in process.items():
        if label == "threads.busiest":
            for thread in value:
                for key in ("userNanos", "systemNanos"):
                    check(thread.get(key) is None or thread[key] >= TICK,
                          f"{name}: threads.busiest has {key} {thread.get(key)}, below the resolution of the clock")
        else:
            check(label in columns, f"{name}: {label} is not among the columns")
        if label in GAUGES:
            highest = max(before.value(label), after.value(label)) * (4096 if label.startswith("memory.") else 1)
            check(0 < value["max"] <= highest * 1.5, f"{name}: {label} is {value['max']}, the kernel said {highest}")
    own = record["own"]
    check(resolution.get("own.cpuNanos") == TICK, f"{name}: own.cpuNanos has no resolution of 10 ms")
    check(("cpuNanos" in own) != ("own.cpuNanos" in below), f"{name}: own.cpuNanos must be a value or a bound")
    check(own.get("cpuNanos", TICK) >= TICK, f"{name}: own.cpuNanos is {own.get('cpuNanos')}, below its resolution of 10 ms")
    check(own.get("cpuNanos", TICK) % TICK == 0, f"{name}: own.cpuNanos is {own.get('cpuNanos')}, not a multiple of the resolution")
    check(own.get("allocatedBytes", 0) > 0, f"{name}: own.allocatedBytes is missing")
    check_samples(check, name, record.get("samples"), columns)


def check_samples(check, name, samples, columns):
    if samples is None:
        return
    recorded = {label for label, column in columns.items() if column["availability"] in ("MEASURED", "ESTIMATED")}
    labels = samples["columns"]
    check(labels[0] == "timeNanos", f"{name}: the first column of its samples is {labels[0]}")
    check(set(labels[1:]) <= recorded, f"{name}: its samples have {sorted(set(labels[1:]) - recorded)}, which are not measured here")
    times = [row[0] for row in samples["rows"]]
    check(times == sorted(times), f"{name}: its samples are not in order")
    check(all(len(row) == len(labels) for row in samples["rows"]), f"{name}: its samples are not all as long as their header")
    for index, label in enumerate(labels):
        if label in TICKS or label in ("disk.readChars", "disk.writeChars", "network.loopbackSentBytes"):
            values = [row[index] for row in samples["rows"] if row[index] is not None]
            check(values == sorted(values), f"{name}: {label} decreases in its samples")


def calls_of(record):
    """The service calls of a record by (service, operation, direction)."""
    calls = {(call["service"], call["operation"], call["direction"]): call for call in record["serviceCalls"]}
    return calls if len(calls) == len(record["serviceCalls"]) else None


def check_call(check, name, call, payload, errors, status):
    """Checks a call of one request without retries. The payload is the size of the transferred object, or None without one."""
    label = f"{name}: {call['operation']} ({call['direction']})"
    counts = (call["count"], call["errors"], call["attempts"], call["retries"])
    check(counts == (1, errors, 1, 0), f"{label} has the count, errors, attempts and retries {counts}, not {(1, errors, 1, 0)}")
    statuses = mapping(call["statuses"], "status", "count")
    check(statuses == {status: 1}, f"{label} has the statuses {statuses}, not {status} once")
    check(call.get("bytes") == payload, f"{label} transferred {call.get('bytes')} B, the object has {payload}")
    check(0 < call["durationNanos"] <= call["maxNanos"], f"{label} took {call['durationNanos']} ns, at most {call['maxNanos']}")
    # Downloads are not compressed, uploads are, and other responses are JSON.
    received = call["wireReceivedBytes"]
    check(received == payload if call["direction"] == "DOWNLOAD" else received > 0, f"{label} received {received} B on the wire")
    sent = call["wireSentBytes"]
    check(sent > 0 if call["direction"] == "UPLOAD" else sent == 0, f"{label} sent {sent} B on the wire")


def check_calls(check, records, answers, errors, sizes):
    by_id = {record["id"]: record for record in records}
    for answer in answers:
        record = by_id.get(answer["invocationId"])
        check(record is not None, f"the record {answer['invocationId']} is lost")
        if record is None:
            continue
        name = f"record {record['sequence']} ({record['handler']})"
        if record["handler"] == "thumbnail":
            # The handler calls annotated methods.
            original = sizes["photos", answer["name"].split("/")[-1]]
            thumbnail = sizes["photos", answer["name"]]
            check((answer["originalBytes"], answer["bytes"]) == (original, thumbnail), f"{name}: the function returned other sizes")
            expected = {("storage", "download", "DOWNLOAD"): original, ("storage", "upload", "UPLOAD"): thumbnail}
            transfers = {"calls": 2, "downloadBytes": original, "uploadBytes": thumbnail}
        else:
            # A "gs://" resource without an annotation: the client reads the metadata of the object, then its content.
            text = sizes["texts", answer["name"]]
            check(answer["bytes"] == text, f"{name}: the function returned another size")
            expected = {("storage", "storage.objects.get", "NONE"): None, ("storage", "storage.objects.get", "DOWNLOAD"): text}
            transfers = {"calls": 2, "downloadBytes": text, "uploadBytes": 0}
        calls = calls_of(record)
        check(calls is not None and set(calls) == set(expected),
              f"{name}: its service calls are {calls and sorted(calls)}, not {sorted(expected)}")
        for key, payload in expected.items():
            if calls and key in calls:
                check_call(check, name, calls[key], payload, 0, "200")
        check(record["transfers"] == transfers, f"{name}: its transfers are {record['transfers']}, not {transfers}")
        check(record["outcome"] == "SUCCESS", f"{name}: its outcome is {record['outcome']}")
        # Reads from a socket count as read characters.
        process = flat(record["process"])
        check(process["disk.readChars"] >= transfers["downloadBytes"],
              f"{name}: disk.readChars is {process['disk.readChars']}, less than it downloaded")
    check([error["status"] for error in errors] == [404] * 8, f"{len(errors)} failed answers, not 8 with the status 404")
    failed = [record for record in records if record["outcome"] == "ERROR"]
    check(len(failed) == 8, f"{len(failed)} records have the outcome ERROR, not 8")
    for record in failed:
        name = f"record {record['sequence']} ({record['handler']})"
        check(record["handler"] == "wordcount", f"{name}: was not expected to fail")
        calls = calls_of(record)
        key = ("storage", "storage.objects.get", "NONE")
        check(calls is not None and set(calls) == {key}, f"{name}: its service calls are {calls and sorted(calls)}, not {[key]}")
        if calls and key in calls:
            # The client takes the answer for what it is: there is no such object.
            check_call(check, name, calls[key], None, 0, "404")
        transfers = {"calls": 1, "downloadBytes": 0, "uploadBytes": 0}
        check(record["transfers"] == transfers, f"{name}: its transfers are {record['transfers']}, not {transfers}")


def check_monitor(check, listing, resources, records, after):
    check([record["sequence"] for record in records] == list(range(1, len(records) + 1)), "sequences have gaps")
    check((listing["active"], listing["lost"], listing["started"]) == (0, 0, len(records)),
          f"{listing['started']} started, {listing['active']} active, {listing['lost']} lost, {len(records)} records")
    check(resources["failures"] == {}, f"the monitor failed: {resources['failures']}")
    check("unknown" not in [str(value).lower() for value in resources.get("host", {}).values()],
          f"host: an unknown value is not absent: {resources.get('host')}")
    total = next(int(line.split()[1]) * 1024 for line in after.text("meminfo").splitlines() if line.startswith("MemTotal:"))
    check(0 < resources["limits"]["memoryBytes"] <= total, f"limits: {resources['limits']['memoryBytes']} B, MemTotal says {total}")
    check(any("gVisor" in column.get("reason", "") for column in resources["columns"].values()), "gVisor was not recognized")


def summary(records, columns):
    print(f"{'record':>6}  {'handler':<10}{'outcome':<9}{'duration ms':>12}{'own CPU ms':>12}{'allocated':>12}{'process CPU ms':>16}"
          f"{'downloaded':>12}{'uploaded':>10}{'samples':>9}{'monitor ms':>12}")
    for record in records:
        process = flat(record["process"])
        cpu = [process.get("cpu.userNanos"), process.get("cpu.systemNanos")]
        print(f"{record['sequence']:>6}  {record['handler']:<10}{record['outcome']:<9}{record['durationNanos'] / 1e6:>12.1f}"
              f"{millis(record['own'].get('cpuNanos')):>12}{record['own']['allocatedBytes']:>12,}"
              f"{millis(sum(value or 0 for value in cpu) if any(cpu) else None):>16}"
              f"{record['transfers'].get('downloadBytes', 0):>12,}{record['transfers'].get('uploadBytes', 0):>10,}"
              f"{len(record.get('samples', {}).get('rows', [])):>9}{record['monitor']['cpuNanos'] / 1e6:>12.2f}")
    print()
    for availability in ("MEASURED", "ESTIMATED", "CONSTANT", "UNAVAILABLE"):
        reasons = {}
        for label, column in columns.items():
            if column["availability"] == availability:
                reasons.setdefault(column.get("reason", ""), []).append(label)
        print(f"{availability}: {sum(len(labels) for labels in reasons.values())} columns")
        for reason, labels in reasons.items():
            print(f"  {', '.join(shorten(labels))}{': ' + reason if reason else ''}")
    print()


def shorten(labels):
    sockets = [label for label in labels if label.startswith("network.sockets.")]
    return [label for label in labels if label not in sockets] + (["network.sockets.*"] if sockets else [])


def millis(nanos):
    return f"{nanos / 1e6:.0f}" if nanos is not None else "< 10"


def main(folder):
    before, after = Kernel(folder / "before"), Kernel(folder / "after")
    resources = json.loads((folder / "resources.json").read_text())
    listing = json.loads((folder / "invocations.json").read_text())
    records = sorted((json.loads(path.read_text()) for path in (folder / "records").iterdir()), key=lambda one: one["sequence"])
    answers, errors = ([json.loads(line) for line in (folder / name).read_text().splitlines() if line]
                       for name in ("answers.txt", "errors.txt"))
    sizes = {(bucket, item["name"]): int(item["size"]) for bucket in ("photos", "texts")
             for item in json.loads((folder / f"objects-{bucket}.json").read_text())["items"]}
    own = {label: column for label, column in resources["columns"].items() if label.startswith("own.")}
    columns = {label: column for label, column in resources["columns"].items() if label not in own}

    check = Check()
    check("Jan 10 15:06:54 PST 2016" in after.text("version"), "this was not gVisor: " + after.text("version"))
    check(own["own.cpuNanos"]["availability"] == "ESTIMATED" and own["own.cpuNanos"]["resolutionNanos"] == TICK,
          "resources: own.cpuNanos is not marked as coarse")
    check_columns(check, columns, before, after)
    for record in records:
        check_record(check, record, columns, before, after)
    check(len(answers) == 5, f"{len(answers)} answers, not 5")
    check_calls(check, records, answers, errors, sizes)
    check_monitor(check, listing, resources, records, after)

    summary(records, columns)
    print(f"{check.done} checks, {len(check.wrong)} violations")
    for message in check.wrong:
        print("  " + message)
    return 1 if check.wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
