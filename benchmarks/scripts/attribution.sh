#!/usr/bin/env bash
# What it costs to turn a thread to an invocation and back, and a handler with up to 64 callers at once
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start attribution "  --threads <l>     callers at once, with commas; default 1,8,64, with --quick 1,8" "$@"

default_rounds 3 1
threads=1,8,64
[ "$quick" = no ] || threads=1,8
set -- "${rest[@]}"
while [ $# -gt 0 ]; do
	case "$1" in
		--threads) threads="$2"; shift 2 ;;
		*) fail "Unknown option $1" ;;
	esac
done
variants=clocks+history,clocks+history+edges,clocks+history+edges+sampler
# The average time of a call would be that of the threads with the fewest.
callers=(-bm thrpt -tu s -prof io.github.resourcemonitor.benchmarks.UsageProfiler)

for round in $(seq "$rounds"); do
	echo "Round $round of $rounds: switches" >&2
	jmh "$results/switch-$round.json" '\.attribution\.'
	for number in ${threads//,/ }; do
		echo "Round $round of $rounds: $number at once" >&2
		jmh "$results/callers-$number-$round.json" 'MonitoredCall|PeerCallBenchmark\.(plain|timed|observed)$' \
			-p "variant=$variants" -t "$number" "${callers[@]}"
		jmh "$results/agent-$number-$round.json" SpanCall -t "$number" "${callers[@]}" -jvmArgsAppend "$(agent)"
	done
done
"$python" "$lib/attribution.py" "$results" "${threads//,/ }" | tee "$results/report.txt"
echo "Results: $results"
