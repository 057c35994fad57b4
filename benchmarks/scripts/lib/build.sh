# Builds what all benchmarks need, once.
set -euo pipefail
. "$(dirname "$0")/common.sh"
build=yes
need_tools
build
