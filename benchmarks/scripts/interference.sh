#!/usr/bin/env bash
# Impact of samplers on a SHA-256 load on all processors, and the share of their samples that they deliver
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start interference "  --shape <s>      small, big (200 threads, 1000 open files, 2 GB resident) or both; default both, with --quick small
  --seconds <n>    how long each sampler runs in a round; default 10, with --quick 1
  --threads <n>    threads of the load; default one per processor
  --intervals <l>  milliseconds between samples, comma-separated; default 100,10" "$@"

default_rounds 5 1
shapes="small big" seconds=10 threads="$(nproc)" intervals=100,10 lead_in=2000
[ "$quick" = no ] || { shapes=small; seconds=1; lead_in=200; }
set -- "${rest[@]}"
while [ $# -gt 0 ]; do
	case "$1" in
		--shape) shapes="${2/both/small big}"; shift 2 ;;
		--seconds) seconds="$2"; shift 2 ;;
		--threads) threads="$2"; shift 2 ;;
		--intervals) intervals="$2"; shift 2 ;;
		*) fail "Unknown option $1" ;;
	esac
done

for shape in $shapes; do
	echo "Shape $shape" >&2
	"$java" -XX:MaxDirectMemorySize=4g -cp "$(classpath_of web monitor)" \
		io.github.resourcemonitor.benchmarks.interference.Interference "$shape" "$rounds" "$((seconds * 1000))" "$threads" \
		"$intervals" "$python" "$benchmarks/src/main/python/psutil_watch.py" "$results/jvm-$shape.json" "$lead_in" \
		> "$results/interference-$shape.jsonl"
done
"$python" "$lib/interference.py" "$results" $shapes | tee "$results/report.txt"
echo "Results: $results"
