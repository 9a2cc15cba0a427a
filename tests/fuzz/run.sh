#!/usr/bin/env bash
# ./run fuzz [TARGET...]: libFuzzer over each parser, SECONDS_EACH (60) each,
# from the corpora kept here; what it finds worth keeping goes to
# build-fuzz/corpus/TARGET. Says how many executions each reached, now and in
# all runs so far (build-fuzz/executions).
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
VAR=$(realpath -m "${VAR:-var}")
export VAR
# shellcheck source=config/steps.sh
. config/steps.sh
install_packages config/packages.txt config/packages-fuzz.txt
CC=clang build build-fuzz "the fuzzers" fuzzers -- -DTHROUGHLINE_FUZZ=ON -DTHROUGHLINE_TESTS=OFF

targets=("$@")
if [ ${#targets[@]} = 0 ]; then
    for file in tests/fuzz/fuzz_*.c; do
        name=${file##*/fuzz_}
        targets+=("${name%.c}")
    done
fi
for target in "${targets[@]}"; do
    found=build-fuzz/corpus/$target
    mkdir -p "$found"
    say "Fuzzing $target for ${SECONDS_EACH:-60} s..."
    build-fuzz/fuzz/fuzz_"$target" -max_total_time="${SECONDS_EACH:-60}" \
        -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="build-fuzz/" "$found" "tests/fuzz/corpus/$target" \
        >"build-fuzz/$target.log" 2>&1 || { tail -n 40 "build-fuzz/$target.log" >&2; fail "$target found something: build-fuzz/"; }
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "build-fuzz/$target.log")
    echo "$target $executions" >>build-fuzz/executions
    say "  executions: $executions; of all runs in this folder: $(awk -v target="$target" \
        '$1 == target { n += $2 } END { print n }' build-fuzz/executions)"
done
