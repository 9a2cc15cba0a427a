/*
 * partner_secret.h - the secret of an API key as it comes with a request
 * ("Authorization: Bearer tlk_..."): its form, and a brake on wrong ones.
 *
 * Whether a key is right and what it opens, the database says. Here is only
 * counted how often it said no, by address and by address and key, so that a
 * partner with one right and one expired key behind one address is not shut
 * out (R16). Counts are the process's own and few; nothing of a secret is kept
 * but a keyed hash of its first letters.
 */
#ifndef THROUGHLINE_HTTP_PARTNER_SECRET_H
#define THROUGHLINE_HTTP_PARTNER_SECRET_H

#include <stdbool.h>

#include "http/route.h"

/* The same for each key, so that scanners for lost secrets find them. */
#define PARTNER_SECRET_MARK "tlk_"
#define PARTNER_SECRET_LENGTH 47

/* Wrong ones in a minute: of one key, and of all from one address. */
#define PARTNER_WRONG_MOST 10
#define PARTNER_WRONG_ADDRESS_MOST 60

bool partner_secret_formed(const char *text);

/* Seconds that a key from an address has to wait at `now_ms`; 0 = none. */
int partner_secret_wait(const char *address, const char *secret,
                        int64_t now_ms);

/* What the database said of it. */
void partner_secret_told(const char *address, const char *secret, bool right,
                         int64_t now_ms);

/* Before the database is asked: a key that has to wait, or one beside a
 * session's cookie, so that it is not clear who asks. */
struct err *partner_key_admit(const struct call *call);

/* After it answered: notes it, and words "no live session" for a key. */
struct err *partner_key_answered(const struct call *call, struct err *err);

#endif
