#include "db/migrate.h"

#include <time.h>

#include "base/file.h"
#include "base/log.h"
#include "db/ledger.h"
#include "db/owner_sql.h"

#define TRIES_MAX 6

/* "throughl" in ASCII: the advisory lock of all migrators. */
#define MIGRATOR_LOCK "8388080129014196332"

/* --- a transaction that is tried again when a lock was not to be had ------ */

typedef struct err *step(struct owner *owner, const void *data);

static struct err *step_once(struct owner *owner, step *run, const void *data)
{
    struct err *err = owner_begin(owner);

    if (!err)
        err = run(owner, data);
    if (!err)
        err = owner_commit(owner);
    if (err)
        owner_rollback(owner);
    return err;
}

static struct err *step_run(struct owner *owner, step *run, const void *data)
{
    struct err *err = NULL;

    for (int tries = 1; tries <= TRIES_MAX; tries++) {
        struct timespec pause = {tries, 0};

        err = step_once(owner, run, data);
        if (!err || err->code != ERR_BUSY)
            return err;
        log_write(LOG_WARNING, "migrate.waiting",
                  "a lock was not to be had; try %d of %d", tries, TRIES_MAX);
        nanosleep(&pause, NULL);
    }
    return err;
}

/* --- the numbered migrations ------------------------------------------------
 */

static bool is_numbered(const char *name)
{
    for (int i = 0; i < 4; i++)
        if (name[i] < '0' || name[i] > '9')
            return false;
    return name[4] == '_';
}

static struct err *names_check(struct arena *arena,
                               const struct ledger_files *present)
{
    long last = 0;

    for (size_t i = 0; i < present->count; i++) {
        const char *name = present->items[i].name;
        long number;
        if (!is_numbered(name))
            return err_logged(arena, ERR_INVALID,
                              "migration %s is not named NNNN_name.sql", name);
        number = strtol(name, NULL, 10);
        /* Several people write at once, each under a number of their own: a
         * gap is one not landed yet, or never. */
        if (number <= last)
            return err_logged(arena, ERR_INVALID,
                              "migration %s has the wrong number: they count "
                              "up from 0001, each number once",
                              name);
        last = number;
    }
    return NULL;
}

/* What the database has taken must be exactly where the folder begins. */
static struct err *history_check(struct arena *arena,
                                 const struct ledger_files *taken,
                                 const struct ledger_files *present)
{
    for (size_t i = 0; i < taken->count; i++) {
        const struct ledger_file *was = &taken->items[i];
        const struct ledger_file *is = ledger_find(present, was->name);
        if (!is)
            return err_logged(arena, ERR_CONFLICT,
                              "this database has taken migration %s, which "
                              "this program does not have: it is newer than "
                              "the program, or another product's",
                              was->name);
        if (strcmp(is->sha256, was->sha256) != 0)
            return err_logged(arena, ERR_CONFLICT,
                              "migration %s was changed after this database "
                              "took it; restore the file and write a new "
                              "migration instead",
                              was->name);
        if (is != &present->items[i])
            return err_logged(arena, ERR_CONFLICT,
                              "migration %s comes before %s, which this "
                              "database has already taken",
                              present->items[i].name, was->name);
    }
    return NULL;
}

static struct err *migration_apply(struct owner *owner, const void *data)
{
    const struct ledger_file *file = data;
    struct err *err = owner_run_file(owner, file->name, file->text.data);

    return err ? err : ledger_record(owner, "migration", file);
}

static struct err *migrations_apply(struct arena *arena, struct owner *owner,
                                    const char *directory,
                                    struct migrated *migrated)
{
    struct ledger_files taken = {0}, present = {0};
    struct err *err = ledger_present(arena, directory, ".sql", &present);

    if (!err)
        err = ledger_taken(arena, owner, "migration", &taken);
    if (!err)
        err = names_check(arena, &present);
    if (!err)
        err = history_check(arena, &taken, &present);
    for (size_t i = taken.count; !err && i < present.count; i++) {
        err = step_run(owner, migration_apply, &present.items[i]);
        if (!err)
            migrated->applied++;
    }
    migrated->total = present.count;
    return err;
}

