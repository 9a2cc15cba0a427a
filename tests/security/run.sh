#!/usr/bin/env bash
# What ./run security does: hardening of the release build, a thousand
# tamperings with the access log, and static analysis by gcc -fanalyzer,
# clang-tidy and cppcheck. TAP, one line a tool; reports in build-security/.
# shellcheck disable=SC2317 # functions are called by name
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
LOGS=$PWD/build-security
# shellcheck source=config/steps.sh
. config/steps.sh
install_packages config/packages.txt config/packages-test.txt config/packages-security.txt
build build "the release" throughline -- -DCMAKE_BUILD_TYPE=Release -DTHROUGHLINE_TESTS=OFF

bad=0
tool() {
    local name=$1 report=$LOGS/$1.txt
    shift
    if "$@" >"$report" 2>&1; then
        say "ok - $name"
    else
        say "not ok - $name: $report"
        grep -E 'warning:|error:' "$report" | sort -u | head -n 20
        bad=1
    fi
}

# A build of its own, for -fanalyzer takes its time; findings are errors as all
# warnings are. Leaks are left to LeakSanitizer: gcc 12 takes a pointer that is
# stored in a struct for lost.
analyzer() {
    cmake -S . -B "$LOGS/gcc" -G Ninja -DTHROUGHLINE_TESTS=OFF -DCMAKE_BUILD_TYPE=Debug \
        -DCMAKE_C_FLAGS='-fanalyzer -Wno-analyzer-malloc-leak' &&
        ninja -C "$LOGS/gcc" -k 0 throughline
}
tidy() {
    git ls-files 'server/*.c' 'db/*.c' | grep -v /tools/ |
        xargs -P "$(nproc)" -n 4 clang-tidy -p build --quiet
}
check_cpp() {
    cppcheck --project=build/compile_commands.json --quiet --inline-suppr --error-exitcode=1 \
        --enable=warning,performance,portability --suppress='*:*/generated/*' \
        --suppress=missingIncludeSystem -j "$(nproc)"
}

tests/security/hardening.sh build/throughline || bad=1
# R24: as many tamperings as security.md asks for.
tamperings() {
    npm_packages tests
    TAMPERINGS=1000 THROUGHLINE_PROGRAM=build/throughline node --test tests/commands/audit.test.mjs
}
tool tamperings tamperings
tool gcc-analyzer analyzer
tool clang-tidy tidy
tool cppcheck check_cpp
exit "$bad"
