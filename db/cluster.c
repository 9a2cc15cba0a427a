#include "db/cluster.h"

#include <errno.h>
#include <libpq-fe.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/str.h"
#include "db/cluster_home.h"
#include "db/cluster_process.h"

#define START_PATIENCE_MS 60000 /* crash recovery may take a while */
#define FAST_PATIENCE_MS 20000
#define IMMEDIATE_PATIENCE_MS 5000

struct cluster {
    struct cluster_home home;
    const char *programs;
    const char *owner_conninfo;
    const char *server_conninfo;
    const char *worker_conninfo;
    const char *sealer_conninfo;
    const char *log;
    pid_t child;
    bool ended;
};

/* --- making it -------------------------------------------------------------
 */

static struct err *programs_find(struct arena *arena, struct cluster *cluster)
{
    const char *version_file =
        arena_printf(arena, "%s/PG_VERSION", cluster->home.data);
    int wanted = 0, major;
    struct slice version;
    struct err *err;

    if (file_exists(version_file)) {
        err = file_read(arena, version_file, &version);
        if (err)
            return err;
        wanted = (int)strtol(version.data, NULL, 10);
    }
    cluster->programs = postgres_programs(arena, wanted, &major);
    if (cluster->programs)
        return NULL;
    if (!wanted)
        return err_logged(arena, ERR_INTERNAL,
                          "no PostgreSQL of version 15 or newer is installed "
                          "under /usr/lib/postgresql; ./run installs it");
    return err_logged(
        arena, ERR_CONFLICT,
        "the database in %s was made by PostgreSQL %d, which is not installed "
        "here any more. Nothing was changed. Either install postgresql-%d, or "
        "start afresh with another state folder: VAR=./var-2 ./run",
        cluster->home.data, wanted, wanted);
}

static struct err *access_file_write(struct arena *arena,
                                     const struct cluster_home *home,
                                     const char *name, const char *text)
{
    const char *path = arena_printf(arena, "%s/%s", home->data, name);
    struct err *err = file_write(arena, path, 0600, text);

    if (!err && home->account.other &&
        lchown(path, home->account.uid, home->account.gid) != 0)
        err = err_logged(arena, ERR_INTERNAL, "cannot hand over %s: %s", path,
                         strerror(errno));
    return err;
}

/* Only these two may sign in, as owner or as a role of the house;
 * the folder's mode keeps everybody else from the socket anyway. Written at
 * each start: an older version knew fewer roles. */
static struct err *access_write(struct arena *arena,
                                const struct cluster_home *home)
{
    static const char *const roles[] = {"postgres", "throughline_server",
                                        "throughline_worker",
                                        "throughline_sealer"};
    struct str map;
    struct err *err;

    str_init(&map, arena);
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        str_addf(&map, "throughline \"%s\" %s\nthroughline root %s\n",
                 home->account.name, roles[i], roles[i]);
    err = access_file_write(arena, home, "pg_ident.conf", map.data);
    if (!err)
        err = access_file_write(arena, home, "pg_hba.conf",
                                "local all all peer map=throughline\n");
    return err;
}

/* Into a folder beside, renamed when whole: an interrupted initdb never
 * passes for a cluster. */
static struct err *cluster_make(struct arena *arena, struct cluster *cluster)
{
    const struct cluster_home *home = &cluster->home;
    const char *fresh = arena_printf(arena, "%s.new", home->data);
    const char *log = arena_printf(arena, "%s/log/initdb.log", home->var);
    const char *const arguments[] = {
        arena_printf(arena, "%s/initdb", cluster->programs),
        "--pgdata",
        fresh,
        "--username=postgres",
        "--auth=peer",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--locale-provider=icu",
        "--icu-locale=en-GB",
        "--text-search-config=english",
        "--data-checksums",
        NULL,
    };
    struct err *err;
    pid_t child;

    file_remove_directory(fresh);
    err = child_start(arena, &home->account, arguments, log, false, &child);
    if (err)
        return err;
    if (!child_succeeded(child))
        return err_logged(arena, ERR_INTERNAL,
                          "initdb could not make the database: see %s", log);
    if (rename(fresh, home->data) != 0)
        return err_logged(arena, ERR_INTERNAL, "cannot finish %s: %s",
                          home->data, strerror(errno));
    return NULL;
}

