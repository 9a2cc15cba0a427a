/*
 * users.h - accounts, as the operator and the demo change them: by the
 * owner's functions access.admin_...(), never on a request's behalf.
 */
#ifndef THROUGHLINE_DB_USERS_H
#define THROUGHLINE_DB_USERS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/owner.h"

/* `sealed` is what password_seal() made. */
struct err *user_add(struct arena *arena, struct owner *owner,
                     const char *email, const char *name, const char *agency,
                     const char *sealed);

/* `spoke` is a code, or NULL for the whole partnership. */
struct err *user_grant(struct arena *arena, struct owner *owner,
                       const char *email, const char *role, const char *spoke);

/* Ends the account's sessions too. */
struct err *user_disable(struct arena *arena, struct owner *owner,
                         const char *email);

/* New password, sessions ended, enabled again. */
struct err *user_reset(struct arena *arena, struct owner *owner,
                       const char *email, const char *sealed);

/* All enabled accounts but those who are yet to accept an invitation, as a
 * JSON array of {email, name, roles: [{role, spoke}]}, roles of today; and
 * whether any of them has a password yet. */
struct err *users_describe(struct arena *arena, struct owner *owner,
                           const char **ret_json, bool *ret_any_password);

/* Several changes as one, as owner_sql.h's. */
struct err *users_begin(struct owner *owner);
struct err *users_commit(struct owner *owner);
void users_rollback(struct owner *owner);

#endif
