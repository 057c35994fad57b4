#!/usr/bin/env bash
# How wrong the estimates are of what a task on a virtual thread used, beside platform threads
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start virtual "  --cpu <us>        CPU time of a light task; default 5000, with --quick 1000
  --only <names>    parts of the names of the ways to measure, with commas; default all
It takes JDK 21 or later, and its Flight Recorder lines JDK 25." "$@"

default_rounds 3 1
cpu=5000 only=
[ "$quick" = no ] || cpu=1000
set -- "${rest[@]}"
while [ $# -gt 0 ]; do
	case "$1" in
		--cpu) cpu="$2"; shift 2 ;;
		--only) only="$2"; shift 2 ;;
		*) fail "Unknown option $1" ;;
	esac
done

"$java" -Xmx512m -cp "$(classpath_of web monitor)" io.github.resourcemonitor.benchmarks.virtual.Virtual "$cpu" "$rounds" "$only" \
	| tee "$results/report.txt"
echo "Results: $results"