/* --- running it --------------------------------------------------------------
 */

/* A path between `quote`s, as a list of folders or a libpq string wants it. */
static const char *path_quoted(struct arena *arena, const char *path,
                               char quote)
{
    struct str quoted;

    str_init(&quoted, arena);
    str_add_char(&quoted, quote);
    for (const char *c = path; *c; c++) {
        if (quote == '"' && *c == '"')
            str_add_char(&quoted, '"');
        if (quote == '\'' && (*c == '\'' || *c == '\\'))
            str_add_char(&quoted, '\\');
        str_add_char(&quoted, *c);
    }
    str_add_char(&quoted, quote);
    return quoted.data;
}

static const char *conninfo_for(struct arena *arena,
                                const struct cluster *cluster,
                                const char *database, const char *role)
{
    return arena_printf(arena,
                        "host=%s port=5432 dbname=%s user=%s options='' "
                        "connect_timeout=10",
                        path_quoted(arena, cluster->home.socket, '\''),
                        database, role);
}

static struct err *postgres_start(struct arena *arena, struct cluster *cluster)
{
    const char *const arguments[] = {
        arena_printf(arena, "%s/postgres", cluster->programs),
        "-D",
        cluster->home.data,
        "-c",
        "listen_addresses=",
        "-c",
        "port=5432",
        "-c",
        arena_printf(arena, "unix_socket_directories=%s",
                     path_quoted(arena, cluster->home.socket, '"')),
        "-c",
        "unix_socket_permissions=0700",
        "-c",
        "cluster_name=throughline",
        "-c",
        "shared_buffers=256MB",
        "-c",
        "synchronous_commit=on",
        "-c",
        "jit=off",
        "-c",
        "timezone=UTC",
        "-c",
        "log_timezone=UTC",
        "-c",
        "log_line_prefix=%m [%p] ",
        /* Values, and the DETAIL that repeats them, stay out of the log. */
        "-c",
        "log_parameter_max_length=0",
        "-c",
        "log_parameter_max_length_on_error=0",
        "-c",
        "log_error_verbosity=terse",
        "-c",
        "log_min_error_statement=panic",
        NULL,
    };

    return child_start(arena, &cluster->home.account, arguments, cluster->log,
                       true, &cluster->child);
}

static struct err *postgres_wait(struct arena *arena, struct cluster *cluster)
{
    int64_t started = clock_monotonic_ms();
    const char *conninfo = conninfo_for(arena, cluster, "postgres", "postgres");
    struct timespec pause = {0, 20000000};

    while (PQping(conninfo) != PQPING_OK) {
        if (cluster_ended(cluster))
            return err_logged(arena, ERR_INTERNAL,
                              "PostgreSQL did not start: see %s", cluster->log);
        if (clock_monotonic_ms() - started > START_PATIENCE_MS)
            return err_logged(arena, ERR_INTERNAL,
                              "PostgreSQL did not answer within a minute: "
                              "see %s",
                              cluster->log);
        nanosleep(&pause, NULL);
    }
    return NULL;
}

static bool database_exists(PGconn *connection)
{
    PGresult *result = PQexec(connection, "SELECT FROM pg_catalog.pg_database "
                                          "WHERE datname = 'throughline'");
    bool exists = PQntuples(result) == 1;

    PQclear(result);
    return exists;
}

static struct err *database_make(struct arena *arena, struct cluster *cluster)
{
    PGconn *connection =
        PQconnectdb(conninfo_for(arena, cluster, "postgres", "postgres"));
    struct err *err = NULL;

    if (!database_exists(connection)) {
        PGresult *result = PQexec(connection, "CREATE DATABASE throughline");
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            err =
                err_logged(arena, ERR_INTERNAL, "cannot make the database: %s",
                           PQerrorMessage(connection));
        PQclear(result);
    }
    PQfinish(connection);
    return err;
}

