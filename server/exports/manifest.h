/*
 * manifest.h - what a packed file says about itself: manifest.json lists each
 * file with its SHA-256, bytes and rows; manifest.sig is an Ed25519 signature
 * over manifest.json's bytes.
 */
#ifndef THROUGHLINE_EXPORTS_MANIFEST_H
#define THROUGHLINE_EXPORTS_MANIFEST_H

#include <sodium.h>

#include "base/arena.h"
#include "base/str.h"
#include "db/checkpoint.h"

#define MANIFEST_NAME "manifest.json"
#define SIGNATURE_NAME "manifest.sig"

struct manifest {
    struct arena *arena;
    struct str text;
    size_t files;
};

/* `head`: a JSON object whose members come first. */
void manifest_begin(struct manifest *manifest, struct arena *arena,
                    const char *head);
void manifest_add(struct manifest *manifest, const char *name,
                  const unsigned char hash[crypto_hash_sha256_BYTES],
                  const char *bytes, const char *rows);
struct slice manifest_end(struct manifest *manifest);

/* The text of manifest.sig. */
struct slice manifest_sign(struct arena *arena, const struct seal_key *key,
                           struct slice manifest);

/* Before jobs are taken up: the key at `path`, made if it is not there. */
struct err *signing_open(struct arena *arena, const char *path);

/* It, or NULL where none was opened. */
const struct seal_key *signing_key(void);

#endif
