#include "db/tx.h"

#include "base/log.h"
#include "db/pipeline.h"
#include "db/sqlstate.h"
#include "transaction_store.h"

/* The results live in the arena's keeping from before they exist, so running
 * out of memory can lose none of them. */
struct tx {
    struct connection *connection; /* NULL once the tx has let go of it */
    struct arena *arena;
    int64_t deadline_ms;
    struct rows *all;     /* in the order queued */
    struct rows **last;   /* where the next one is hung */
    struct rows *pending; /* the first whose answer is not in */
    struct rows *entered;
    struct err *err;          /* the first failure; decides all that follows */
    PGresult *failure;        /* what the server said of it */
    const struct stmt *unfit; /* failed as it was prepared, not as it ran */
    bool synced;              /* a sync closed the pipeline after the failure */
    bool committed;
};

static void tx_release(void *object)
{
    struct tx *tx = object;

    for (struct rows *rows = tx->all; rows; rows = rows->next)
        PQclear(rows->result);
    PQclear(tx->failure);
}

static struct err *tx_lost(struct tx *tx, enum pipeline_end end)
{
    struct connection *connection = tx->connection;

    tx->connection = NULL;
    tx->pending = NULL;
    tx->err = connection_lost(connection, tx->arena, end);
    return tx->err;
}

static struct err *context_queue(struct tx *tx,
                                 const struct tx_context *context)
{
    bool reading = context->mode == TX_READ;
    struct err *err = reading ? transaction_begin_read(tx, NULL)
                              : transaction_begin_write(tx, NULL);

    if (err)
        return err;
    if (context->refused)
        return transaction_refused(tx, context->token, context->request_id,
                                   context->operation, context->ids,
                                   context->refused, &tx->entered);
    err = transaction_enter(tx, context->token, context->permission,
                            context->request_id, context->operation,
                            context->purpose, reading ? "true" : "false",
                            &tx->entered);
    if (err || !context->recent_sign_in)
        return err;
    return transaction_demand_recent(tx, NULL);
}

struct err *tx_begin(struct connection *connection, struct arena *arena,
                     const struct tx_context *context, struct tx **ret_tx)
{
    struct tx *tx = arena_alloc(arena, sizeof(*tx));
    struct err *err;

    err = connection_open(connection, arena, context->deadline_ms);
    if (err)
        return err;
    tx->connection = connection;
    tx->arena = arena;
    tx->deadline_ms = context->deadline_ms;
    tx->last = &tx->all;
    arena_on_release(arena, tx_release, tx);
    connection->in_use = true;
    err = context_queue(tx, context);
    if (err)
        return err;
    *ret_tx = tx;
    return NULL;
}

/* Hangs a new answer to come on the end of the line. */
static struct rows *rows_expect(struct tx *tx, const struct stmt *stmt)
{
    struct rows *rows = arena_alloc(tx->arena, sizeof(*rows));

    rows->arena = tx->arena;
    rows->stmt = stmt;
    *tx->last = rows;
    tx->last = &rows->next;
    if (!tx->pending)
        tx->pending = rows;
    return rows;
}

/* In the same round trip as its first use. */
static bool statement_tell(struct tx *tx, const struct stmt *stmt)
{
    enum known_state *state = known_of(&tx->connection->known, stmt);

    if (*state != KNOWN_NOT)
        return true;
    rows_expect(tx, stmt)->prepares = true;
    *state = KNOWN_SENT;
    return pipeline_prepare(tx->connection, stmt);
}

struct err *tx_queue(struct tx *tx, const struct stmt *stmt,
                     const char *const *arguments, struct rows **ret_rows)
{
    struct rows *rows;

    if (tx->err)
        return tx->err;
    if (!tx->connection || tx->committed)
        return err_logged(tx->arena, ERR_INTERNAL, "%s came after the end",
                          stmt->name);
    if (!statement_tell(tx, stmt))
        return tx_lost(tx, PIPELINE_LOST);
    rows = rows_expect(tx, stmt);
    if (!pipeline_send(tx->connection, stmt, arguments))
        return tx_lost(tx, PIPELINE_LOST);
    if (ret_rows)
        *ret_rows = rows;
    return NULL;
}

/* One that was passed over after a failure is told again next time. */
static void told_take(struct tx *tx, const struct rows *rows, bool well)
{
    *known_of(&tx->connection->known, rows->stmt) =
        well ? KNOWN_WELL : KNOWN_NOT;
    if (!well && !tx->failure)
        tx->unfit = rows->stmt;
}

/* Keeps the first failure; those after it only say that there was one. */
static void answer_take(struct tx *tx, struct rows *rows, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    bool well = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;

    if (rows->prepares)
        told_take(tx, rows, well);
    if (!well && !tx->failure)
        tx->failure = result;
    else if (!well || rows->prepares)
        PQclear(result);
    else
        rows->result = result;
}

