#!/usr/bin/env bash
# What ./run security does: hardening of the release build, a thousand
# tamperings with the access log, attacks (SQL slipped in, guessed passwords,
# slow clients, sqlmap and wapiti with a positive control), a bill of materials,
# and static analysis by gcc -fanalyzer, clang-tidy and cppcheck. TAP, one line
# a tool; reports in build-security/. ./run security NAME... runs just these.
# shellcheck disable=SC2317 # functions are called by name
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
LOGS=$PWD/build-security
# shellcheck source=config/steps.sh
. config/steps.sh
install_packages config/packages.txt config/packages-test.txt \
    config/packages-faults.txt config/packages-security.txt
npm_packages web
build build "the release and the web site" throughline site -- \
    -DCMAKE_BUILD_TYPE=Release -DTHROUGHLINE_TESTS=OFF

bad=0
wanted=" $* "
tool() {
    local name=$1 report=$LOGS/$1.txt
    shift
    [[ $wanted == *[a-z]* && $wanted != *" $name "* ]] && return
    if "$@" >"$report" 2>&1; then
        say "ok - $name"
        grep -aE '^# [a-z0-9/].*[0-9] ' "$report" | grep -vE '^# (tests|suites|pass|fail|cancelled|skipped|todo|duration)' || true
    else
        say "not ok - $name: $report"
        grep -aE 'warning:|error:|^ *not ok' "$report" | sort -u | head -n 20
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
# R24: as many tamperings as security.md asks for.
tamperings() {
    npm_packages tests
    TAMPERINGS=1000 node --test tests/commands/audit.test.mjs
}
# On servers and clusters of their own.
attack() {
    node --test --test-reporter=tap "tests/security/$1.test.mjs"
}
bill_of_materials() {
    node config/sbom.mjs >"$LOGS/sbom.json"
    jq -e '[.components[].name] as $names | all("libpq", "libmicrohttpd", "libsodium", "libjansson", "govuk-frontend";
        . as $start | any($names[]; startswith($start)))' \
        "$LOGS/sbom.json"
    jq -r '"# \(.components | length) components in sbom.json"' "$LOGS/sbom.json"
}

export THROUGHLINE_PROGRAM=$PWD/build/throughline
tool hardening tests/security/hardening.sh build/throughline
tool bill-of-materials bill_of_materials
tool injected attack injected
tool scan attack scan
tool sign_in attack sign_in
tool slow attack slow
tool tamperings tamperings
tool gcc-analyzer analyzer
tool clang-tidy tests/security/analyse.sh build clang-tidy
tool cppcheck tests/security/analyse.sh build cppcheck
exit "$bad"