static struct err *conninfo_write(struct arena *arena, struct cluster *cluster)
{
    cluster->owner_conninfo =
        conninfo_for(arena, cluster, "throughline", "postgres");
    cluster->server_conninfo =
        conninfo_for(arena, cluster, "throughline", "throughline_server");
    cluster->worker_conninfo =
        conninfo_for(arena, cluster, "throughline", "throughline_worker");
    cluster->sealer_conninfo =
        conninfo_for(arena, cluster, "throughline", "throughline_sealer");
    return file_write(
        arena, arena_printf(arena, "%s/conninfo", cluster->home.var), 0644,
        arena_printf(arena, "%s\n", cluster->owner_conninfo));
}

static struct err *cluster_run(struct arena *arena, struct cluster *cluster)
{
    struct err *err = leftovers_end(arena, cluster->home.data);

    if (!err)
        err = access_write(arena, &cluster->home);
    if (!err)
        err = postgres_start(arena, cluster);
    if (!err)
        err = postgres_wait(arena, cluster);
    if (!err)
        err = database_make(arena, cluster);
    if (!err)
        err = conninfo_write(arena, cluster);
    return err;
}

struct err *cluster_start(struct arena *arena, const char *var,
                          struct cluster **ret_cluster)
{
    struct cluster *cluster = arena_alloc(arena, sizeof *cluster);
    struct err *err = cluster_home_open(arena, var, &cluster->home);

    if (err)
        return err;
    cluster->log =
        arena_printf(arena, "%s/log/postgres.log", cluster->home.var);
    err = programs_find(arena, cluster);
    if (!err && !file_exists(cluster->home.data))
        err = cluster_make(arena, cluster);
    if (!err)
        err = cluster_run(arena, cluster);
    if (err)
        cluster_stop(cluster);
    else
        *ret_cluster = cluster;
    return err;
}

const char *cluster_owner_conninfo(const struct cluster *cluster)
{
    return cluster->owner_conninfo;
}

const char *cluster_server_conninfo(const struct cluster *cluster)
{
    return cluster->server_conninfo;
}

const char *cluster_worker_conninfo(const struct cluster *cluster)
{
    return cluster->worker_conninfo;
}

const char *cluster_sealer_conninfo(const struct cluster *cluster)
{
    return cluster->sealer_conninfo;
}

struct err *cluster_folder(struct arena *arena, const struct cluster *cluster,
                           const char *name, const char **ret_path)
{
    const struct account *account = &cluster->home.account;
    const char *path = arena_printf(arena, "%s/%s", cluster->home.var, name);
    struct err *err = file_make_directory(arena, path, 0755);

    *ret_path = path;
    if (!err && account->other && lchown(path, account->uid, account->gid) != 0)
        err = err_logged(arena, ERR_INTERNAL, "cannot hand over %s: %s", path,
                         strerror(errno));
    return err;
}

const char *cluster_var(const struct cluster *cluster)
{
    return cluster->home.var;
}

bool cluster_ended(struct cluster *cluster)
{
    if (!cluster->ended)
        cluster->ended = cluster->child <= 0 || child_ended(cluster->child);
    return cluster->ended;
}

struct err *cluster_become(struct arena *arena, const struct cluster *cluster)
{
    bool became = account_become(&cluster->home.account);

#ifdef __SANITIZE_ADDRESS__
    /* LeakSanitizer looks at us from a helper process at exit, which the
     * kernel forbids after a change of account. */
    prctl(PR_SET_DUMPABLE, 1);
#endif
    if (became)
        return NULL;
    return err_logged(arena, ERR_INTERNAL, "cannot become the account %s",
                      cluster->home.account.name);
}

/* --- ending it
 * ----------------------------------------------------------------- */

static bool ended_within(struct cluster *cluster, int64_t milliseconds)
{
    int64_t until = clock_monotonic_ms() + milliseconds;
    struct timespec pause = {0, 20000000};

    while (!cluster_ended(cluster)) {
        if (clock_monotonic_ms() > until)
            return false;
        nanosleep(&pause, NULL);
    }
    return true;
}

void cluster_stop(struct cluster *cluster)
{
    if (!cluster)
        return;
    if (!cluster_ended(cluster)) {
        kill(cluster->child, SIGINT);
        if (!ended_within(cluster, FAST_PATIENCE_MS)) {
            kill(cluster->child, SIGQUIT);
            if (!ended_within(cluster, IMMEDIATE_PATIENCE_MS))
                kill(cluster->child, SIGKILL);
        }
    }
    cluster_home_close(&cluster->home);
}
