/*
 * checkpoint.h - how large the sealed access log was, what its root, and who
 * says so: as a row, as the text that is signed, and as the JSON that partners
 * keep.
 */
#ifndef THROUGHLINE_DB_CHECKPOINT_H
#define THROUGHLINE_DB_CHECKPOINT_H

#include <sodium.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/merkle.h"

struct checkpoint {
    uint64_t size;
    unsigned char root[MERKLE_HASH];
    const char *sealed_xid; /* all rows of transactions up to this are in */
    const char *sealed_id;  /* the last of them */
    const char *at;         /* RFC 3339, UTC */
    unsigned char key[crypto_sign_PUBLICKEYBYTES];
    unsigned char signature[crypto_sign_BYTES];
};

/* Ed25519 key pair of the seed in a file of 64 hexadecimal digits. */
struct seal_key {
    unsigned char public[crypto_sign_PUBLICKEYBYTES];
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
};

/* Reads the key from `path`; if nothing is there, makes one first, readable
 * by its owner alone. */
struct err *seal_key_open(struct arena *arena, const char *path,
                          struct seal_key *ret_key);

/* Fills in key and signature. */
void checkpoint_sign(struct arena *arena, const struct seal_key *key,
                     struct checkpoint *checkpoint);

/* True if the checkpoint's own key signed it. Whose key that is, the caller
 * must know. */
bool checkpoint_signed(struct arena *arena,
                       const struct checkpoint *checkpoint);

/* One line of JSON, ended by a newline. */
const char *checkpoint_json(struct arena *arena,
                            const struct checkpoint *checkpoint);
struct err *checkpoint_read(struct arena *arena, const char *path,
                            struct checkpoint *ret_checkpoint);

/* Lower-case hexadecimal digits, and back: false unless `hex` is exactly
 * `length` bytes. */
const char *hex_of(struct arena *arena, const unsigned char *bytes,
                   size_t length);
bool hex_read(const char *hex, unsigned char *ret_bytes, size_t length);

#endif
