#include "db/demo_load.h"

#include "base/csv.h"
#include "base/file.h"
#include "db/ledger.h"
#include "db/owner_sql.h"

struct err *demo_loaded(struct arena *arena, struct owner *owner,
                        bool *ret_loaded)
{
    struct ledger_files taken;
    struct err *err = ledger_taken(arena, owner, "demo", &taken);

    if (!err)
        *ret_loaded = taken.count > 0;
    return err;
}

static struct err *source_add(struct arena *arena, struct owner *owner,
                              const struct ledger_file *file)
{
    struct csv csv;
    struct err *err = csv_parse(arena, file->name, file->text, &csv);

    if (err)
        return err;
    return owner_query(
        owner, "INSERT INTO pg_temp.demo_source VALUES ($1, $2::jsonb)", 2,
        (const char *const[]){
            arena_strndup(arena, file->name,
                          strlen(file->name) - strlen(".csv")),
            csv_json(arena, &csv)},
        NULL);
}

static struct err *sources_add(struct arena *arena, struct owner *owner,
                               const char *folder)
{
    struct ledger_files files;
    struct err *err = ledger_present(arena, folder, ".csv", &files);

    for (size_t i = 0; !err && i < files.count; i++)
        err = source_add(arena, owner, &files.items[i]);
    return err;
}

static struct err *all_sources_add(struct arena *arena, struct owner *owner,
                                   const char *folder)
{
    const char *names = arena_printf(arena, "%s/names", folder);
    struct err *err =
        owner_query(owner,
                    "CREATE TEMPORARY TABLE demo_source (name text PRIMARY KEY,"
                    " rows jsonb NOT NULL) ON COMMIT DROP",
                    0, NULL, NULL);

    if (!err)
        err =
            owner_query(owner, "GRANT SELECT ON pg_temp.demo_source TO PUBLIC",
                        0, NULL, NULL);
    if (!err)
        err = sources_add(arena, owner, folder);
    if (!err && file_exists(names))
        err = sources_add(arena, owner, names);
    return err;
}

/* Files as they are, for the demo to hand in. */
static struct err *figures_add(struct arena *arena, struct owner *owner,
                               const char *folder)
{
    struct ledger_files files;
    struct err *err = ledger_present(arena, folder, ".csv", &files);

    for (size_t i = 0; !err && i < files.count; i++)
        err = owner_query(
            owner, "INSERT INTO pg_temp.demo_file VALUES ($1, $2)", 2,
            (const char *const[]){files.items[i].name,
                                  arena_strndup(arena, files.items[i].text.data,
                                                files.items[i].text.length)},
            NULL);
    return err;
}

static struct err *all_figures_add(struct arena *arena, struct owner *owner,
                                   const char *folder)
{
    struct err *err =
        owner_query(owner,
                    "CREATE TEMPORARY TABLE demo_file (name text PRIMARY KEY,"
                    " content text NOT NULL) ON COMMIT DROP",
                    0, NULL, NULL);

    if (!err)
        err = figures_add(arena, owner,
                          arena_printf(arena, "%s/figures", folder));
    if (!err)
        err = figures_add(arena, owner,
                          arena_printf(arena, "%s/../figures", folder));
    return err;
}

static struct err *files_run(struct arena *arena, struct owner *owner,
                             const char *folder)
{
    struct ledger_files files;
    struct err *err = ledger_present(arena, folder, ".sql", &files);

    for (size_t i = 0; !err && i < files.count; i++) {
        err = owner_run_file(owner, files.items[i].name,
                             files.items[i].text.data);
        if (!err)
            err = ledger_record(owner, "demo", &files.items[i]);
    }
    return err;
}

struct err *demo_load(struct arena *arena, struct owner *owner,
                      const char *folder)
{
    struct err *err = owner_begin(owner);

    if (!err)
        err = all_sources_add(arena, owner, folder);
    if (!err)
        err = all_figures_add(arena, owner, folder);
    if (!err)
        err = files_run(arena, owner, folder);
    if (!err)
        err = owner_commit(owner);
    if (err)
        owner_rollback(owner);
    return err;
}
