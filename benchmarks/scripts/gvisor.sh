#!/usr/bin/env bash
# The demo inside gVisor: accuracy of its records, and cost of each reading
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
start gvisor "  --runsc <path>     the runsc to use; default is the installed one
  --backports        use the runsc of Debian's backports, unpacked below target and not installed
  --platform <name>  systrap, ptrace or kvm; default is that of runsc
  --no-costs         do not measure the cost of each reading
Exit status: 0 if the records are correct, 1 if they are not, 3 if gVisor is not available." "$@"

runsc="${RUNSC:-}" backports=no costs=yes options=()
set -- "${rest[@]}"
while [ $# -gt 0 ]; do
	case "$1" in
		--runsc) runsc="$2"; shift 2 ;;
		--backports) backports=yes; shift ;;
		--platform) options+=("--platform=$2"); shift 2 ;;
		--no-costs) costs=no; shift ;;
		*) fail "Unknown option $1" ;;
	esac
done

no_gvisor() {
	echo "gVisor is not available here: $*" >&2
	exit 3
}

# Downloads the newer runsc from the Debian mirror that is configured on this machine.
unpack_backports() {
	local folder="$benchmarks/target/runsc" codename mirror apt
	if [ ! -x "$folder/usr/bin/runsc" ]; then
		command -v apt-get > /dev/null || no_gvisor "there is no apt-get"
		# shellcheck disable=SC1091
		codename="$(. /etc/os-release && echo "${VERSION_CODENAME:-}")"
		mirror="$(apt-get indextargets 'Created-By: Packages' 'Origin: Debian' --format '$(REPO_URI)' | grep -v security | sed -n 1p)"
		[ -n "$codename" ] && [ -n "$mirror" ] || no_gvisor "this is not Debian, or no mirror is configured"
		mkdir -p "$folder/state/lists/partial" "$folder/state/cache/archives/partial"
		echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $codename-backports main" > "$folder/state/list"
		apt=(apt-get -qq -o "Dir::Etc::SourceList=$folder/state/list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$folder/state/lists"
			-o "Dir::Cache=$folder/state/cache" -o APT::Sandbox::User=)
		(cd "$folder" && "${apt[@]}" update && "${apt[@]}" download runsc && dpkg-deb -x runsc_*.deb .) >&2 \
			|| no_gvisor "$codename-backports has no runsc"
	fi
	runsc="$folder/usr/bin/runsc"
}

find_runsc() {
	if [ -n "$runsc" ]; then
		return
	fi
	if [ "$backports" = yes ]; then
		unpack_backports
		return
	fi
	command -v runsc > /dev/null || (install_packages runsc) || no_gvisor "there is no package 'runsc'"
	runsc="$(command -v runsc)" || no_gvisor "there is no command 'runsc'"
}

# Files written inside the sandbox are not visible outside, so results are passed through standard output. It is a pipe,
# because gVisor does not append to a file.
sandboxed() {
	"$runsc" "${options[@]}" --rootless --network=none do "$@" | cat
}

find_runsc
"$runsc" --version > /dev/null || no_gvisor "$runsc does not run"
need curl curl
sandboxed true || no_gvisor "$runsc does not start a sandbox here"
"$runsc" "${options[@]}" --version | sed -n 1p | tee -a "$results/machine.txt"
printf '%s\n\n' "${options[*]}" | tee -a "$results/machine.txt"

echo "Running the demo inside" >&2
jar="$(ls "$benchmarks"/../demo-function/target/demo-function-*.jar)"
sandboxed sh "$lib/gvisor-inside.sh" "$java" -Xmx256m -XX:+UseSerialGC -jar "$jar" | tar -x -C "$results" -f -
status=0
python3 "$lib/gvisor.py" "$results" | tee "$results/report.txt" || status=1

if [ "$costs" = yes ]; then
	echo "Measuring the cost of each reading inside" >&2
	# Pre-touch the heap: the first access to a page would cost more than a reading.
	sandboxed "$java" -XX:+UseSerialGC -Xms96m -Xmx96m -XX:+AlwaysPreTouch -cp "$(classpath_of web monitor)" \
		io.github.resourcemonitor.benchmarks.ReadingCosts "$quick" | tee "$results/costs.txt"
fi
echo "Results: $results"
exit $status
