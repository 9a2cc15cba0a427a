#!/usr/bin/env bash
# ./run faults [--quick] [DRILL...]: what security.md R8 and R28 to R36 ask, on
# throw-away clusters and the release build; tests/faults/README.md lists the
# drills. Each does what it does as often as the requirement says; COUNT=n says
# otherwise, --quick a few times; MINUTES=n ends contexts, kill, restart and
# failover early. TAP, and one line at the end.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
LOGS=$PWD/build/log
# shellcheck source=config/steps.sh
. config/steps.sh

drills=() QUICK=
for argument in "$@"; do
    case $argument in
    --quick) QUICK=1 ;;
    *)
        [ -e "tests/faults/$argument.test.mjs" ] || fail "there is no drill $argument"
        drills+=("$argument")
        ;;
    esac
done
if [ ${#drills[@]} = 0 ]; then
    for file in tests/faults/*.test.mjs; do
        drill=${file##*/}
        drills+=("${drill%.test.mjs}")
    done
fi

# tests/run-tests.sh has built, and names the program.
if [ -z "${THROUGHLINE_PROGRAM:-}" ]; then
    install_packages config/packages.txt config/packages-faults.txt
    npm_packages web
    build build "the server and the web site" all site -- \
        -DCMAKE_BUILD_TYPE=Release -DTHROUGHLINE_TESTS=OFF
    THROUGHLINE_PROGRAM=$PWD/build/throughline
fi
export THROUGHLINE_PROGRAM QUICK

# In memory where there is room: here processes die, not the power, so it proves
# the same without waiting for a disk.
room_in_memory() { [ "$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -ge 4000000 ] 2>/dev/null; }
[ -n "${TMPDIR:-}" ] || ! room_in_memory || TMPDIR=/dev/shm
FAULTS_FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/throughline-faults-XXXXXX")
export FAULTS_FOLDER
chmod 755 "$FAULTS_FOLDER"
node=
# A drill ends what it started; after Ctrl-C this does, by the ids they left.
finish() {
    local status=$? files file
    if [ -n "$node" ]; then
        kill -TERM "$node" 2>/dev/null || true
        wait "$node" 2>/dev/null || true
    fi
    mapfile -t files < <(find "$FAULTS_FOLDER" -name postmaster.pid)
    for file in "${files[@]}"; do
        kill -QUIT "$(head -n 1 "$file" 2>/dev/null)" 2>/dev/null || true
    done
    rm -rf "$FAULTS_FOLDER"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

report=$FAULTS_FOLDER/report
passed=0 failed=0 skipped=0
for drill in "${drills[@]}"; do
    node --test --test-reporter=tap "tests/faults/$drill.test.mjs" >"$report" 2>&1 &
    node=$!
    wait "$node" || true
    node=
    grep -E '^ *(not )?ok |^ +error: |^ +(error|expected|actual)|^# [0-9]|^# [a-z ]+: |^ +\+' "$report" || cat "$report"
    sum() { awk -v word="# $1 " 'index($0, word) == 1 { n += substr($0, length(word) + 1) } END { print n + 0 }' "$report"; }
    passed=$((passed + $(sum pass)))
    failed=$((failed + $(sum fail) + $(sum cancelled)))
    skipped=$((skipped + $(sum skipped)))
done
say "# drills: $passed passed, $failed failed, $skipped not run"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
