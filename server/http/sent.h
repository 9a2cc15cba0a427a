/*
 * sent.h - what was sent with a request, read and checked.
 */
#ifndef THROUGHLINE_HTTP_SENT_H
#define THROUGHLINE_HTTP_SENT_H

#include "http/request.h"

/* Fills query, body, if_match, token and the like of `call` from its request
 * and route; `*ret_key` is the Idempotency-Key that counts, or NULL. What is
 * wrong is an error of 400, 413, 415, 422 or 428; the call's token is set all
 * the same, so that the database can be asked who this is first. */
struct err *sent_read(struct call *call, const char **ret_key);

/* The version in `"7"`, in the arena; NULL if it is not written so. */
const char *version_parse(struct arena *arena, const char *text);

#endif
