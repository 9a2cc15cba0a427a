#!/usr/bin/env bash
# Every corpus once through its parser under AddressSanitizer (R37): TAP.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
status=0
for target in build-test/fuzz/fuzz_*; do
    name=${target##*/fuzz_}
    "$target" "tests/fuzz/corpus/$name"/* || { status=1; echo "not ok 1 - $name"; }
done
exit "$status"
