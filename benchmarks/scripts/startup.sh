#!/usr/bin/env bash
# Startup time and peak memory of a web application: plain, with the starter, with AspectJ, with the OpenTelemetry agent
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start startup "  --java-options <o>  JVM options for all variants; default -Xmx256m" "$@"

default_rounds 15 1
java_options="-Xmx256m"
set -- "${rest[@]}"
while [ $# -gt 0 ]; do
	case "$1" in
		--java-options) java_options="$2"; shift 2 ;;
		*) fail "Unknown option $1" ;;
	esac
done
echo "JVM options: $java_options"

package=io.github.resourcemonitor.benchmarks.startup
{
	echo "plain	-cp $(classpath_of web) $package.plain.PlainApplication"
	echo "plain again	-cp $(classpath_of web) $package.plain.PlainApplication"
	echo "with monitor-spring-boot-starter	-cp $(classpath_of web monitor) $package.monitored.MonitoredApplication"
	echo "with spring-boot-starter-aspectj	-cp $(classpath_of web aspectj) $package.aspect.AspectApplication"
	echo "with OpenTelemetry agent	$(agent) -cp $(classpath_of web) $package.plain.PlainApplication"
} > "$results/variants.txt"
"$python" "$lib/startup.py" "$results" "$rounds" "$java" $java_options | tee "$results/report.txt"
echo "Results: $results"
