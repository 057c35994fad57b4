#!/usr/bin/env bash
# Whether records are true: invocations that do known work, up to 1000 at once, on threads that they share
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start truth "  --styles <l>      fork, async, reactor, with commas; default all
  --at-once <l>     how many invocations at once, with commas; default 1,8,64,1000, with --quick 1,64
  --light <ms>      CPU time of a light invocation; default 10
  --heavy <ms>      CPU time of a heavy one, each fifth; default 100, with --quick 50
It ends with 1 if something is wrong that no clock excuses: a byte, or the order of the three views." "$@"

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
			# Each thread has some to do, but a thousand are enough.
			jobs=$((number < 32 ? number * 4 + 16 : number < 500 ? number * 2 : number))
			[ "$quick" = no ] || jobs=$((number + 10))
			echo "Round $round of $rounds: $style, $number at once" >&2
			"$java" -Xmx1g -cp "$(classpath_of web monitor peers)" io.github.resourcemonitor.benchmarks.truth.Truth \
				"$style" "$number" "$jobs" "$light" "$heavy" "$results/$style-$number-$round.json"
		done
	done
done
status=0
"$python" "$lib/truth.py" "$results" | tee "$results/report.md" || status=1
echo "Results: $results"
exit $status
