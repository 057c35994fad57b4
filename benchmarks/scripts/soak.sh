#!/usr/bin/env bash
# Ten million invocations in a small heap: whether anything is lost or left behind
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start soak "  --count <n>       invocations; default 10000000, with --quick 300000
  --threads <n>     threads that make them; default 2
  --edges <how>     shared: the process is read where they start and end; off: it is not; default off
  --heap <size>     default 48m
  --growth <n>      percent that the live heap may grow from the first look, after a tenth, to the last; default 3
It ends with 1 if it grew by more, or if anything was lost." "$@"

count=10000000 threads=2 edges=off heap=48m growth=3
[ "$quick" = no ] || count=300000
set -- "${rest[@]}"
while [ $# -gt 0 ]; do
	case "$1" in
		--count) count="$2"; shift 2 ;;
		--threads) threads="$2"; shift 2 ;;
		--edges) edges="$2"; shift 2 ;;
		--heap) heap="$2"; shift 2 ;;
		--growth) growth="$2"; shift 2 ;;
		*) fail "Unknown option $1" ;;
	esac
done

# What is live after a collection is told exactly by the serial collector.
"$java" "-Xmx$heap" -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -cp "$(classpath_of web monitor)" \
	io.github.resourcemonitor.benchmarks.Soak "$count" "$threads" "$edges" "$growth" | tee "$results/report.txt"
echo "Results: $results"
