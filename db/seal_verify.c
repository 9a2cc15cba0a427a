/*
 * Walks the leaves in order, computes every hash and root anew, and holds them
 * against the rows, the signed checkpoints and those kept elsewhere. It stops
 * at the first thing that is wrong.
 */
#include <inttypes.h>
#include <string.h>

#include "base/str.h"
#include "db/owner_sql.h"
#include "db/seal.h"

#define LEAVES_AT_ONCE "5000"
#define CHECKPOINTS_AT_ONCE 1000

struct verifying {
    struct arena *arena; /* the caller's, for what lasts */
    struct owner *owner;
    const struct seal_evidence *evidence;
    struct seal_finding *finding;
    struct merkle tree;
    struct arena page;     /* of the checkpoints at hand */
    PGresult *checkpoints; /* the next ones, by size */
    int next_checkpoint;
    uint64_t last_size; /* of the newest checkpoint reached */
    char last_xid[24];
    unsigned char key[crypto_sign_PUBLICKEYBYTES];
    bool key_known;
};

static void fault_set(struct verifying *verifying, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void fault_set(struct verifying *verifying, const char *format, ...)
{
    va_list args;

    if (verifying->finding->fault)
        return;
    va_start(args, format);
    verifying->finding->fault = arena_vprintf(verifying->arena, format, args);
    va_end(args);
}

/* --- checkpoints -----------------------------------------------------------
 */

static struct err *checkpoints_take(struct verifying *verifying)
{
    struct err *err;

    arena_release(&verifying->page);
    arena_init(&verifying->page);
    verifying->next_checkpoint = 0;
    err = owner_query_in(
        &verifying->page, verifying->owner,
        "SELECT size, encode(root, 'hex'), sealed_xid, sealed_id, "
        "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), "
        "encode(key, 'hex'), encode(signature, 'hex'), "
        "encode(frontier, 'hex') FROM audit.checkpoint WHERE size > $1 "
        "ORDER BY size LIMIT $2",
        2,
        (const char *const[]){
            arena_printf(&verifying->page, "%" PRIu64, verifying->tree.size),
            arena_printf(&verifying->page, "%d", CHECKPOINTS_AT_ONCE)},
        &verifying->checkpoints);
    if (!err)
        return NULL;
    return err_logged(verifying->arena, err->code, "%s", err->log);
}

static uint64_t checkpoint_size(const struct verifying *verifying, int row)
{
    return strtoull(PQgetvalue(verifying->checkpoints, row, 0), NULL, 10);
}

static bool checkpoint_at(const struct verifying *verifying, int row,
                          struct checkpoint *ret_checkpoint)
{
    PGresult *rows = verifying->checkpoints;

    *ret_checkpoint = (struct checkpoint){
        .size = checkpoint_size(verifying, row),
        .sealed_xid = PQgetvalue(rows, row, 2),
        .sealed_id = PQgetvalue(rows, row, 3),
        .at = PQgetvalue(rows, row, 4),
    };
    return hex_read(PQgetvalue(rows, row, 1), ret_checkpoint->root,
                    MERKLE_HASH) &&
           hex_read(PQgetvalue(rows, row, 5), ret_checkpoint->key,
                    sizeof ret_checkpoint->key) &&
           hex_read(PQgetvalue(rows, row, 6), ret_checkpoint->signature,
                    sizeof ret_checkpoint->signature);
}

/* Whose key must have signed: the one given, else the first one met. */
static bool key_right(struct verifying *verifying,
                      const struct checkpoint *checkpoint)
{
    if (!verifying->key_known) {
        memcpy(verifying->key, checkpoint->key, sizeof verifying->key);
        verifying->key_known = true;
    }
    return memcmp(verifying->key, checkpoint->key, sizeof verifying->key) == 0;
}

/* Why a checkpoint of the tree's present size is not right, or NULL. */
static const char *checkpoint_wrong(struct verifying *verifying,
                                    const struct checkpoint *checkpoint)
{
    unsigned char root[MERKLE_HASH];

    merkle_root(&verifying->tree, root);
    if (memcmp(root, checkpoint->root, MERKLE_HASH) != 0)
        return "has another root than the rows give";
    if (!checkpoint_signed(&verifying->page, checkpoint))
        return "has a signature that does not hold";
    if (!key_right(verifying, checkpoint))
        return "was signed with another key";
    return NULL;
}

static bool frontier_right(struct verifying *verifying, int row)
{
    unsigned char frontier[MERKLE_LEVELS * MERKLE_HASH];
    size_t length = merkle_frontier(&verifying->tree, frontier);

    return strcmp(hex_of(&verifying->page, frontier, length),
                  PQgetvalue(verifying->checkpoints, row, 7)) == 0;
}

static void own_checkpoint_verify(struct verifying *verifying, int row)
{
    struct checkpoint checkpoint;
    const char *wrong = "cannot be read";

    if (checkpoint_at(verifying, row, &checkpoint))
        wrong = checkpoint_wrong(verifying, &checkpoint);
    if (!wrong && !frontier_right(verifying, row))
        wrong = "names other subtrees than the rows give";
    if (wrong) {
        fault_set(verifying, "the checkpoint of %" PRIu64 " rows %s",
                  checkpoint.size, wrong);
        return;
    }
    verifying->finding->checkpoints++;
    verifying->last_size = checkpoint.size;
    snprintf(verifying->last_xid, sizeof verifying->last_xid, "%s",
             checkpoint.sealed_xid);
}

static void kept_checkpoints_verify(struct verifying *verifying)
{
    for (size_t i = 0; i < verifying->evidence->kept_count; i++) {
        const struct checkpoint *kept = &verifying->evidence->kept[i];
        const char *wrong;
        if (kept->size != verifying->tree.size)
            continue;
        wrong = checkpoint_wrong(verifying, kept);
        if (wrong)
            fault_set(verifying,
                      "the kept checkpoint of %" PRIu64 " rows (%s) %s",
                      kept->size, kept->at, wrong);
        else
            verifying->finding->checkpoints++;
    }
}

/* Those of exactly the size reached. */
static struct err *checkpoints_verify(struct verifying *verifying)
{
    struct err *err = NULL;

    kept_checkpoints_verify(verifying);
    if (verifying->next_checkpoint < PQntuples(verifying->checkpoints) &&
        checkpoint_size(verifying, verifying->next_checkpoint) ==
            verifying->tree.size)
        own_checkpoint_verify(verifying, verifying->next_checkpoint++);
    if (verifying->next_checkpoint == CHECKPOINTS_AT_ONCE)
        err = checkpoints_take(verifying);
    return err;
}

/* --- leaves ----------------------------------------------------------------
 */

static struct err *leaves_take(struct arena *arena, struct verifying *verifying,
                               PGresult **ret_rows)
{
    const char *const from[] = {
        arena_printf(arena, "%" PRIu64, verifying->tree.size)};

    return owner_query_in(
        arena, verifying->owner,
        "SELECT f.position, f.log_id, encode(f.salt, 'hex'), "
        "encode(f.hash, 'hex'), " SEAL_COLUMNS " FROM audit.leaf f "
        "LEFT JOIN audit.access_log l ON l.id = f.log_id "
        "WHERE f.position >= $1 ORDER BY f.position LIMIT " LEAVES_AT_ONCE,
        1, from, ret_rows);
}

static bool leaf_matches(struct arena *arena, PGresult *rows, int row,
                         unsigned char hash[MERKLE_HASH])
{
    unsigned char salt[SEAL_SALT], stored[MERKLE_HASH];
    const char *fields[SEAL_FIELDS];

    for (int i = 0; i < SEAL_FIELDS; i++)
        fields[i] =
            PQgetisnull(rows, row, 4 + i) ? NULL : PQgetvalue(rows, row, 4 + i);
    if (!hex_read(PQgetvalue(rows, row, 2), salt, sizeof salt) ||
        !hex_read(PQgetvalue(rows, row, 3), stored, sizeof stored))
        return false;
    seal_leaf(arena, salt, fields, hash);
    return memcmp(hash, stored, sizeof stored) == 0;
}

static struct err *leaf_verify(struct arena *arena, struct verifying *verifying,
                               PGresult *rows, int row)
{
    unsigned char hash[MERKLE_HASH];
    uint64_t position = strtoull(PQgetvalue(rows, row, 0), NULL, 10);
    const char *id = PQgetvalue(rows, row, 1);

    if (position != verifying->tree.size)
        fault_set(verifying, "leaf %" PRIu64 " is missing",
                  verifying->tree.size);
    else if (PQgetisnull(rows, row, 4))
        fault_set(verifying, "access-log row %s was removed", id);
    else if (!leaf_matches(arena, rows, row, hash))
        fault_set(verifying, "access-log row %s was changed", id);
    if (verifying->finding->fault)
        return NULL;
    merkle_add(&verifying->tree, hash);
    return checkpoints_verify(verifying);
}

static struct err *some_leaves_verify(struct verifying *verifying,
                                      bool *ret_more)
{
    struct arena arena;
    PGresult *rows;
    struct err *err;

    arena_init(&arena);
    err = leaves_take(&arena, verifying, &rows);
    *ret_more = !err && PQntuples(rows) > 0;
    for (int row = 0; !err && *ret_more && row < PQntuples(rows) &&
                      !verifying->finding->fault;
         row++)
        err = leaf_verify(&arena, verifying, rows, row);
    if (err)
        err = err_logged(verifying->arena, err->code, "%s", err->log);
    arena_release(&arena);
    return err;
}

static struct err *leaves_verify(struct verifying *verifying)
{
    bool more = true;
    struct err *err = NULL;

    while (!err && more && !verifying->finding->fault)
        err = some_leaves_verify(verifying, &more);
    verifying->finding->leaves = verifying->tree.size;
    return err;
}

/* --- what the leaves do not show ---------------------------------------------
 */

static void ends_verify(struct verifying *verifying)
{
    uint64_t size = verifying->tree.size;

    if (verifying->next_checkpoint < PQntuples(verifying->checkpoints))
        fault_set(verifying,
                  "the sealed log has %" PRIu64
                  " rows, but a checkpoint says %" PRIu64,
                  size, checkpoint_size(verifying, verifying->next_checkpoint));
    else if (verifying->last_size != size)
        fault_set(verifying, "the newest leaves have no checkpoint");
    for (size_t i = 0; i < verifying->evidence->kept_count; i++)
        if (verifying->evidence->kept[i].size > size)
            fault_set(verifying,
                      "the sealed log has %" PRIu64
                      " rows, but a kept checkpoint (%s) says %" PRIu64,
                      size, verifying->evidence->kept[i].at,
                      verifying->evidence->kept[i].size);
}

/* Rows where everything was sealed that have no leaf, and the rest's count. */
static struct err *rows_verify(struct verifying *verifying)
{
    const char *const sealed[] = {verifying->last_xid};
    PGresult *result;
    struct err *err = owner_query_in(
        verifying->arena, verifying->owner,
        "SELECT min(l.id) FILTER (WHERE l.xid <= $1::xid8), "
        "count(*) FILTER (WHERE l.xid > $1::xid8) FROM audit.access_log l "
        "WHERE NOT EXISTS (SELECT FROM audit.leaf f WHERE f.log_id = l.id)",
        1, sealed, &result);

    if (err)
        return err;
    if (!PQgetisnull(result, 0, 0))
        fault_set(verifying, "access-log row %s was slipped in",
                  PQgetvalue(result, 0, 0));
    verifying->finding->unsealed = strtoull(PQgetvalue(result, 0, 1), NULL, 10);
    return NULL;
}

struct err *seal_verify(struct arena *arena, struct owner *owner,
                        const struct seal_evidence *evidence,
                        struct seal_finding *ret_finding)
{
    struct verifying verifying = {.arena = arena,
                                  .owner = owner,
                                  .evidence = evidence,
                                  .finding = ret_finding,
                                  .last_xid = "0"};
    struct err *err;

    *ret_finding = (struct seal_finding){0};
    if (evidence->key) {
        memcpy(verifying.key, evidence->key, sizeof verifying.key);
        verifying.key_known = true;
    }
    arena_init(&verifying.page);
    err = checkpoints_take(&verifying);
    if (!err)
        err = leaves_verify(&verifying);
    if (!err && !ret_finding->fault) {
        ends_verify(&verifying);
        err = rows_verify(&verifying);
    }
    arena_release(&verifying.page);
    return err;
}
