#include "db/owner.h"

#include "base/log.h"
#include "base/str.h"
#include "db/owner_sql.h"

struct owner {
    struct arena *arena;
    PGconn *connection;
};

static void owner_release(void *object)
{
    owner_close(object);
}

void owner_close(struct owner *owner)
{
    PQfinish(owner->connection);
    owner->connection = NULL;
}

/* Notices ("relation exists, skipping") are of no use to anybody here. */
static void notice_ignore(void *data, const PGresult *result)
{
    (void)data;
    (void)result;
}

struct err *owner_connect(struct arena *arena, const char *conninfo,
                          struct owner **ret_owner)
{
    struct owner *owner = arena_alloc(arena, sizeof *owner);

    owner->arena = arena;
    owner->connection = PQconnectdb(conninfo);
    arena_on_release(arena, owner_release, owner);
    if (PQstatus(owner->connection) != CONNECTION_OK)
        return err_logged(arena, ERR_BUSY, "cannot reach the database: %s",
                          PQerrorMessage(owner->connection));
    PQsetNoticeReceiver(owner->connection, notice_ignore, NULL);
    *ret_owner = owner;
    return owner_query(owner,
                       "SELECT set_config(name, value, false) FROM (VALUES "
                       "('client_encoding', 'UTF8'), "
                       "('datestyle', 'ISO, YMD'), "
                       "('application_name', 'throughline owner')) "
                       "AS setting (name, value)",
                       0, NULL, NULL);
}

static void result_release(void *object)
{
    PQclear(object);
}

static bool result_good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* The line of `text` a failed statement points at; 0 if it does not say. */
static size_t fault_line(const PGresult *result, const char *text)
{
    const char *position =
        PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    long left = position ? strtol(position, NULL, 10) : 0;
    size_t line = 1;

    if (left <= 0)
        return 0;
    for (const char *c = text; *c && left > 1; c++) {
        if (*c == '\n')
            line++;
        if (((unsigned char)*c & 0xC0) != 0x80)
            left--;
    }
    return line;
}

static struct err *fault(struct arena *arena, struct owner *owner,
                         const PGresult *result, const char *name,
                         const char *text)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *where = "";
    size_t line = name ? fault_line(result, text) : 0;
    bool busy =
        state && (strcmp(state, "55P03") == 0 || strcmp(state, "40P01") == 0);
    const char *message = result ? PQresultErrorMessage(result) : "";

    if (!message[0])
        message = PQerrorMessage(owner->connection);
    if (name && line)
        where = arena_printf(arena, "%s, line %zu: ", name, line);
    else if (name)
        where = arena_printf(arena, "%s: ", name);
    return err_logged(arena, busy ? ERR_BUSY : ERR_INTERNAL, "%s%s", where,
                      message);
}

struct err *owner_query_in(struct arena *arena, struct owner *owner,
                           const char *sql, size_t count,
                           const char *const *arguments, PGresult **ret_result)
{
    PGresult *result = PQexecParams(owner->connection, sql, (int)count, NULL,
                                    arguments, NULL, NULL, 0);

    arena_on_release(arena, result_release, result);
    if (!result_good(result))
        return fault(arena, owner, result, NULL, sql);
    if (ret_result)
        *ret_result = result;
    return NULL;
}

struct err *owner_query(struct owner *owner, const char *sql, size_t count,
                        const char *const *arguments, PGresult **ret_result)
{
    return owner_query_in(owner->arena, owner, sql, count, arguments,
                          ret_result);
}

struct err *owner_run_file(struct owner *owner, const char *name,
                           const char *text)
{
    PGTransactionStatusType before = PQtransactionStatus(owner->connection);
    PGresult *result = PQexec(owner->connection, text);

    arena_on_release(owner->arena, result_release, result);
    if (PQresultStatus(result) != PGRES_EMPTY_QUERY && !result_good(result))
        return fault(owner->arena, owner, result, name, text);
    if (PQtransactionStatus(owner->connection) != before)
        return err_logged(owner->arena, ERR_INTERNAL,
                          "%s must not begin or end a transaction", name);
    return owner_query(owner,
                       "SELECT set_config('role', 'none', true), "
                       "set_config('search_path', '\"$user\", public', "
                       "true)",
                       0, NULL, NULL);
}

struct err *owner_begin(struct owner *owner)
{
    struct err *err = owner_query(owner, "BEGIN", 0, NULL, NULL);

    if (!err)
        err =
            owner_query(owner, "SET LOCAL lock_timeout = '5s'", 0, NULL, NULL);
    return err;
}

struct err *owner_commit(struct owner *owner)
{
    return owner_query(owner, "COMMIT", 0, NULL, NULL);
}

void owner_rollback(struct owner *owner)
{
    PQclear(PQexec(owner->connection, "ROLLBACK"));
}
