#!/usr/bin/env bash
# The release program is hardened as security.md R38 asks, and the systemd
# unit scores at most 1.5. Speaks TAP. hardening.sh PROGRAM
# shellcheck disable=SC2317 # functions are called by name
set -euo pipefail
program=${1:-build/throughline}
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."

n=0
check() {
    local what=$1
    shift
    n=$((n + 1))
    if "$@" >/dev/null 2>&1; then
        echo "ok $n - $what"
    else
        echo "not ok $n - $what"
        bad=1
    fi
}
bad=0
headers=$(readelf -Wl "$program")
dynamic=$(readelf -Wd "$program")
symbols=$(readelf -W --dyn-syms "$program")
has() { grep -qE "$2" <<<"$1"; }
lacks() { ! grep -qE "$2" <<<"$1"; }

check "position independent" has "$(readelf -Wh "$program")" 'Type: +DYN'
check "full RELRO" has "$dynamic" 'BIND_NOW|Flags:.* NOW'
check "relocations read-only" has "$headers" 'GNU_RELRO'
check "stack not executable" has "$headers" 'GNU_STACK.* RW +0x'
check "no writable and executable segment" lacks "$headers" 'LOAD.* RWE '
check "stack protector" has "$symbols" '__stack_chk_fail'
check "FORTIFY_SOURCE" has "$symbols" '__(memcpy|vsnprintf|snprintf|fprintf|vfprintf)_chk'
check "no RPATH" lacks "$dynamic" 'RPATH|RUNPATH'
if [ "$(uname -m)" = x86_64 ]; then
    # Debian's start-up objects carry no CET mark, so the program has none
    # either; our own code is compiled for it all the same.
    check "landing pads (CET)" has \
        "$(objdump --disassemble=main --no-show-raw-insn "$program")" 'endbr64'
fi
if command -v systemd-analyze >/dev/null; then
    for unit in config/*.service; do
        exposure=$(systemd-analyze security --offline=true --no-pager "$unit" |
            sed -n 's/.*Overall exposure level.*: \([0-9.]*\) .*/\1/p')
        check "$unit scores $exposure, at most 1.5" awk "BEGIN { exit !($exposure <= 1.5) }"
    done
fi
echo "1..$n"
exit "$bad"
