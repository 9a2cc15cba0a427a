#include "db/seal.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "db/owner_sql.h"

#define ROWS_AT_ONCE "5000"
#define LOCK "7310517801" /* one sealer at a time */

void seal_leaf(struct arena *arena, const unsigned char salt[SEAL_SALT],
               const char *const fields[SEAL_FIELDS],
               unsigned char ret_hash[MERKLE_HASH])
{
    struct str entry;

    str_init(&entry, arena);
    str_add_bytes(&entry, (const char *)salt, SEAL_SALT);
    for (size_t i = 0; i < SEAL_FIELDS; i++) {
        uint32_t length = fields[i] ? (uint32_t)strlen(fields[i]) : 0;
        const char head[] = {(char)(fields[i] != NULL), (char)(length >> 24),
                             (char)(length >> 16), (char)(length >> 8),
                             (char)length};
        str_add_bytes(&entry, head, fields[i] ? sizeof head : 1);
        if (fields[i])
            str_add_bytes(&entry, fields[i], length);
    }
    merkle_leaf(entry.data, entry.length, ret_hash);
}

struct sealing {
    struct arena *arena;
    struct owner *owner;
    const struct seal_key *key;
    struct merkle tree;
    struct checkpoint last; /* size 0: there is none */
    PGresult *rows;
};

/* --- where the tree stands -------------------------------------------------
 */

static const char *value(PGresult *result, int row, int column)
{
    return PQgetisnull(result, row, column) ? NULL
                                            : PQgetvalue(result, row, column);
}

struct err *seal_latest(struct arena *arena, struct owner *owner,
                        struct checkpoint *ret_checkpoint)
{
    PGresult *result;
    struct err *err = owner_query_in(
        arena, owner,
        "SELECT size, encode(root, 'hex'), sealed_xid, sealed_id, "
        "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), "
        "encode(key, 'hex'), encode(signature, 'hex') "
        "FROM audit.checkpoint ORDER BY size DESC LIMIT 1",
        0, NULL, &result);

    *ret_checkpoint = (struct checkpoint){.sealed_xid = "0", .sealed_id = "0"};
    if (err || PQntuples(result) == 0)
        return err;
    ret_checkpoint->size = strtoull(PQgetvalue(result, 0, 0), NULL, 10);
    ret_checkpoint->sealed_xid = PQgetvalue(result, 0, 2);
    ret_checkpoint->sealed_id = PQgetvalue(result, 0, 3);
    ret_checkpoint->at = PQgetvalue(result, 0, 4);
    if (hex_read(PQgetvalue(result, 0, 1), ret_checkpoint->root, MERKLE_HASH) &&
        hex_read(PQgetvalue(result, 0, 5), ret_checkpoint->key,
                 sizeof ret_checkpoint->key) &&
        hex_read(PQgetvalue(result, 0, 6), ret_checkpoint->signature,
                 sizeof ret_checkpoint->signature))
        return NULL;
    return err_logged(arena, ERR_INTERNAL, "a checkpoint cannot be read");
}

static struct err *tree_resume(struct sealing *sealing)
{
    unsigned char frontier[MERKLE_LEVELS * MERKLE_HASH];
    PGresult *result;
    size_t length;
    struct err *err =
        seal_latest(sealing->arena, sealing->owner, &sealing->last);

    if (err || sealing->last.size == 0)
        return err;
    err = owner_query_in(sealing->arena, sealing->owner,
                         "SELECT encode(frontier, 'hex') FROM audit.checkpoint "
                         "ORDER BY size DESC LIMIT 1",
                         0, NULL, &result);
    if (err)
        return err;
    length = (size_t)PQgetlength(result, 0, 0) / 2;
    if (length <= sizeof frontier &&
        hex_read(PQgetvalue(result, 0, 0), frontier, length) &&
        merkle_resume(&sealing->tree, sealing->last.size, frontier, length))
        return NULL;
    return err_logged(sealing->arena, ERR_INTERNAL,
                      "the newest checkpoint does not fit its own size: run "
                      "throughline audit verify");
}

/* --- new leaves ------------------------------------------------------------
 */

/* Rows of transactions that are over, behind those sealed already. Of a
 * transaction all rows or none: whatever is added to it later is nobody's. */
