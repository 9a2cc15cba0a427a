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
    struct err *err;   /* the first failure; decides all that follows */
    PGresult *failure; /* what the server said of it */
    bool synced;       /* a sync closed the pipeline after the failure */
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

struct err *tx_queue(struct tx *tx, const struct stmt *stmt,
                     const char *const *arguments, struct rows **ret_rows)
{
    struct rows *rows;

    if (tx->err)
        return tx->err;
    if (!tx->connection || tx->committed)
        return err_logged(tx->arena, ERR_INTERNAL, "%s came after the end",
                          stmt->name);
    rows = arena_alloc(tx->arena, sizeof(*rows));
    rows->stmt = stmt;
    if (!pipeline_send(tx->connection, stmt, arguments))
        return tx_lost(tx, PIPELINE_LOST);
    *tx->last = rows;
    tx->last = &rows->next;
    if (!tx->pending)
        tx->pending = rows;
    if (ret_rows)
        *ret_rows = rows;
    return NULL;
}

/* Keeps the first failure; those after it only say that there was one. */
static void answer_take(struct tx *tx, struct rows *rows, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
        rows->result = result;
    else if (!tx->failure)
        tx->failure = result;
    else
        PQclear(result);
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

/* What was queued but never sent runs as well, and is undone with the rest:
 * handlers seldom fail, and libpq cannot take it back. */
static enum pipeline_end tx_rollback(struct tx *tx)
{
    struct connection *connection = tx->connection;

    if (!tx->synced && !PQpipelineSync(connection->pg))
        return PIPELINE_LOST;
    if (!pipeline_send(connection,
                       &transaction_statements[STMT_TRANSACTION_ROLLBACK],
                       NULL) ||
        !PQpipelineSync(connection->pg))
        return PIPELINE_LOST;
    return pipeline_drain(connection, tx->synced ? 1 : 2, tx->deadline_ms);
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
