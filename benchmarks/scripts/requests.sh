#!/usr/bin/env bash
# A record for each request to Spring MVC, beside that of a handler and Spring Boot's http.server.requests
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start requests "  --turns <n>       turns per round, each with a block of every variant; default 100, with --quick 3
  --block <ms>      length of a block; default 40, with --quick 5
  --warm-up <s>     minimum warm-up in each JVM, which also sends at least 20000 requests to each application;
                    default 20, with --quick 1 and 100 requests" "$@"

default_rounds 3 1
turns=100 block=40 warm_up=20 calls=20000
[ "$quick" = no ] || { turns=3 block=5 warm_up=1 calls=100; }
set -- "${rest[@]}"
while [ $# -gt 0 ]; do
	case "$1" in
		--turns) turns="$2"; shift 2 ;;
		--block) block="$2"; shift 2 ;;
		--warm-up) warm_up="$2"; shift 2 ;;
		*) fail "Unknown option $1" ;;
	esac
done
for round in $(seq "$rounds"); do
	echo "Round $round of $rounds" >&2
	"$java" -Xms512m -Xmx512m -cp "$(classpath_of web monitor peers observation)" \
		io.github.resourcemonitor.benchmarks.requests.Requests "$turns" "$block" "$((warm_up * 1000))" "$calls" \
		"$results/turns-$round.json" 2>> "$results/applications.log" \
		|| { tail -40 "$results/applications.log" >&2; fail "The benchmark failed"; }
done
"$python" "$lib/requests.py" "$results" | tee "$results/report.txt"
echo "Results: $results"
