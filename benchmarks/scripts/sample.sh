#!/usr/bin/env bash
# Time and allocation for one sample: the library, the same reads in C, OSHI and psutil
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start sample "  --shape <s>   small, big (200 threads, 1000 open files, 2 GB resident) or both; default both, with --quick small" "$@"

default_rounds 3 1
shapes="small big" batches=5 batch_millis=100
[ "$quick" = no ] || { shapes=small; batches=3; batch_millis=20; }
set -- "${rest[@]}"
while [ $# -gt 0 ]; do
	case "$1" in
		--shape) shapes="${2/both/small big}"; shift 2 ;;
		*) fail "Unknown option $1" ;;
	esac
done

"$java" -cp "$(classpath_of web monitor)" io.github.resourcemonitor.benchmarks.sample.Sources > "$results/sources.txt"
names="$(cut -f2 "$results/sources.txt" | paste -sd,)"
mapfile -t files < <(cut -f2 "$results/sources.txt" | grep '^/' | grep -vxE '/proc/self/(stat|statm|io|fd)')
files+=(/proc/self/net/tcp /proc/self/net/tcp6)

# Processes in C and Python get the same shape as the JVM.
numbers_of() {
	"$python" -c 'import json, sys; s = json.load(open(sys.argv[1]))["shape"]; print(s["threads"], s["files"], s["megabytes"])' "$1"
}

for shape in $shapes; do
	for round in $(seq "$rounds"); do
		echo "Shape $shape, round $round of $rounds" >&2
		jmh "$results/jmh-$shape-$round.json" '\.sample\.' -p "shape=$shape" -p "source=$names" \
			-jvmArgsAppend "-XX:MaxDirectMemorySize=4g -Dbenchmarks.shape-file=$results/jvm-$shape.json"
		# shellcheck disable=SC2046
		set -- $(numbers_of "$results/jvm-$shape.json") "$batches" "$batch_millis"
		"$benchmarks/target/bin/floor" "$@" "${files[@]}" > "$results/floor-$shape-$round.json"
		"$python" "$benchmarks/src/main/python/psutil_sample.py" "$@" > "$results/psutil-$shape-$round.json"
	done
done
"$python" "$lib/sample.py" "$results" $shapes | tee "$results/report.txt"
echo "Results: $results"
