#!/usr/bin/env bash
# One direction: room -> background, http, access, input, db -> base
# (server/ARCHITECTURE.md).
# Speaks TAP: one line for each layer, with the arrows that point the wrong way.
set -euo pipefail
shopt -s extglob # before the functions that use it are read
cd "$(dirname "$0")/../.."

# layer_of PATH: which layer a file of ours, or an include as written, is in.
layer_of() {
    local path=${1#server/}
    case $path in
    base/* | db/* | input/* | access/* | http/* | background/*) echo "${path%%/*}" ;;
    schema_version.h | constraints_of_rooms.h) echo db ;;
    *_store.h) echo "store:${path%_store.h}" ;;
    commands/* | main.c | rooms.c | rooms.h) echo top ;;
    */*) echo "room:${path%%/*}" ;;
    *) echo unknown ;;
    esac
}

# allowed FROM TO
allowed() {
    case "$1 $2" in
    "top "*) true ;;
    "base base" | "db db" | "db base" | "db store:"*) true ;;
    "input input" | "input base") true ;;
    "access "@(access|base|db|store:*)) true ;;
    "http "@(http|base|db|input|access|store:*)) true ;;
    "background "@(background|http|base|db|store:*)) true ;;
    "room:"*" "@(http|background|access|input|db|base|store:*)) true ;;
    "room:"*" room:"*) [ "${1#*:}" = "${2#*:}" ] ;;
    *) false ;;
    esac
}

declare -A wrong=([base]='' [db]='' [input]='' [access]='' [http]='' [background]='' [room]='' [top]='')
while IFS=: read -r file line; do
    from=$(layer_of "$file")
    include=${line#*\"}
    include=${include%\"*}
    if ! allowed "$from" "$(layer_of "$include")"; then
        wrong[${from%%:*}]+="# $file includes $include"$'\n'
    fi
done < <(find server db -name '*.[ch]' -not -path 'db/tools/*' -print0 |
    xargs -0 grep -H '^#include "')

n=0
result() {
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        printf '%s' "$2"
    fi
}

for layer in base db input access http background room top; do
    result "includes of $layer point one way" "${wrong[$layer]}"
done
users_of() { find server db -name '*.[ch]' -print0 | xargs -0 grep -l "$1" | sed 's/^/# /'; }
result "libpq-fe.h only in db/" "$(users_of 'libpq-fe\.h>' | grep -v '^# db/' || true)"
result "microhttpd.h only in server/http/" \
    "$(users_of 'microhttpd\.h>' | grep -v '^# server/http/' || true)"
result "owner_sql.h only in db/" "$(users_of 'owner_sql\.h"' | grep -v '^# db/' || true)"
echo "1..$n"
