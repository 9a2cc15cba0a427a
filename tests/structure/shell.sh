#!/usr/bin/env bash
# Every shell script passes shellcheck. TAP.
set -euo pipefail
cd "$(dirname "$0")/../.."
n=0
while read -r script; do
    n=$((n + 1))
    if said=$(shellcheck -x "$script" 2>&1); then
        echo "ok $n - $script"
    else
        printf 'not ok %d - %s\n%s\n' "$n" "$script" "${said//$'\n'/$'\n'# }"
    fi
done < <(git ls-files run .ci/run '*.sh')
echo "1..$n"
