#!/usr/bin/env bash
# What ./run test does: builds with AddressSanitizer and UBSan, starts one
# throw-away server, runs every suite, and closes with "N passed, N failed".
# ./run test api access   runs just these suites.
#
# A suite is a folder tests/<suite>; in it *.test.mjs runs with node:test,
# *.sh speaks TAP, *.sql is pgTAP. `unit` is ctest, `corpora` is
# tests/fuzz/replay.sh, `faults` the quickest drills of tests/faults, `analysis`
# is tests/security/analyse.sh, `threads` has a server of its own under
# ThreadSanitizer (gcc -fanalyzer reads along as it is built), `shutdown` looks
# how the server went.
# A suite that ran no test has failed.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

all_suites=(unit structure analysis web sql statements commands api access faults browser corpora shutdown threads)
suites=("$@")
[ ${#suites[@]} -gt 0 ] || suites=("${all_suites[@]}")

# A state folder that the database's account can walk into.
VAR=$(mktemp -d "${TMPDIR:-/tmp}/throughline-test-XXXXXX")
chmod 755 "$VAR"
export VAR
reports=$PWD/build-test/reports
rm -rf "$reports"
mkdir -p "$VAR/log" "$reports"
LOGS=$reports
# shellcheck source=config/steps.sh
. config/steps.sh

server_pid=
finish() {
    local status=$?
    [ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null || true
    [ -z "$server_pid" ] || wait "$server_pid" 2>/dev/null || true
    cp "$VAR/log"/* "$reports/" 2>/dev/null || true
    rm -rf "$VAR"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

wanted() { [[ " ${suites[*]} " == *" $1 "* ]]; }

# --- a server under a sanitizer ----------------------------------------------

export ASAN_OPTIONS=abort_on_error=0:detect_stack_use_after_return=1
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS=halt_on_error=0:second_deadlock_stack=1

# start_server PROGRAM STATE-FOLDER: sets server_pid, exports where it is.
start_server() {
    local program=$1 state=$2 output=$2/log/demo.log second
    mkdir -p "$state/log"
    chmod 755 "$state"
    # TSan of gcc 12 cannot place its shadow where some kernels put a program.
    local fixed=()
    if [[ $program == *tsan* ]] && setarch -R true 2>/dev/null; then
        fixed=(setarch -R)
    fi
    : >"$output"
    env PORT=0 VAR="$state" THROUGHLINE_WEB_ROOT=build-test/site \
        THROUGHLINE_DATA_ROOT=. "${fixed[@]}" "$program" demo \
        >"$output" 2>&1 </dev/null &
    server_pid=$!
    for ((second = 0; second < 1800; second++)); do
        if grep -q '^Throughline is ready: ' "$output"; then
            break
        fi
        if ! kill -0 "$server_pid" 2>/dev/null; then
            cat "$output" >&2
            fail "the server under test did not start"
        fi
        sleep 0.1
    done
    THROUGHLINE_BASE_URL=$(sed -n 's/^Throughline is ready: \(http[^ ]*\).*/\1/p' "$output")
    THROUGHLINE_ACCOUNTS=$state/demo-accounts.json
    THROUGHLINE_PSQL=$(cat "$state/conninfo")
    THROUGHLINE_PROGRAM=$PWD/$program
    export THROUGHLINE_BASE_URL THROUGHLINE_ACCOUNTS THROUGHLINE_PSQL THROUGHLINE_PROGRAM
}

# stop_server: the exit code it went with.
stop_server() {
    local status=0
    kill -TERM "$server_pid" 2>/dev/null || true
    wait "$server_pid" || status=$?
    server_pid=
    return "$status"
}

# --- counting what the runners say ----------------------------------------------

passed=0 failed=0 lines=()

# count SUITE PASSED FAILED STATUS SECONDS
count() {
    local suite=$1 good=$2 bad=$3 status=$4 note=
    if [ "$((good + bad))" = 0 ]; then
        bad=1 note=' (no test ran)'
    elif [ "$status" != 0 ] && [ "$bad" = 0 ]; then
        bad=1 note=' (the runner failed)'
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
    lines+=("$(printf '%-11s %5d passed %4d failed %5ds%s' "$suite" "$good" "$bad" "$5" "$note")")
    say "${lines[-1]}"
    if [ "$bad" != 0 ]; then
        say "--- $reports/$suite.txt:"
        faults "$reports/$suite.txt" | head -n 80 || true # more than that breaks the pipe
    fi
}

# The lines worth seeing of a report; node tells why below "error: |-".
faults() {
    awk '/^ *not ok|:[EF]:|Failed|ERROR:|runtime error|Sanitizer/ { print FNR ": " $0 }
        why > 0 { print FNR ": " $0; why-- }
        /error: \|-/ { why = 3 }' "$1"
}

matches() { grep -cE "$1" "$2" || true; }
# The figures behind a word such as "# pass ", added up.
added() { awk -v word="$1" 'index($0, word) == 1 { n += substr($0, length(word) + 1) } END { print n + 0 }' "$2"; }

# --- the suites ---------------------------------------------------------------

suite_unit() {
    local report=$reports/unit.txt status=0 start=$SECONDS good bad
    tests/support/with-postgres.sh ctest --test-dir build-test --verbose --no-tests=error -j 2 >"$report" 2>&1 || status=$?
    # "87: 100%: Checks: 13, Failures: 0, Errors: 0"
    read -r good bad < <(sed -n 's/.*%: Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\).*/\1 \2 \3/p' "$report" |
        awk '{ n += $1; b += $2 + $3 } END { print n - b, b + 0 }')
    count unit "$good" "$bad" "$status" $((SECONDS - start))
}

# The database that pgTAP looks at: migrated, with the lists, without the demo.
sql_database() {
    local conninfo=${THROUGHLINE_PSQL/dbname=throughline/dbname=throughline_sql}
    psql -X -q -d "$THROUGHLINE_PSQL" -c 'CREATE DATABASE throughline_sql'
    env -u THROUGHLINE_BASE_URL THROUGHLINE_ADMIN_DATABASE="$conninfo" \
        THROUGHLINE_DATA_ROOT=. build-test/throughline migrate
    psql -X -q -d "$conninfo" -v ON_ERROR_STOP=1 <<'SQL'
CREATE SCHEMA tap;
CREATE EXTENSION pgtap WITH SCHEMA tap;
GRANT USAGE ON SCHEMA tap TO PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA tap TO PUBLIC;
SQL
}

# pg_prove takes no libpq string, so the environment tells where.
run_sql() {
    sql_database
    PGHOST=$VAR/postgres/socket PGPORT=5432 PGUSER=postgres PGDATABASE=throughline_sql \
        PGOPTIONS='-c search_path=tap,public' pg_prove --verbose --nocount "$@"
}

# suite_folder NAME: everything in tests/NAME.
suite_folder() {
    local name=$1 report=$reports/$1.txt status=0 start=$SECONDS good=0 bad=0 file
    local node=() tap=() sql=()
    : >"$report"
    mapfile -t node < <(find "tests/$name" -name '*.mjs' -exec grep -l "'node:test'" {} + 2>/dev/null | sort)
    mapfile -t tap < <(find "tests/$name" -name '*.sh' -perm -100 2>/dev/null | sort)
    mapfile -t sql < <(find "tests/$name" -name '*.sql' 2>/dev/null | sort)
    for file in "${tap[@]}"; do
        "$file" >>"$report" 2>&1 || status=1
    done
    if [ ${#sql[@]} -gt 0 ]; then
        run_sql "${sql[@]}" >>"$report" 2>&1 || status=1
    fi
    good=$(matches '^ok [0-9]+' "$report")
    bad=$(matches '^not ok [0-9]+' "$report")
    if [ ${#node[@]} -gt 0 ]; then
        timeout 3000 node --test --test-reporter=tap "${node[@]}" >"$report.node" 2>&1 || status=1
        good=$((good + $(added '# pass ' "$report.node")))
        bad=$((bad + $(added '# fail ' "$report.node")))
        cat "$report.node" >>"$report"
        rm "$report.node"
    fi
    count "$name" "$good" "$bad" "$status" $((SECONDS - start))
}

# What the fuzzers have found worth keeping, once through the parsers. TAP.
suite_corpora() {
    [ -e tests/fuzz/replay.sh ] || return 0
    local report=$reports/corpora.txt status=0 start=$SECONDS
    tests/fuzz/replay.sh >"$report" 2>&1 || status=$?
    count corpora "$(matches '^ok [0-9]+' "$report")" \
        "$(matches '^not ok [0-9]+' "$report")" "$status" $((SECONDS - start))
}

# clang-tidy and cppcheck over the whole server. TAP.
suite_analysis() {
    local report=$reports/analysis.txt status=0 start=$SECONDS
    tests/security/analyse.sh build-test >"$report" 2>&1 || status=$?
    count analysis "$(matches '^ok [0-9]+' "$report")" \
        "$(matches '^not ok [0-9]+' "$report")" "$status" $((SECONDS - start))
}

# The cheap ones of the fault drills, a few times each. TAP.
suite_faults() {
    local report=$reports/faults.txt status=0 start=$SECONDS
    env -u THROUGHLINE_BASE_URL THROUGHLINE_PROGRAM="$PWD/build-test/throughline" \
        tests/faults/run.sh --quick restart cut no_connection >"$report" 2>&1 || status=$?
    count faults "$(matches '^ *ok [0-9]+' "$report")" \
        "$(matches '^ *not ok [0-9]+' "$report")" "$status" $((SECONDS - start))
}

suite_threads() {
    local report=$reports/threads.txt
    (
        # With what the suites before have left, where that server is gone:
        # it saves loading the demo again.
        if [ -z "$server_pid" ] && [ -e "$VAR/postgres" ]; then
            mkdir -p "$VAR/threads"
            cp -a "$VAR/postgres" "$VAR/demo-accounts.json" "$VAR/threads/"
        fi
        server_pid=
        start_server build-tsan/throughline "$VAR/threads"
        status=0
        timeout 900 node --test --test-reporter=tap tests/threads/*.test.mjs || status=1
        stop_server || status=$?
        cat "$VAR/threads/log/demo.log"
        exit "$status"
    ) >"$report" 2>&1 && threads_status=0 || threads_status=$?
    count threads "$(added '# pass ' "$report")" "$(added '# fail ' "$report")" \
        "$threads_status" $((SECONDS - threads_start))
}

# What nobody may ever find in a log (R26), a line each: who is known, what was
# written of them, and with what one signs in.
never_logged() {
    psql -XAtq -d "$THROUGHLINE_PSQL" <<'SQL'
SELECT display_name FROM casework.person WHERE display_name LIKE '% %'
UNION SELECT left(regexp_replace(text, '\n.*', ''), 60) FROM (
    SELECT narrative FROM casework.referral UNION SELECT text FROM casework.note
    UNION SELECT note FROM casework.contact UNION SELECT rationale FROM casework.risk_assessment) AS written(text)
 WHERE length(regexp_replace(text, '\n.*', '')) > 12
UNION SELECT email FROM access.user_account
UNION SELECT encode(password_verifier, 'hex') FROM access.user_account WHERE password_verifier IS NOT NULL
SQL
    jq -r '.[].password' "$THROUGHLINE_ACCOUNTS"
}

# The server that all suites used: it must go quietly, and have said nothing
# of a sanitizer, and nothing in its log of anybody.
suite_shutdown() {
    local report=$reports/shutdown.txt status=0 bad=0 start=$SECONDS told
    never_logged >"$VAR/never_logged" || status=$?
    stop_server || status=$?
    cp "$VAR/log/demo.log" "$report"
    if [ "$status" != 0 ] || grep -qE 'Sanitizer|runtime error' "$report"; then
        echo "not ok 1 - the server ended with $status" >>"$report"
        bad=1
    fi
    # What stood there is not repeated, but what stood around it is.
    told=$(cat "$VAR/log/server.log" "$VAR/log/postgres.log" | { grep -Ff "$VAR/never_logged" || true; } |
        awk 'NR == FNR { never[$0]; next }
             { for (word in never) while ((at = index($0, word)) > 0) $0 = substr($0, 1, at - 1) "[...]" substr($0, at + length(word)); print }' \
            "$VAR/never_logged" - | tee -a "$report" | wc -l)
    if [ ! -s "$VAR/never_logged" ] || [ "$told" != 0 ]; then
        echo "not ok 2 - $told lines of the log name somebody, or tell a secret" >>"$report"
        bad=$((bad + 1))
    fi
    count shutdown $((2 - bad)) "$bad" 0 $((SECONDS - start))
}

# --- all of it --------------------------------------------------------------------

install_packages config/packages.txt config/packages-test.txt config/packages-faults.txt
npm_packages web
npm_packages tests
build build-test "the server with AddressSanitizer and UBSan" all site unit_tests fuzzers -- -DTHROUGHLINE_SANITIZE=address
if wanted threads; then
    build build-tsan "the server with ThreadSanitizer" throughline -- \
        -DTHROUGHLINE_SANITIZE=thread -DTHROUGHLINE_TESTS=OFF
fi
if wanted unit; then
    suite_unit
fi
if [ "${suites[*]}" != unit ]; then
    say "Starting the server under test..."
    start_server build-test/throughline "$VAR"
fi
for suite in "${suites[@]}"; do
    case $suite in
    unit) ;;
    analysis) suite_analysis ;;
    corpora) suite_corpora ;;
    faults) suite_faults ;;
    threads)
        threads_start=$SECONDS
        suite_threads
        ;;
    shutdown) suite_shutdown ;;
    *) suite_folder "$suite" ;;
    esac
done

say ""
printf '%s\n' "${lines[@]}"
say ""
say "$passed passed, $failed failed"
[ "$failed" = 0 ]
