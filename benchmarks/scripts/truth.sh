#!/usr/bin/env bash
# Accuracy of records: up to 1000 concurrent invocations with known work on shared threads
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start truth "  --styles <l>      fork, async, reactor, comma-separated; default all
  --at-once <l>     numbers of concurrent invocations, comma-separated; default 1,8,64,1000, with --quick 1,64
  --light <ms>      CPU time of a light invocation; default 10
  --heavy <ms>      CPU time of a heavy one, which is every fifth; default 100, with --quick 50
Exit status: 1 on an error that the resolution of clocks does not explain: in bytes, or in the order own <= share <= process." "$@"

default_rounds 3 1
styles=fork,async,reactor at_once=1,8,64,1000 light=10 heavy=100
[ "$quick" = no ] || { at_once=1,64; heavy=50; }
set -- "${rest[@]}"
while [ $# -gt 0 ]; do
	case "$1" in
		--styles) styles="$2"; shift 2 ;;
		--at-once) at_once="$2"; shift 2 ;;
		--light) light="$2"; shift 2 ;;
		--heavy) heavy="$2"; shift 2 ;;
		*) fail "Unknown option $1" ;;
	esac
done

for round in $(seq "$rounds"); do
	for style in ${styles//,/ }; do
		for number in ${at_once//,/ }; do
			# Several jobs per thread, but not more than necessary with a thousand threads.
			jobs=$((number < 32 ? number * 4 + 16 : number < 500 ? number * 2 : number))
			[ "$quick" = no ] || jobs=$((number + 10))
			echo "Round $round of $rounds: $style, $number concurrent invocations" >&2
			"$java" -Xmx1g -cp "$(classpath_of web monitor peers)" io.github.resourcemonitor.benchmarks.truth.Truth \
				"$style" "$number" "$jobs" "$light" "$heavy" "$results/$style-$number-$round.json"
		done
	done
done
status=0
"$python" "$lib/truth.py" "$results" | tee "$results/report.md" || status=1
echo "Results: $results"
exit $status
