/*
 * password.h - passwords, by Argon2id (R15).
 *
 * The database keeps a salt and the SHA-256 of the derived key. The server
 * derives the key from what was typed and hands it over; the database
 * compares (migrations/functions/12_sign_in.sql). So a copy of the database
 * holds nothing that signs anybody in, and SQL alone makes no session.
 */
#ifndef THROUGHLINE_ACCESS_PASSWORD_H
#define THROUGHLINE_ACCESS_PASSWORD_H

#include "base/arena.h"
#include "base/err.h"

#define PASSWORD_LENGTH_MIN 12   /* bytes */
#define PASSWORD_LENGTH_MAX 1024 /* bytes */

#define PASSWORD_SALT_HEX 33
#define PASSWORD_KEY_HEX 65

/* The derived key in hexadecimal for `password` and the salt given in
 * hexadecimal. Takes about a tenth of a second and 64 MiB: only on the
 * password lane. ERR_BUSY when the memory is not to be had. */
struct err *password_derive(struct arena *arena, const char *password,
                            const char *salt_hex, const char **ret_key_hex);

/* "<salt>:<verifier>" for the access.admin_... functions. */
struct err *password_seal(struct arena *arena, const char *password,
                          const char **ret_sealed);

/* Why `password` may not be chosen, as a form message, or NULL. Length and a
 * list of the common ones; no composition rules (R15). */
const char *password_refusal(const char *password, const char *email);

/* 32 random bytes in base64url, 43 characters: a session or device token. */
const char *token_new(struct arena *arena);

#endif
