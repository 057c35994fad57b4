#!/usr/bin/env bash
# Soak test: ten million invocations in a small heap, without lost records or leaked memory
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start soak "  --count <n>       invocations; default 10000000, with --quick 300000
  --threads <n>     threads that run them; default 2
  --edges <mode>    shared: read the process when an invocation starts and ends; off: do not; default off
  --heap <size>     maximum heap size; default 48m
  --growth <n>      percent that the live heap may grow from the first checkpoint, after a tenth, to the last; default 3
Exit status: 1 if the heap grew by more, or if a record was lost." "$@"

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

# The serial collector reports the exact live heap after a collection.
"$java" "-Xmx$heap" -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -cp "$(classpath_of web monitor)" \
	io.github.resourcemonitor.benchmarks.Soak "$count" "$threads" "$edges" "$growth" | tee "$results/report.txt"
echo "Results: $results"
