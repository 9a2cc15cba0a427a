#!/usr/bin/env bash
# with-postgres.sh COMMAND...: runs it with THROUGHLINE_TEST_DATABASE, a
# superuser's conninfo of a PostgreSQL made for it and thrown away after.
# Nobody else can reach that: it listens on a socket in a private folder only.
set -euo pipefail

bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "with-postgres.sh: no PostgreSQL server is installed" >&2; exit 1; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/postgres-XXXXXX")
as=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL will not run as root
    chown postgres "$folder"
    as=(runuser -u postgres --)
fi
finish() {
    (cd / && "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop) >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM

(
    cd /
    "${as[@]}" "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync
    "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w start \
        -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off"
) >"$folder.out" 2>&1 || { cat "$folder.out" >&2; rm -f "$folder.out"; exit 1; }
rm -f "$folder.out"

export THROUGHLINE_TEST_DATABASE="host=$folder user=postgres dbname=postgres"
"$@"
