#!/usr/bin/env bash
# clang-tidy and cppcheck over all of the server (R38): every finding is a
# fault. TAP, with the findings. analyse.sh BUILD-FOLDER [TOOL...]
# gcc's own -fanalyzer reads along where the ThreadSanitizer build is made.
# shellcheck disable=SC2317 # functions are called by name
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
build=$1
shift
tools=("$@")
[ ${#tools[@]} -gt 0 ] || tools=(clang-tidy cppcheck)

work=$(mktemp -d "${TMPDIR:-/tmp}/throughline-analysis-XXXXXX")
trap 'rm -rf "$work"' EXIT
# Just what the product is made of, as it is released: no tests, no tools, nothing
# generated, and nothing that a build under a sanitizer has of its own.
jq --arg root "$PWD/" '[.[] | select(.file | ltrimstr($root) | test("^(server|db)/(?!.*tools/)")) |
    .command |= (gsub("-DARENA_[A-Z_]+=1 |-f(no-)?(sanitize|analyzer)[^ ]* |-Wno-analyzer[^ ]* "; "") |
        sub(" -c "; " -O2 -D_FORTIFY_SOURCE=3 -c "))]' \
    "$build/compile_commands.json" >"$work/compile_commands.json"
mapfile -t files < <(jq -r '.[].file' "$work/compile_commands.json")
[ ${#files[@]} -gt 100 ] || { echo "not ok 1 - $build knows ${#files[@]} files of the server"; exit 1; }

run_clang-tidy() {
    printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -n 4 clang-tidy -p "$work" --quiet
}
run_cppcheck() {
    cppcheck --project="$work/compile_commands.json" --quiet --inline-suppr --error-exitcode=1 \
        --enable=warning,performance,portability --suppress='*:*/generated/*' \
        --suppress=missingIncludeSystem -j "$(nproc)"
}

n=0 bad=0
for tool in "${tools[@]}"; do
    n=$((n + 1)) start=$SECONDS
    if "run_$tool" >"$work/report" 2>&1; then
        echo "ok $n - $tool finds nothing in ${#files[@]} files"
    else
        echo "not ok $n - $tool"
        { grep -aE ': (warning|error|performance|portability):' "$work/report" || cat "$work/report"; } |
            sort -u | sed 's/^/# /'
        bad=1
    fi
    echo "# $tool took $((SECONDS - start)) s"
done
echo "1..$n"
exit "$bad"
