#!/usr/bin/env bash
# Cost of a sample with one and with a thousand open invocations
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start many "  --interval <ms>   interval of the sampler; default 10
  --seconds <n>     length of a round; default 20, with --quick 1
  --budget <n>      CPU budget of the sampler in percent of a core; default 0.01" "$@"

# The cost of slow sources is limited by the budget, regardless of the number of invocations. With the default budget, one
# more or less reading of the files of a thousand threads would hide the difference; with a small one they are hardly read.
default_rounds 5 1
interval=10 seconds=20 budget=0.01
[ "$quick" = no ] || seconds=1
set -- "${rest[@]}"
while [ $# -gt 0 ]; do
	case "$1" in
		--interval) interval="$2"; shift 2 ;;
		--seconds) seconds="$2"; shift 2 ;;
		--budget) budget="$2"; shift 2 ;;
		*) fail "Unknown option $1" ;;
	esac
done

"$java" -Xmx512m -cp "$(classpath_of web monitor)" io.github.resourcemonitor.benchmarks.Many \
	"$interval" "$seconds" "$rounds" "$budget" | tee "$results/report.txt"
echo "Results: $results"
