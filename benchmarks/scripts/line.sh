#!/usr/bin/env bash
# CPU, allocation and length of the line of one record: the library's writer, compact and full, Jackson, Spring Boot's JsonWriter
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start line "" "$@"
[ ${#rest[@]} -eq 0 ] || fail "Unknown option ${rest[0]}"

default_rounds 3 1
for round in $(seq "$rounds"); do
	echo "Round $round of $rounds" >&2
	jmh "$results/jmh-$round.json" '\.line\.' -prof io.github.resourcemonitor.benchmarks.UsageProfiler \
		-jvmArgsAppend "-Dbenchmarks.line-file=$results/line-$round.json"
done
"$python" "$lib/line.py" "$results" | tee "$results/report.txt"
echo "Results: $results"
