# shellcheck shell=bash
# The steps that ./run and tests/run-tests.sh share; source it from the
# repository's top folder. Logs of what they do go to the folder $LOGS.

say() { printf '%s\n' "$*"; }
fail() { printf 'Throughline: %s\n' "$*" >&2; exit 1; }

# logged NAME COMMAND...: output goes to a file, shown only if it fails.
logged() {
    local log="$LOGS/$1.log"
    shift
    mkdir -p "$LOGS"
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 40 "$log" >&2
        fail "that did not work; all of it is in $log"
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "this needs root, and there is no sudo. As root, run: $*"
    fi
}

# --- packages ---------------------------------------------------------------

installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

postgresql_major() {
    local major
    major=$(find /usr/lib/postgresql -path '*/bin/postgres' 2>/dev/null |
        cut -d/ -f5 | sort -n | tail -n 1)
    if [ "${major:-0}" -ge 15 ]; then
        echo "$major"
        return
    fi
    case $(. /etc/os-release && echo "${VERSION_ID:-}") in
    12) echo 15 ;;
    13) echo 17 ;;
    *)
        apt-cache depends postgresql 2>/dev/null |
            sed -n 's/.*Depends: postgresql-\([0-9]\+\)$/\1/p' | head -n 1
        ;;
    esac
}

node_good() {
    command -v npm >/dev/null &&
        [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -ge 18 ]
}

# missing_packages LIST...: names in those files that are not installed.
missing_packages() {
    local major package
    major=$(postgresql_major)
    for package in $(sed 's/#.*//' "$@") $(node_good || echo nodejs npm); do
        package=${package/@/$major}
        installed "$package" || echo "$package"
    done
}

lists_know() {
    local package
    for package in "$@"; do
        apt-cache show "$package" >/dev/null 2>&1 || return 1
    done
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@"
}

# Debian's postgresql would make and start a cluster of its own on port 5432.
no_system_cluster() {
    [ -e /usr/share/postgresql-common ] && return
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' |
        as_root tee /etc/postgresql-common/createcluster.d/throughline.conf >/dev/null
}

# Answers a sudo password once, in the open, before output goes to a file.
ask_sudo() {
    if [ "$(id -u)" != 0 ] && command -v sudo >/dev/null; then
        sudo -v
    fi
}

install_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        fail "not a Debian system; please install: ${missing[*]}"
    say "Installing Debian packages (${#missing[@]}): ${missing[*]}"
    ask_sudo
    no_system_cluster
    if ! lists_know "${missing[@]}"; then
        logged apt-update as_root apt-get update
    fi
    # Lists that are too old name files that are gone: once more with new ones.
    if ! (logged apt-install apt_install "${missing[@]}") 2>/dev/null; then
        logged apt-update as_root apt-get update
        logged apt-install apt_install "${missing[@]}"
    fi
}

# npm_packages FOLDER: npm ci where the lock file or node is another one.
npm_packages() {
    local folder=$1 stamp=$1/node_modules/.throughline now
    now=$( (cat "$folder/package.json" "$folder/package-lock.json" && node --version) |
        sha256sum)
    [ "$now" = "$(cat "$stamp" 2>/dev/null)" ] && return
    say "Installing the npm packages of $folder..."
    logged "npm-${folder//\//-}" npm ci --prefix "$folder" --no-audit --no-fund
    printf '%s\n' "$now" >"$stamp"
}

# --- building -----------------------------------------------------------------

# build FOLDER WHAT TARGETS -- CMAKE-OPTIONS...
build() {
    local folder=$1 what=$2 targets=()
    shift 2
    while [ "$1" != -- ]; do
        targets+=("$1")
        shift
    done
    shift
    # CMake's cache does not survive a move of the folder.
    if [ -e "$folder/CMakeCache.txt" ] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$folder/CMakeCache.txt"; then
        rm -rf "$folder"
    fi
    if [ ! -e "$folder/build.ninja" ]; then
        say "Building $what (a minute or two)..."
        logged "cmake-$folder" cmake -S . -B "$folder" -G Ninja "$@"
    else
        say "Bringing $what up to date..."
    fi
    logged "$folder" ninja -C "$folder" "${targets[@]}"
}