static enum pipeline_end answers_take(struct tx *tx)
{
    while (tx->pending) {
        struct rows *rows = tx->pending;
        PGresult *result = NULL;
        enum pipeline_end end =
            pipeline_answer(tx->connection, tx->deadline_ms, &result);
        if (end != PIPELINE_FINE)
            return end;
        tx->pending = rows->next;
        answer_take(tx, rows, result);
    }
    return PIPELINE_FINE;
}

static const char *diagnosis(const PGresult *result, int field)
{
    return PQresultErrorField(result, field);
}

/* A server that no longer knows our statements, or whose tables changed under
 * them, is asked again on a fresh connection. */
static bool needs_reopening(const char *sqlstate)
{
    return strcmp(sqlstate, "26000") == 0 || strcmp(sqlstate, "0A000") == 0;
}

static struct err *tx_fail(struct tx *tx)
{
    const PGresult *result = tx->failure;
    struct sqlstate_report report = {
        .sqlstate = diagnosis(result, PG_DIAG_SQLSTATE),
        .constraint = diagnosis(result, PG_DIAG_CONSTRAINT_NAME),
        .table = diagnosis(result, PG_DIAG_TABLE_NAME),
        .column = diagnosis(result, PG_DIAG_COLUMN_NAME),
        .hint = diagnosis(result, PG_DIAG_MESSAGE_HINT),
        .message = diagnosis(result, PG_DIAG_MESSAGE_PRIMARY),
    };

    if (!report.sqlstate) /* libpq's own complaint, not the server's */
        return tx_lost(tx, PIPELINE_LOST);
    if (tx->unfit) {
        tx->err =
            connection_unfit(tx->connection, tx->arena, tx->unfit, result);
        tx->connection = NULL;
        return tx->err;
    }
    tx->err = sqlstate_err(tx->arena, &report);
    if (needs_reopening(report.sqlstate)) {
        connection_drop(tx->connection);
        tx->connection = NULL;
    }
    return tx->err;
}

struct err *tx_flush(struct tx *tx)
{
    enum pipeline_end end = PIPELINE_LOST;

    if (tx->err || !tx->pending)
        return tx->err;
    if (PQsendFlushRequest(tx->connection->pg))
        end = answers_take(tx);
    if (end != PIPELINE_FINE)
        return tx_lost(tx, end);
    return tx->failure ? tx_fail(tx) : NULL;
}

/* PostgreSQL answers a COMMIT of a failed transaction with ROLLBACK. */
static bool commit_happened(const struct rows *commit)
{
    return strcmp(PQcmdStatus(commit->result), "COMMIT") == 0;
}

struct err *tx_commit(struct tx *tx)
{
    struct rows *commit = NULL;
    enum pipeline_end end = PIPELINE_LOST;
    struct err *err = transaction_commit(tx, &commit);

    if (err)
        return err;
    /* Queued without an error: there is a connection.
     * NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
    if (PQpipelineSync(tx->connection->pg))
        end = answers_take(tx);
    if (end == PIPELINE_FINE)
        end = pipeline_synced(tx->connection, tx->deadline_ms);
    if (end != PIPELINE_FINE)
        return tx_lost(tx, end);
    tx->synced = true;
    if (tx->failure)
        return tx_fail(tx);
    if (!commit || !commit_happened(commit)) {
        tx->err = err_logged(tx->arena, ERR_INTERNAL, "COMMIT rolled back");
        return tx->err;
    }
    tx->committed = true;
    tx->connection->in_use = false;
    return NULL;
}

bool tx_committed(const struct tx *tx)
{
    return tx->committed;
}

static bool rollback_send(struct tx *tx)
{
    const struct stmt *stmt =
        &transaction_statements[STMT_TRANSACTION_ROLLBACK];
    struct connection *connection = tx->connection;
    enum known_state *state = known_of(&connection->known, stmt);

    if (!tx->synced && !PQpipelineSync(connection->pg))
        return false;
    if (*state == KNOWN_NOT && !pipeline_prepare(connection, stmt))
        return false;
    *state = KNOWN_WELL; /* or the connection is dropped */
    return pipeline_send(connection, stmt, NULL) &&
           PQpipelineSync(connection->pg);
}

/* What was queued but never sent runs as well, and is undone with the rest:
 * handlers seldom fail, and libpq cannot take it back. */
static enum pipeline_end tx_rollback(struct tx *tx)
{
    enum pipeline_end end = PIPELINE_LOST;

    if (rollback_send(tx))
        end = answers_take(tx);
    if (end == PIPELINE_FINE && !tx->synced)
        end = pipeline_synced(tx->connection, tx->deadline_ms);
    if (end != PIPELINE_FINE)
        return end;
    return pipeline_drain(tx->connection, 1, tx->deadline_ms);
}

void tx_end(struct tx *tx)
{
    struct connection *connection;

    if (!tx || tx->committed || !tx->connection)
        return;
    connection = tx->connection;
    if (tx_rollback(tx) == PIPELINE_FINE &&
        PQtransactionStatus(connection->pg) == PQTRANS_IDLE)
        connection->in_use = false;
    else
        connection_drop(connection);
    tx->connection = NULL;
    tx->pending = NULL;
}

const struct rows *tx_entered(const struct tx *tx)
{
    return tx->entered;
}