/* --- functions and policies
 * --------------------------------------------------- */

struct set {
    const char *kind;
    const char *directory;
    struct ledger_files present;
};

static struct err *set_apply(struct owner *owner, const void *data)
{
    const struct set *set = data;
    struct err *err = ledger_forget(owner, set->kind);

    for (size_t i = 0; !err && i < set->present.count; i++) {
        const struct ledger_file *file = &set->present.items[i];
        err = owner_run_file(owner, file->name, file->text.data);
        if (!err)
            err = ledger_record(owner, set->kind, file);
    }
    return err;
}

static struct err *set_renew(struct arena *arena, struct owner *owner,
                             struct set *set, struct migrated *migrated)
{
    struct ledger_files taken;
    struct err *err;

    if (!file_exists(set->directory))
        return NULL;
    err = ledger_present(arena, set->directory, ".sql", &set->present);
    if (!err)
        err = ledger_taken(arena, owner, set->kind, &taken);
    if (err)
        return err;
    if (migrated->applied == 0 && !migrated->renewed &&
        ledger_same(&taken, &set->present))
        return NULL;
    err = step_run(owner, set_apply, set);
    if (!err)
        migrated->renewed = true;
    return err;
}

static struct err *sets_renew(struct arena *arena, struct owner *owner,
                              const char *directory, struct migrated *migrated)
{
    struct set sets[] = {
        {.kind = "function",
         .directory = arena_printf(arena, "%s/functions", directory)},
        {.kind = "policy",
         .directory = arena_printf(arena, "%s/policies",  directory)},
    };
    struct err *err = NULL;

    for (size_t i = 0; !err && i < sizeof sets / sizeof *sets; i++)
        err = set_renew(arena, owner, &sets[i], migrated);
    return err;
}

/* --- the sealed access log
 * -------------------------------------------------------- */

/* Rows are sealed in the order of their transactions. In a new cluster that was
 * filled from a dump these are counted from the start again, and what people do
 * there would look like rows slipped into what was sealed long before. */
static struct err *numbers_check(struct arena *arena, struct owner *owner)
{
    PGresult *result;
    struct err *err =
        owner_query_in(arena, owner, "SELECT to_regclass('audit.checkpoint')",
                       0, NULL, &result);

    if (err || PQgetisnull(result, 0, 0))
        return err;
    err = owner_query_in(
        arena, owner,
        "SELECT sealed_xid FROM audit.checkpoint WHERE sealed_xid >= "
        "pg_snapshot_xmax(pg_current_snapshot()) ORDER BY size DESC LIMIT 1",
        0, NULL, &result);
    if (err || PQntuples(result) == 0)
        return err;
    return err_logged(
        arena, ERR_CONFLICT,
        "the access log is sealed up to transaction %s, and this cluster has "
        "not come that far: it was filled from a dump. Restore a base backup, "
        "or set the cluster's counter as docs/operations.md says",
        PQgetvalue(result, 0, 0));
}

/* --- all of it
 * ------------------------------------------------------------------ */

static struct err *migrate_locked(struct arena *arena, struct owner *owner,
                                  const char *directory,
                                  struct migrated *migrated)
{
    struct err *err = ledger_open(owner);

    if (!err)
        err = migrations_apply(arena, owner, directory, migrated);
    if (!err)
        err = sets_renew(arena, owner, directory, migrated);
    if (!err)
        err = numbers_check(arena, owner);
    return err;
}

struct err *migrate_run(struct arena *arena, struct owner *owner,
                        const char *directory, struct migrated *ret_migrated)
{
    struct err *err;

    *ret_migrated = (struct migrated){0};
    err = owner_query(owner, "SELECT pg_advisory_lock(" MIGRATOR_LOCK ")", 0,
                      NULL, NULL);
    if (err)
        return err;
    err = migrate_locked(arena, owner, directory, ret_migrated);
    owner_query(owner, "SELECT pg_advisory_unlock(" MIGRATOR_LOCK ")", 0, NULL,
                NULL);
    return err;
}
