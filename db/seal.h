/*
 * seal.h - makes the access log tamper-evident (R24; 0020_seal.sql says how)
 * and finds out whether anybody tampered with it. Signed in as
 * throughline_sealer or, to verify, as anybody who may read it all.
 */
#ifndef THROUGHLINE_DB_SEAL_H
#define THROUGHLINE_DB_SEAL_H

#include <stdint.h>

#include "db/checkpoint.h"
#include "db/owner.h"

/* Seals what can be sealed now, at most some thousands of rows, in one
 * transaction that ends with a signed checkpoint. `*ret_count` = 0: nothing
 * was left to seal. Several sealers take turns. `arena` is released by the
 * caller, who seals for ever. */
struct err *seal_some(struct arena *arena, struct owner *owner,
                      const struct seal_key *key, uint64_t *ret_count);

/* The newest checkpoint; size 0 if there is none. Its texts live in `arena`. */
struct err *seal_latest(struct arena *arena, struct owner *owner,
                        struct checkpoint *ret_checkpoint);

/* What a partner or an operator holds against the database. */
struct seal_evidence {
    const unsigned char *key;      /* public; NULL: whatever key signed first */
    const struct checkpoint *kept; /* checkpoints kept elsewhere, any order */
    size_t kept_count;
};

struct seal_finding {
    uint64_t leaves;      /* sealed rows looked at */
    uint64_t checkpoints; /* signatures that hold */
    uint64_t unsealed;    /* rows that came since; nothing is known of them */
    const char *fault;    /* the first thing found wrong, or NULL; in the arena
                           * of the caller */
};

/* Computes everything anew. An error is a database that cannot be read; what
 * was tampered with is a fault of the finding. */
struct err *seal_verify(struct arena *arena, struct owner *owner,
                        const struct seal_evidence *evidence,
                        struct seal_finding *ret_finding);

/* The leaf of one row: SHA-256(0x00, salt, fields), each field a byte that
 * says whether it is NULL, its length in four bytes, its text. */
#define SEAL_SALT 16
#define SEAL_FIELDS 13
void seal_leaf(struct arena *arena, const unsigned char salt[SEAL_SALT],
               const char *const fields[SEAL_FIELDS],
               unsigned char ret_hash[MERKLE_HASH]);

/* The fields of row l in that order, as columns of a SELECT. */
#define SEAL_COLUMNS                                                           \
    "l.id, (extract(epoch FROM l.at) * 1000000)::bigint, l.xid, "              \
    "l.request_id, l.user_id, l.operation, l.action, l.record_kind, "          \
    "l.record_id, l.person_id, l.spoke_id, l.purpose, l.detail"

#endif
