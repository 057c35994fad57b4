#!/usr/bin/env bash
# Stress tests of what threads share without a lock: interleavings of two or three threads, by jcstress
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start stress "  --mode <m>        preset of jcstress: sanity, quick, default, tough or stress; default quick
  --tests <regex>   names of the tests to run; default all
Tests with three threads run only on three or more processors.
Exit status: 1 if a test had a result that is not valid, or if none ran." "$@"

mode=quick tests=.
set -- "${rest[@]}"
while [ $# -gt 0 ]; do
	case "$1" in
		--mode) mode="$2"; shift 2 ;;
		--tests) tests="$2"; shift 2 ;;
		*) fail "Unknown option $1" ;;
	esac
done

# With split compilation, each action would also be compiled in another way than the rest, which takes three times as long.
options=(-m "$mode" -sc false)
if [ "$quick" = yes ]; then
	options=(-m sanity -sc false -af NONE -f 1 -fsm 1 -iters 1 -time 100 -strideSize 64 -strideCount 10
		-jvmArgs -XX:TieredStopAtLevel=1)
fi

echo "Running; the progress is in $results/jcstress.log" >&2
classes="$(ls "$benchmarks"/stress/target/stress-*.jar):$benchmarks/stress/target/classpath/*"
status=0
# It stores its raw results in the current folder.
(cd "$results" && "$java" -cp "$classes" org.openjdk.jcstress.Main "${options[@]}" -t "$tests" -r "$results/html") \
	> "$results/jcstress.log" 2>&1 || status=1
{
	sed -n '/^RUN RESULTS/,/^Exception in thread/p' "$results/jcstress.log" | grep -v '^Exception in thread' || true
	grep '^(Results: ' "$results/jcstress.log" | tail -1 || true
	if grep -q 'No scheduling is possible' "$results/jcstress.log"; then
		echo "Some tests did not run, because they have more threads than there are processors."
	fi
} | tee "$results/report.txt"
echo "Results: $results"
grep -q '^(Results: [1-9]' "$results/jcstress.log" || { tail -5 "$results/jcstress.log" >&2; fail "No test ran"; }
exit $status
