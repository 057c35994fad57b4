# Builds the artifacts of all benchmarks once, so that each can run with --no-build.
set -euo pipefail
. "$(dirname "$0")/common.sh"
build=yes
need_tools
build
