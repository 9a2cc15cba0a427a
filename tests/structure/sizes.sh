#!/usr/bin/env bash
# Functions of at most 60 lines, files of at most 600 (house style). TAP.
set -euo pipefail
cd "$(dirname "$0")/../.."

# Our functions begin with `{` and end with `}` in the first column.
long_functions() {
    find server db tests -name '*.c' -not -path '*/node_modules/*' -print0 |
        xargs -0 awk '
            /^\{/ { start = FNR }
            /^\}/ && start { n = FNR - start + 1
                if (n > 60) printf "# %s:%d has %d lines\n", FILENAME, start, n
                start = 0 }'
}

long_files() {
    git ls-files 'server/*.[ch]' 'db/*.[ch]' 'web/js/*' 'tests/*.[ch]' 'tests/*.mjs' 'tests/*.sh' run |
        xargs wc -l | awk '$2 != "total" && $1 > 600 { printf "# %s has %d lines\n", $2, $1 }'
}

n=0
result() {
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        printf 'not ok %d - %s\n%s\n' "$n" "$1" "$2"
    fi
}
result "no function is longer than 60 lines" "$(long_functions)"
result "no file is longer than 600 lines" "$(long_files)"
echo "1..$n"
