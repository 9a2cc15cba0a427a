#!/usr/bin/env bash
# Proves the Dockerfile without any image registry: a base image made with
# mmdebstrap stands in for debian:12-slim, buildah builds on it, and the image
# runs against a throw-away PostgreSQL until /healthz and /readyz are well.
# As root, with mmdebstrap and buildah installed (apt-get).
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."

[ "$(id -u)" = 0 ] || { echo "prove.sh runs as root" >&2; exit 1; }
work=$(mktemp -d "${TMPDIR:-/tmp}/throughline-docker-XXXXXX")
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
storage=(--root "$work/storage" --runroot "$work/run")
port=18${RANDOM:0:3}
container='' database_pid='' server_pid=''

finish() {
    [ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null || true
    [ -z "$database_pid" ] || kill "$database_pid" 2>/dev/null || true
    wait
    [ -z "$container" ] || buildah "${storage[@]}" rm "$container" >/dev/null || true
    buildah "${storage[@]}" rmi --all --force >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

echo "== a base image"
mmdebstrap --variant=minbase --mode=root bookworm "$work/base.tar" \
    /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>"$work/mmdebstrap.log" ||
    mmdebstrap --variant=minbase --mode=root bookworm "$work/base.tar" 2>>"$work/mmdebstrap.log" ||
    { tail -n 20 "$work/mmdebstrap.log" >&2; exit 1; }
base=$(buildah "${storage[@]}" from scratch)
buildah "${storage[@]}" add "$base" "$work/base.tar" / >/dev/null
buildah "${storage[@]}" config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$base"
buildah "${storage[@]}" commit --rm "$base" docker.io/library/debian:12-slim >/dev/null

# The build reaches packages the way this machine does.
same=(--volume /etc/apt:/etc/apt:ro)
cat "${HOME:-/root}/.npmrc" >"$work/npmrc" 2>/dev/null || true
authorities=/etc/ssl/certs/ca-certificates.crt
if [ -e "$authorities" ]; then
    same+=(--volume "$authorities:/run/authorities.crt:ro")
    echo "cafile=/run/authorities.crt" >>"$work/npmrc"
fi
same+=(--volume "$work/npmrc:/root/.npmrc:ro")

echo "== the image"
buildah "${storage[@]}" build --pull-never --network host --format docker \
    "${same[@]}" -t throughline . >"$work/build.log" 2>&1 ||
    { tail -n 40 "$work/build.log" >&2; exit 1; }
container=$(buildah "${storage[@]}" from --pull-never throughline)

echo "== a database"
mkdir -p "$work/state/log"
chmod 755 "$work" "$work/state"
# shellcheck disable=SC2016 # the inner shell is to expand them
tests/support/with-postgres.sh bash -c '
    echo "$THROUGHLINE_TEST_DATABASE" > "$1"
    exec sleep 600' -- "$work/conninfo" &
database_pid=$!
until [ -s "$work/conninfo" ]; do sleep 0.2; done
owner=$(cat "$work/conninfo")
socket=${owner#host=}
socket=${socket%% *}
chmod 755 "$socket"

in_image() {
    buildah "${storage[@]}" run --isolation chroot --network host \
        --volume "$socket:$socket" "$@"
}

echo "== migrate"
in_image --env THROUGHLINE_ADMIN_DATABASE="$owner" "$container" /usr/bin/throughline migrate

echo "== serve, as the image's user, on port $port"
in_image --env THROUGHLINE_PORT="$port" \
    --env THROUGHLINE_DATABASE="host=$socket dbname=postgres user=throughline_server" \
    "$container" /usr/bin/throughline serve >"$work/serve.log" 2>&1 &
server_pid=$!
for _ in $(seq 100); do
    if curl -fsS "http://127.0.0.1:$port/readyz" >/dev/null 2>&1; then break; fi
    sleep 0.2
done
curl -fsS "http://127.0.0.1:$port/healthz" && echo
curl -fsS "http://127.0.0.1:$port/readyz" && echo
curl -fsS -o /dev/null -w 'sign-in page: %{http_code}\n' "http://127.0.0.1:$port/sign-in"
in_image --env THROUGHLINE_PORT="$port" "$container" /usr/bin/throughline healthcheck &&
    echo "healthcheck: well"
who=$(ps -o uid= -p "$(pgrep -f "^/usr/bin/throughline serve" | head -n 1)" | tr -d ' ')
[ "$who" = 10001 ] || { echo "it runs as $who, not as its own user" >&2; exit 1; }
buildah "${storage[@]}" images
echo "proved"
