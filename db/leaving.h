/*
 * leaving.h - a spoke's whole record, as the operator asks for it and takes it.
 */
#ifndef THROUGHLINE_DB_LEAVING_H
#define THROUGHLINE_DB_LEAVING_H

#include "db/owner.h"

struct leaving_ask {
    const char *email; /* in whose name */
    const char *spoke; /* its code */
    const char *reason;
};

/* Asks for it; its job goes by the same id. */
struct err *leaving_ask(struct arena *arena, struct owner *owner,
                        const struct leaving_ask *ask, const char **ret_id);

/* Writes the file that was made to `path`, readable by its owner alone; its
 * SHA-256 as it was recorded, checked. It is in the access log. */
struct err *leaving_take(struct arena *arena, struct owner *owner,
                         const char *id, const char *path,
                         const char **ret_hash);

#endif
