#!/usr/bin/env bash
# Accuracy of usage estimates for tasks on virtual threads, compared with platform threads
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start virtual "  --cpu <us>        CPU time of a light task; default 5000, with --quick 300
  --only <names>    parts of the names of the variants to measure, comma-separated; default all
The Flight Recorder variant requires JDK 25. If the JDK in use is older than 21, the latest one installed beside it is used.
Exit status: 3 if there is none." "$@"

default_rounds 3 1
cpu=5000 only=
[ "$quick" = no ] || cpu=300
set -- "${rest[@]}"
while [ $# -gt 0 ]; do
	case "$1" in
		--cpu) cpu="$2"; shift 2 ;;
		--only) only="$2"; shift 2 ;;
		*) fail "Unknown option $1" ;;
	esac
done

feature() {
	"$1" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p'
}

if [ "$(feature "$java")" -lt 21 ]; then
	latest=0
	for candidate in "$(dirname "$(readlink -f "$(command -v javac)")")"/../../*/bin/java; do
		version="$(feature "$candidate")"
		if [ "${version:-0}" -gt "$latest" ]; then
			latest="$version" java="$candidate"
		fi
	done
	[ "$latest" -ge 21 ] || { echo "There is no JDK 21 or later" >&2; exit 3; }
	echo "jvm       $("$java" -version 2>&1 | tail -1)" | tee -a "$results/machine.txt"
fi

"$java" -Xmx512m -cp "$(classpath_of web monitor)" io.github.resourcemonitor.benchmarks.virtual.Virtual "$cpu" "$rounds" "$only" \
	| tee "$results/report.txt"
echo "Results: $results"
