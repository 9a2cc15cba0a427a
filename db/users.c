#include "db/users.h"

#include "db/owner_sql.h"

/* Runs one of the functions below; NULL instead of an id means that what the
 * arguments name is not there. */
static struct err *change(struct arena *arena, struct owner *owner,
                          const char *sql, const char *const *arguments,
                          const char *missing)
{
    PGresult *result;
    size_t count = 0;
    struct err *err;

    for (const char *dollar = sql; (dollar = strchr(dollar, '$')); dollar++)
        count++;
    err = owner_query(owner, sql, count, arguments, &result);
    if (err)
        return err;
    if (PQntuples(result) != 1 || PQgetisnull(result, 0, 0))
        return err_logged(arena, ERR_NOT_FOUND, "%s", missing);
    return NULL;
}

struct err *user_add(struct arena *arena, struct owner *owner,
                     const char *email, const char *name, const char *agency,
                     const char *sealed)
{
    return change(arena, owner, "SELECT access.admin_user_add($1, $2, $3, $4)",
                  (const char *const[]){email, name, agency, sealed},
                  "there is no agency of that code; config/partnership/"
                  "agencies.csv has them");
}

struct err *user_grant(struct arena *arena, struct owner *owner,
                       const char *email, const char *role, const char *spoke)
{
    return change(arena, owner, "SELECT access.admin_role_grant($1, $2, $3)",
                  (const char *const[]){email, role, spoke},
                  "there is no such account, or no such spoke");
}

struct err *user_disable(struct arena *arena, struct owner *owner,
                         const char *email)
{
    return change(arena, owner, "SELECT access.admin_user_disable($1)",
                  (const char *const[]){email}, "there is no such account");
}

struct err *user_reset(struct arena *arena, struct owner *owner,
                       const char *email, const char *sealed)
{
    return change(arena, owner, "SELECT access.admin_user_reset($1, $2)",
                  (const char *const[]){email, sealed},
                  "there is no such account");
}

struct err *users_describe(struct arena *arena, struct owner *owner,
                           const char **ret_json, bool *ret_any_password)
{
    PGresult *result;
    struct err *err = owner_query(
        owner,
        "SELECT coalesce(json_agg(json_build_object("
        "           'email', u.email, 'name', u.name, 'roles', roles.list)"
        "           ORDER BY roles.first_role, roles.first_spoke, u.email),"
        "           '[]'),"
        "       coalesce(bool_or(u.password_verifier IS NOT NULL), false)"
        "  FROM access.user_account u"
        " CROSS JOIN LATERAL ("
        "       SELECT min(g.role) AS first_role, min(s.code) AS first_spoke,"
        "              coalesce(json_agg(json_build_object("
        "                  'role', g.role, 'spoke', s.code)"
        "                  ORDER BY g.role, s.code), '[]') AS list"
        "         FROM access.role_grant g"
        "         LEFT JOIN reference.spoke s ON s.id = g.spoke_id"
        "        WHERE g.user_id = u.id AND access.today() BETWEEN g.valid_from"
        "              AND coalesce(g.valid_to, 'infinity')) AS roles"
        " WHERE u.disabled_at IS NULL AND NOT u.is_key AND NOT EXISTS ("
        "       SELECT FROM access.account_link l"
        "        WHERE l.user_id = u.id AND l.invites"
        "          AND l.used_at IS NULL AND l.withdrawn_at IS NULL)",
        0, NULL, &result);

    if (err)
        return err;
    *ret_json = arena_strdup(arena, PQgetvalue(result, 0, 0));
    *ret_any_password = PQgetvalue(result, 0, 1)[0] == 't';
    return NULL;
}

struct err *users_begin(struct owner *owner)
{
    return owner_begin(owner);
}

struct err *users_commit(struct owner *owner)
{
    return owner_commit(owner);
}

void users_rollback(struct owner *owner)
{
    owner_rollback(owner);
}