static struct err *rows_take(struct sealing *sealing)
{
    return owner_query_in(
        sealing->arena, sealing->owner,
        "SELECT " SEAL_COLUMNS " FROM (SELECT * FROM audit.access_log "
        "WHERE xid > $1::xid8 "
        "AND xid < pg_snapshot_xmin(pg_current_snapshot()) "
        "ORDER BY xid FETCH FIRST " ROWS_AT_ONCE " ROWS WITH TIES) AS l "
        "ORDER BY l.xid, l.id",
        1, &sealing->last.sealed_xid, &sealing->rows);
}

static void leaf_add(struct sealing *sealing, int row, struct str *leaves)
{
    unsigned char salt[SEAL_SALT], hash[MERKLE_HASH];
    const char *fields[SEAL_FIELDS];

    for (int i = 0; i < SEAL_FIELDS; i++)
        fields[i] = value(sealing->rows, row, i);
    randombytes_buf(salt, sizeof salt);
    seal_leaf(sealing->arena, salt, fields, hash);
    str_addf(leaves, "%s[%" PRIu64 ",%s,\"%s\",\"%s\"]", row ? "," : "[",
             sealing->tree.size, fields[0],
             hex_of(sealing->arena, salt, sizeof salt),
             hex_of(sealing->arena, hash, sizeof hash));
    merkle_add(&sealing->tree, hash);
}

static struct err *leaves_store(struct sealing *sealing)
{
    struct str leaves;

    str_init(&leaves, sealing->arena);
    for (int row = 0; row < PQntuples(sealing->rows); row++)
        leaf_add(sealing, row, &leaves);
    str_add(&leaves, "]");
    return owner_query_in(
        sealing->arena, sealing->owner,
        "INSERT INTO audit.leaf (position, log_id, salt, hash) "
        "SELECT (leaf ->> 0)::bigint, (leaf ->> 1)::bigint, "
        "decode(leaf ->> 2, 'hex'), decode(leaf ->> 3, 'hex') "
        "FROM jsonb_array_elements($1::jsonb) AS leaf",
        1, (const char *const[]){leaves.data}, NULL);
}

static struct err *checkpoint_store(struct sealing *sealing)
{
    struct arena *arena = sealing->arena;
    unsigned char frontier[MERKLE_LEVELS * MERKLE_HASH];
    size_t length = merkle_frontier(&sealing->tree, frontier);
    int last = PQntuples(sealing->rows) - 1;
    char *at = arena_alloc(arena, CLOCK_RFC3339_SIZE);
    struct checkpoint made = {
        .size = sealing->tree.size,
        .sealed_xid = value(sealing->rows, last, 2),
        .sealed_id = value(sealing->rows, last, 0),
        .at = at,
    };

    clock_rfc3339(clock_wall_us(), at);
    merkle_root(&sealing->tree, made.root);
    checkpoint_sign(arena, sealing->key, &made);
    return owner_query_in(
        arena, sealing->owner,
        "INSERT INTO audit.checkpoint (size, root, frontier, sealed_xid, "
        "sealed_id, at, key, signature) VALUES ($1, decode($2, 'hex'), "
        "decode($3, 'hex'), $4::xid8, $5, $6, decode($7, 'hex'), "
        "decode($8, 'hex'))",
        8,
        (const char *const[]){
            arena_printf(arena, "%" PRIu64, made.size),
            hex_of(arena, made.root, sizeof made.root),
            hex_of(arena, frontier, length), made.sealed_xid, made.sealed_id,
            made.at, hex_of(arena, made.key, sizeof made.key),
            hex_of(arena, made.signature, sizeof made.signature)},
        NULL);
}

static struct err *seal_locked(struct sealing *sealing, uint64_t *ret_count)
{
    struct err *err =
        owner_query_in(sealing->arena, sealing->owner,
                       "SELECT pg_advisory_xact_lock(" LOCK ")", 0, NULL, NULL);

    if (!err)
        err = tree_resume(sealing);
    if (!err)
        err = rows_take(sealing);
    if (err)
        return err;
    *ret_count = (uint64_t)PQntuples(sealing->rows);
    if (*ret_count == 0)
        return NULL;
    err = leaves_store(sealing);
    return err ? err : checkpoint_store(sealing);
}

struct err *seal_some(struct arena *arena, struct owner *owner,
                      const struct seal_key *key, uint64_t *ret_count)
{
    struct sealing sealing = {.arena = arena, .owner = owner, .key = key};
    struct err *err = owner_begin(owner);

    *ret_count = 0;
    if (!err)
        err = seal_locked(&sealing, ret_count);
    if (!err)
        return owner_commit(owner);
    owner_rollback(owner);
    return err;
}
