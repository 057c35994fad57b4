#!/usr/bin/env bash
# Cost of one call through each wrapper: the library with its features, Micrometer, the OpenTelemetry agent, Kieker, JavaMelody
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start wrapper "" "$@"
[ ${#rest[@]} -eq 0 ] || fail "Unknown option ${rest[0]}"

default_rounds 5 1
calls=2000 warm_up=3000
[ "$quick" = no ] || { calls=200; warm_up=300; }
separate=(plain clocks+history clocks+history+edges clocks+history+edges+sampler clocks+history+edges+sampler+call+meters)

for round in $(seq "$rounds"); do
	echo "Round $round of $rounds" >&2
	jmh "$results/jmh-$round.json" '\.wrapper\.' -e SpanCall
	jmh "$results/agent-$round.json" SpanCall -jvmArgsAppend "$(agent)"
	for variant in "${separate[@]}"; do
		"$java" -cp "$(classpath_of web monitor aspectj peers)" \
			io.github.resourcemonitor.benchmarks.wrapper.SeparateCalls "$variant" "$calls" "$warm_up" "$results/separate-$variant-$round.json"
	done
done
{
	"$python" "$lib/wrapper.py" "$results" "${separate[@]}"
	echo "Peers: $(cd "$classpath" \
		&& ls peers/{micrometer-core,opentelemetry-instrumentation,kieker,javamelody-core}-*.jar agent/*.jar \
		aspectj/aspectjweaver-*.jar web/spring-aop-*.jar | xargs -n1 basename | sed 's/\.jar$//' | paste -sd' ')"
} | tee "$results/report.txt"
echo "Results: $results"
