#!/usr/bin/env bash
# Cost of switching a thread to an invocation and back, and of a handler with up to 64 concurrent callers
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start attribution "  --threads <l>     concurrent callers, comma-separated; default 1,8,64, with --quick 1,8" "$@"

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
# Throughput, because the average time of a call would be dominated by the threads with the fewest calls.
callers=(-bm thrpt -tu s -prof io.github.resourcemonitor.benchmarks.UsageProfiler)
switch_time=("${jmh_time[@]}")
# Longer, because the compiler gets little of the processors beside many callers.
callers_time=(-wi 12 -w 1s -i 5 -r 1s)
[ "$quick" = no ] || callers_time=("${jmh_time[@]}")

for round in $(seq "$rounds"); do
	echo "Round $round of $rounds: switches" >&2
	jmh_time=("${switch_time[@]}")
	jmh "$results/switch-$round.json" '\.attribution\.'
	jmh_time=("${callers_time[@]}")
	for number in ${threads//,/ }; do
		echo "Round $round of $rounds: $number concurrent callers" >&2
		jmh "$results/callers-$number-$round.json" 'MonitoredCall|PeerCallBenchmark\.(plain|timed|observed|javamelody)$' \
			-p "variant=$variants" -t "$number" "${callers[@]}"
		jmh "$results/agent-$number-$round.json" SpanCall -t "$number" "${callers[@]}" -jvmArgsAppend "$(agent)"
	done
done
"$python" "$lib/attribution.py" "$results" "${threads//,/ }" | tee "$results/report.txt"
echo "Results: $results"
