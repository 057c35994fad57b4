# Functions that all benchmarks share: tools, the build, class paths, and the folder of results. To be sourced.

benchmarks="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
lib="$benchmarks/scripts/lib"
classpath="$benchmarks/target/classpath"

fail() {
	echo "$*" >&2
	exit 1
}

# need <command> <Debian package>...
need() {
	command -v "$1" > /dev/null && return
	install_packages "${@:2}"
	command -v "$1" > /dev/null || fail "Missing: $1"
}

install_packages() {
	if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
		fail "Missing: $*. Install it and run this again."
	fi
	echo "Installing $*" >&2
	apt-get update -qq >&2
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# Finds a Python with psutil: Debian's own has it, but another one may come first on the path.
find_python() {
	local candidate
	for candidate in python3 /usr/bin/python3; do
		if "$candidate" -c 'import psutil' 2> /dev/null; then
			python="$candidate"
			return
		fi
	done
	return 1
}

# Prints the home of a JDK of the given major version. Searches beside the JDK in use, as Debian installs them together.
find_jdk() {
	local used javac
	used="$(readlink -f "$(command -v javac)")"
	for javac in "$(dirname "$used")"/../../*/bin/javac; do
		if "$javac" -version 2>&1 | grep -q "^javac $1\(\.\|$\)"; then
			(cd "$(dirname "$javac")/.." && pwd -P)
			return
		fi
	done
	fail "No JDK $1 found beside $used"
}

# Builds this module, the stress tests and the demo, and copies the class paths. MAVEN_OPTIONS may contain "-o" on a machine without a
# network.
build() {
	[ "$build" = yes ] || return 0
	echo "Building" >&2
	rm -rf "$classpath" "$benchmarks/stress/target/classpath"
	mkdir -p "$benchmarks/target/bin"
	# shellcheck disable=SC2086
	(cd "$benchmarks/.." && mvn -q -B -ntp ${MAVEN_OPTIONS:-} -Prun -DskipTests \
		-pl benchmarks,benchmarks/stress,demo-function -am package) \
		> "$benchmarks/target/build.log" 2>&1 || { cat "$benchmarks/target/build.log" >&2; fail "The build failed"; }
	gcc -O2 -Wall -pthread -o "$benchmarks/target/bin/floor" "$benchmarks/src/main/c/floor.c"
}

# classpath_of <part>...: prints a class path of this module's classes and the jars of the given parts
classpath_of() {
	local result part
	result="$(ls "$benchmarks"/target/benchmarks-*.jar)"
	for part in "$@"; do
		result="$result:$classpath/$part/*"
	done
	echo "$result"
}

# Prints the JVM options for the OpenTelemetry agent, which records every span and exports none.
agent() {
	echo "-javaagent:$(ls "$classpath"/agent/*.jar)" -Dotel.{traces,metrics,logs}.exporter=none -Dotel.traces.sampler=always_on
}

# jmh <result file> <options>...: runs one fork of the benchmarks selected by the options
jmh() {
	local result="$1"
	shift
	"${jmh_environment[@]}" "$java" -cp "$(classpath_of web monitor aspectj peers)" org.openjdk.jmh.Main \
		-f 1 -foe true -prof gc "${jmh_time[@]}" -rf json -rff "$result" "$@" >> "$results/jmh.log" 2>&1 \
		|| { tail -40 "$results/jmh.log" >&2; fail "JMH failed; see $results/jmh.log"; }
}

# default_rounds <number> <number for a quick run>
default_rounds() {
	[ "$quick" = no ] || shift
	rounds="${rounds:-$1}"
}

# Describes the machine of the measurement, and warns if it had other load.
describe_machine() {
	{
		echo "date      $(date -u +%FT%TZ)"
		echo "commit    $(git -C "$benchmarks" describe --always --dirty 2> /dev/null || echo unknown)"
		echo "processor $(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
		echo "memory    $(awk '/MemTotal/ { printf "%.1f GiB", $2 / 1048576 }' /proc/meminfo)"
		echo "kernel    $(uname -sr)"
		echo "jvm       $("$java" -version 2>&1 | tail -1)"
		echo "load      $load before the start"
	} | tee "$results/machine.txt"
	echo "$load" | awk '$1 > 0.5 { print "The machine is not idle; mention that when publishing these figures." }'
	echo
}

need_tools() {
	need gcc gcc libc6-dev
	need mvn maven
	need javac openjdk-17-jdk-headless
	need python3 python3
	find_python || { install_packages python3-psutil && find_python; } || fail "Missing: python3-psutil"
}

# start <benchmark> <usage of its own options> <arguments>...: called at the beginning of each script. Handles the common
# options among the arguments, and stores the others in "rest".
start() {
	local name="$1" usage="$2" option
	shift 2
	build=yes quick=no rounds= jdk= rest=()
	load="$(cut -d' ' -f1-3 /proc/loadavg)"
	# Do not create __pycache__ in the source folder.
	export PYTHONDONTWRITEBYTECODE=1
	while [ $# -gt 0 ]; do
		option="$1"
		shift
		case "$option" in
			--quick) quick=yes ;;
			--no-build) build=no ;;
			--rounds) rounds="$1"; shift ;;
			--jdk) jdk="$1"; shift ;;
			--help)
				cat >&2 <<-END
					benchmarks/run $name [options]
					  --quick       one short round, to check that it works; its figures are meaningless
					  --rounds <n>  how often everything is measured
					  --jdk <n>     major version of a JDK other than the one in use, for instance 25
					  --no-build    use the artifacts of the previous build
					$usage
				END
				exit 1
				;;
			*) rest+=("$option") ;;
		esac
	done
	need_tools
	[ -z "$jdk" ] || JAVA_HOME="$(find_jdk "$jdk")"
	[ -z "${JAVA_HOME:-}" ] || export JAVA_HOME PATH="$JAVA_HOME/bin:$PATH"
	java="$(command -v java)"
	results="$benchmarks/target/results/$name/$(date -u +%Y%m%d-%H%M%S)"
	if [ "$quick" = yes ]; then
		# A short fork is mostly JVM startup, which does not benefit from the optimizing compiler.
		jmh_time=(-wi 1 -w 50ms -i 1 -r 100ms)
		# The figures do not matter, so another JMH may run at the same time.
		jmh_environment=(env "JAVA_TOOL_OPTIONS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djmh.ignoreLock=true")
	else
		jmh_environment=()
		jmh_time=(-wi 5 -w 500ms -i 5 -r 1s)
	fi
	build
	mkdir -p "$results"
	describe_machine
}
