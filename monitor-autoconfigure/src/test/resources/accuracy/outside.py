"""Reports readings of a process by other programs.

Reads process IDs from standard input, one per line, and responds to each with a line of name=value pairs, separated by tabs.
For "<process id> memory" these are the memory values of psutil, otherwise all values of psutil, of ss (sockets of the
network namespace by state) and of ip (bytes of its interfaces; both use netlink instead of files). Times are in nanoseconds,
sizes in bytes. Unavailable values are omitted.
"""
import json
import subprocess
import sys
import time

try:
    import psutil
except ImportError:
    psutil = None

STATES = {"established": "ESTAB", "synSent": "SYN-SENT", "synRecv": "SYN-RECV", "finWait1": "FIN-WAIT-1",
          "finWait2": "FIN-WAIT-2", "timeWait": "TIME-WAIT", "close": "UNCONN", "closeWait": "CLOSE-WAIT",
          "lastAck": "LAST-ACK", "listen": "LISTEN", "closing": "CLOSING"}
PSUTIL_STATES = {"established": "ESTABLISHED", "synSent": "SYN_SENT", "synRecv": "SYN_RECV", "finWait1": "FIN_WAIT1",
                 "finWait2": "FIN_WAIT2", "timeWait": "TIME_WAIT", "close": "CLOSE", "closeWait": "CLOSE_WAIT",
                 "lastAck": "LAST_ACK", "listen": "LISTEN", "closing": "CLOSING"}


def nanos(seconds):
    return round(seconds * 1e9)


def ask_memory(process, values):
    memory = process.memory_full_info()
    for name in ("rss", "vms", "shared", "text", "lib", "data", "dirty", "pss", "uss", "swap"):
        values["psutil." + name] = getattr(memory, name)


def ask_psutil(process, values):
    times = process.cpu_times()
    io = process.io_counters()
    values["psutil.user"] = nanos(times.user)
    values["psutil.system"] = nanos(times.system)
    values["psutil.childrenUser"] = nanos(times.children_user)
    values["psutil.childrenSystem"] = nanos(times.children_system)
    values["psutil.ioWait"] = nanos(times.iowait)
    ask_memory(process, values)
    for name in ("read_count", "write_count", "read_bytes", "write_bytes", "read_chars", "write_chars"):
        values["psutil." + name] = getattr(io, name)
    values["psutil.threads"] = process.num_threads()
    values["psutil.files"] = process.num_fds()
    values["psutil.age"] = nanos(time.time() - process.create_time())
    counters = psutil.net_io_counters(pernic=True)
    loopback = counters.pop("lo", None)
    if loopback:
        values["psutil.loopbackReceived"] = loopback.bytes_recv
        values["psutil.loopbackSent"] = loopback.bytes_sent
    values["psutil.received"] = sum(counter.bytes_recv for counter in counters.values())
    values["psutil.sent"] = sum(counter.bytes_sent for counter in counters.values())
    states = [connection.status for connection in psutil.net_connections("tcp")]
    for name, state in PSUTIL_STATES.items():
        values["psutil.sockets." + name] = states.count(state)


def ask_ss(values):
    output = subprocess.run(["ss", "-H", "-tan"], check=True, capture_output=True, text=True).stdout
    states = [line.split()[0] for line in output.splitlines()]
    for name, state in STATES.items():
        values["ss.sockets." + name] = states.count(state)


def ask_ip(values):
    output = subprocess.run(["ip", "-s", "-j", "link"], check=True, capture_output=True, text=True).stdout
    totals = {"received": 0, "sent": 0}
    for link in json.loads(output):
        received, sent = (link["stats64"][way]["bytes"] for way in ("rx", "tx"))
        if link["ifname"] == "lo":
            values["ip.loopbackReceived"] = received
            values["ip.loopbackSent"] = sent
        else:
            totals["received"] += received
            totals["sent"] += sent
    for name, total in totals.items():
        values["ip." + name] = total


def answer(pid, what="all"):
    values = {}
    if psutil:
        (ask_memory if what == "memory" else ask_psutil)(psutil.Process(int(pid)), values)
    for ask in (ask_ss, ask_ip) if what == "all" else ():
        try:
            ask(values)
        except (OSError, subprocess.CalledProcessError):
            pass  # Not installed.
    return "\t".join(f"{name}={value}" for name, value in values.items())


print("ready", flush=True)
for line in sys.stdin:
    print(answer(*line.split()), flush=True)
