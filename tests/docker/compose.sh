#!/usr/bin/env bash
# Proves config/compose.yaml as far as it goes without Docker and a registry of
# images: the secrets its comment tells to make, a PostgreSQL with its arguments
# of initdb, its start-up settings and its script of roles, and its services with
# their own environment, over TCP on loopback. Not proven: networks, read_only,
# cap_drop, and the postgres image's own entrypoint. As root, with python3-yaml
# installed (apt-get).
# compose.sh [PROGRAM]
set -euo pipefail
program=$(realpath "${1:-build/throughline}")
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
[ "$(id -u)" = 0 ] || { echo "compose.sh runs as root" >&2; exit 1; }

work=$(mktemp -d "${TMPDIR:-/tmp}/throughline-compose-XXXXXX")
chmod 755 "$work"
bin=$(find /usr/lib/postgresql -path '*/bin/initdb' -printf '%h\n' | sort -V | tail -n 1)
port=$((20000 + RANDOM % 10000))
server_pid=''
finish() {
    [ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null || true
    wait
    runuser -u postgres -- "$bin/pg_ctl" -D "$work/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# of QUERY: what the file says, through jq.
python3 -c 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)' \
    <config/compose.yaml >"$work/compose.json"
of() { jq -r "$1" "$work/compose.json"; }

# The commands of the file's comment, as they stand there.
mkdir "$work/config"
sed -n '/^#     mkdir/,/^#$/ s/^#     //p' config/compose.yaml >"$work/make_secrets"
(cd "$work" && bash -euo pipefail make_secrets)
sed -i "s/host=postgres /host=127.0.0.1 port=$port /" "$work"/secrets/*.conninfo
mkdir "$work/run"
for secret in $(of '.secrets | keys[]'); do
    cp "$work/config/$(of ".secrets.$secret.file")" "$work/run/$secret"
done
chown -R postgres "$work/run"
chmod 755 "$work/secrets"
here() { sed "s|/run/secrets/|$work/run/|g"; }

echo "== PostgreSQL"
mkdir "$work/data"
chown postgres "$work/data"
read -ra arguments < <(of .services.postgres.environment.POSTGRES_INITDB_ARGS)
read -ra command < <(of '.services.postgres.command')
as_postgres() { (cd / && runuser -u postgres -- "$@"); }
as_postgres "$bin/initdb" -D "$work/data" -U postgres --pwfile="$work/run/owner_password" \
    "${arguments[@]}" >"$work/initdb.log"
as_postgres "$bin/pg_ctl" -D "$work/data" -l "$work/data/log" -w -o "${command[*]:1} \
    -c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$work/data" start >/dev/null
export PGHOST=$work/data PGPORT=$port
ask() { as_postgres psql -XAtq -U postgres -d throughline -c "$1"; }
as_postgres createdb -U postgres throughline
of .configs.server_role.content | sed 's/\$\$/$/g' | here >"$work/roles.sh"
as_postgres bash -e "$work/roles.sh"

# service NAME ARGUMENT...: with the environment the file gives it.
service() {
    local name=$1 environment
    shift
    mapfile -t environment < <(of ".services.$name.environment | to_entries[] | \"\(.key)=\(.value)\"" | here)
    env "${environment[@]}" THROUGHLINE_ADDRESS=127.0.0.1 THROUGHLINE_PORT=$((port + 1)) \
        THROUGHLINE_DATA_ROOT="$PWD" THROUGHLINE_WEB_ROOT="${program%/*}/site" "$program" "$@"
}
echo "== migrate, and the first account"
service migrate "$(of '.services.migrate.command[0]')"
password=$(service migrate user add you@example.org "Your Name" opcc_hub system_admin | tail -n 1)

echo "== serve"
service throughline serve >"$work/serve.log" 2>&1 &
server_pid=$!
base=http://127.0.0.1:$((port + 1))
for _ in $(seq 150); do
    if curl -fsS "$base/readyz" >/dev/null 2>&1; then break; fi
    sleep 0.2
done
expect() {
    local what=$1 wanted=$2 got=$3
    [ "$got" = "$wanted" ] || { echo "$what: $got, not $wanted" >&2; tail -n 5 "$work/serve.log" >&2; exit 1; }
    echo "$what: $got"
}
post() {
    curl -sS -o "$work/answer" -w '%{http_code}' -b "$work/cookies" -c "$work/cookies" -H 'Sec-Fetch-Site: same-origin' \
        -H 'Content-Type: application/json' -d "$2" "$base$1"
}
expect "ready" 200 "$(curl -sS -o /dev/null -w '%{http_code}' "$base/readyz")"
expect "signing in" 201 "$(post /api/v1/session "{\"email\":\"you@example.org\",\"password\":\"$password\"}")"
expect "setting up an authenticator app" 200 "$(post /api/v1/account/second-factor '{}')"
expect "imports and exports have a worker" 0 "$(grep -c 'no job_database' "$work/serve.log" || true)"
expect "checksums" on "$(ask 'SHOW data_checksums')"
expect "parameters in the log" 0 "$(ask 'SHOW log_parameter_max_length')"
expect "roles with a password of their own" 2 "$(ask "SELECT count(*) FROM pg_authid
    WHERE rolname IN ('throughline_server', 'throughline_worker') AND rolpassword LIKE 'SCRAM-SHA-256%'")"
expect "who the server is" throughline_server "$(ask "SELECT DISTINCT usename FROM pg_stat_activity
    WHERE client_addr = '127.0.0.1' AND usename <> 'throughline_worker'")"
echo "proved"
