"""The keys that are read with psutil."""

# From the same four sources as the fast sample of the library: stat, statm, io, open files.
LIGHT = ["cpu_times", "memory_info", "io_counters", "num_fds"]

# All keys of the module that this project is based on; memory_full_info includes memory_info.
ORIGINAL = ["cpu_times", "cpu_percent", "num_threads", "threads", "memory_full_info", "memory_percent", "num_fds",
            "io_counters", "connections", "create_time"]


def light(process):
    with process.oneshot():
        process.cpu_times()
        process.memory_info()
        process.io_counters()
        process.num_fds()


def original(process):
    process.as_dict(attrs=ORIGINAL)
