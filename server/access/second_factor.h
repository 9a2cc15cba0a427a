/*
 * second_factor.h - codes from an app (RFC 6238, by liboath) and recovery
 * codes.
 *
 * The database keeps the app's secret sealed (secretbox) under a key that lies
 * only on the serving host, and recovery codes hashed under the same key. The
 * server opens the secret and finds the time step a code belongs to; the
 * database has both shown to it and lets each step count once
 * (migrations/functions/16_second_factor.sql).
 */
#ifndef THROUGHLINE_ACCESS_SECOND_FACTOR_H
#define THROUGHLINE_ACCESS_SECOND_FACTOR_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

#define RECOVERY_CODES 10
#define CODE_LENGTH_MAX 40

/* What the database is shown; hexadecimal, or NULL where it does not fit. */
struct code_proof {
    const char *coded;    /* "true" if there was a code at all */
    const char *secret;   /* opened, with */
    const char *step;     /* the time step of a right code */
    const char *recovery; /* hash of what may be a recovery code */
};

/* Before the server serves: reads the key at `path`, or makes it. Without it
 * nobody can set up an app, and whoever has one cannot sign in. */
struct err *second_factor_open(struct arena *arena, const char *path);
bool second_factor_ready(void);

/* `sealed` as the database keeps it, or NULL; `code` as typed, or NULL. */
struct err *code_prove(struct arena *arena, const char *sealed,
                       const char *code, struct code_proof *ret_proof);

/* A new secret: for the database, and in base32 for the app. */
struct secret {
    const char *sealed; /* hexadecimal */
    const char *opened; /* hexadecimal */
    const char *base32;
};
struct err *secret_make(struct arena *arena, struct secret *ret_secret);

/* New recovery codes as a JSON array, and their hashes as a text[] literal. */
struct err *recovery_codes_make(struct arena *arena, const char **ret_json,
                                const char **ret_hashes);

/* What authenticator apps scan. */
const char *secret_uri(struct arena *arena, const char *email,
                       const char *base32);

#endif
