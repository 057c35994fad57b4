#!/usr/bin/env bash
# Google's storage client, plain and instrumented: throughput, CPU, allocation, and memory during a transfer of 1 GB
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start transport "  --sizes <l>       object sizes in bytes, comma-separated; default 1000,64000000, with --quick
                    1000,8000000
  --pairs <n>       pairs of blocks, plain and instrumented, per round; default 100, with --quick 3
  --block <ms>      length of a block, at least one call; default 100
  --warm-up <s>     minimum warm-up in each JVM, which also makes at least 10000 small or 150 large calls of each
                    client; default 10, with --quick 1 and 100 or 3 calls
  --heap <size>     heap size for the transfer of the large object; default 64m
  --large <bytes>   size of the large object; default 1000000000, with --quick 200000000
  --growth <n>      percent that the live heap may grow between one and nine tenths of the transfer; default 3
Exit status: 1 if a record is wrong, or if the heap of the instrumented client grew by more." "$@"

default_rounds 3 1
sizes="1000 64000000" pairs=100 block=100 warm_up=10 small_calls=10000 large_calls=150 heap=64m large=1000000000 growth=3
[ "$quick" = no ] || { sizes="1000 8000000" pairs=3 warm_up=1 small_calls=100 large_calls=3 large=200000000; }
set -- "${rest[@]}"
while [ $# -gt 0 ]; do
	case "$1" in
		--sizes) sizes="${2//,/ }"; shift 2 ;;
		--pairs) pairs="$2"; shift 2 ;;
		--block) block="$2"; shift 2 ;;
		--warm-up) warm_up="$2"; shift 2 ;;
		--heap) heap="$2"; shift 2 ;;
		--large) large="$2"; shift 2 ;;
		--growth) growth="$2"; shift 2 ;;
		*) fail "Unknown option $1" ;;
	esac
done
classes="$(classpath_of web monitor peers storage)"
package=io.github.resourcemonitor.benchmarks.transport

# The server runs in its own process and keeps no object content. The object of 64 MB is the warm-up of the large transfer.
arguments=(--discarding-bucket=sink)
for size in $(printf '%s\n' $sizes 64000000 "$large" | sort -u); do
	arguments+=("--generated=source/$size:$size")
done
"$java" -Xmx256m -cp "$classes" io.github.resourcemonitor.storageserver.StorageServerMain "${arguments[@]}" \
	> "$results/server.txt" 2> "$results/server.log" &
server=$!
trap 'kill $server 2> /dev/null || true' EXIT
until grep -qs '^http' "$results/server.txt"; do
	kill -0 $server 2> /dev/null || { cat "$results/server.log" >&2; fail "The server did not start"; }
	sleep 0.1
done
uri="$(head -1 "$results/server.txt")"

for round in $(seq "$rounds"); do
	for size in $sizes; do
		for direction in download upload; do
			echo "Round $round of $rounds: $direction of $size B" >&2
			"$java" -Xms512m -Xmx512m -cp "$classes" $package.Transport "$uri" $direction $size "$pairs" "$block" \
				"$((warm_up * 1000))" "$((size > 1000000 ? large_calls : small_calls))" "$results/pairs-$direction-$size-$round.json" \
				2>> "$results/clients.log"
		done
	done
done
for direction in download upload; do
	for client in plain instrumented; do
		echo "$direction of $large B, $client" >&2
		# The serial collector reports the exact live heap after a collection.
		"$java" "-Xmx$heap" -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -cp "$classes" $package.LargeTransfer "$uri" $client \
			$direction "$large" "$results/large-$direction-$client.json" 2>> "$results/clients.log"
	done
done
"$python" "$lib/transport.py" "$results" "$growth" | tee "$results/report.txt"
echo "Results: $results"
