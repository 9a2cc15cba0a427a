#!/usr/bin/env bash
# What ./run bench does: a private PostgreSQL with 200,000 young people, and
# the targets of the design measured on it (tests/bench/bench.mjs). It takes
# some 25 minutes of an otherwise quiet machine. Only loopback, and all of it
# is gone afterwards.
#
#   PERSONS=5000 ROUNDS=1 SECONDS_EACH=1 ./run bench   a quick look
#   BENCH_VAR=/var/tmp/bench ./run bench               keeps the data there
#   BENCH_ONLY=journey,list ./run bench                only these
#   BENCH_ONLY=scale ./run bench                       1.4 million people and 7.5
#                                                      million sessions instead:
#                                                      an hour, 25 GB of disk
#   SHARED_BUFFERS=2GB IDLE=2000 ./run bench
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
LOGS=$PWD/build/log
# shellcheck source=config/steps.sh
. config/steps.sh
install_packages config/packages.txt config/packages-bench.txt
npm_packages web
npm_packages tests/bench
build build "the server and the web site" all site -- \
    -DCMAKE_BUILD_TYPE=Release -DTHROUGHLINE_TESTS=OFF

FOLDER=${BENCH_VAR:-}
if [ -z "$FOLDER" ]; then
    FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/throughline-bench-XXXXXX")
fi
mkdir -p "$FOLDER"
FOLDER=$(realpath "$FOLDER")
chmod 755 "$FOLDER"

bench=
finish() {
    local status=$?
    if [ -n "$bench" ]; then
        kill -TERM "$bench" 2>/dev/null || true
        wait "$bench" 2>/dev/null || true
    fi
    [ -n "${BENCH_VAR:-}" ] || rm -rf "$FOLDER"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Ten thousand connections are ten thousand files, on both sides.
ulimit -n "$(ulimit -Hn)"
FOLDER=$FOLDER PROGRAM=$PWD/build/throughline node tests/bench/bench.mjs &
bench=$!
status=0
wait "$bench" || status=$?
bench=
[ "$status" = 0 ]
