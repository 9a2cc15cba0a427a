#include "db/ledger.h"

#include <sodium.h>

#include "base/file.h"
#include "db/owner_sql.h"

struct err *ledger_open(struct owner *owner)
{
    return owner_run_file(
        owner, "ledger",
        "CREATE TABLE IF NOT EXISTS public.throughline_migration ("
        "    kind text NOT NULL CHECK (kind IN "
        "        ('migration', 'function', 'policy', 'reference', 'demo')),"
        "    name text NOT NULL,"
        "    sha256 text NOT NULL,"
        "    applied_at timestamptz NOT NULL DEFAULT now(),"
        "    PRIMARY KEY (kind, name));"
        "COMMENT ON TABLE public.throughline_migration IS "
        "    'Files this database has taken in; written by throughline "
        "migrate'");
}

struct err *ledger_taken(struct arena *arena, struct owner *owner,
                         const char *kind, struct ledger_files *ret_files)
{
    PGresult *result;
    struct err *err =
        owner_query(owner,
                    "SELECT name, sha256 FROM public.throughline_migration "
                    "WHERE kind = $1 ORDER BY name COLLATE \"C\"",
                    1, &kind, &result);

    if (err)
        return err;
    ret_files->count = (size_t)PQntuples(result);
    ret_files->items =
        arena_array(arena, ret_files->count + 1, sizeof *ret_files->items);
    for (size_t i = 0; i < ret_files->count; i++) {
        ret_files->items[i].name = PQgetvalue(result, (int)i, 0);
        ret_files->items[i].sha256 = PQgetvalue(result, (int)i, 1);
    }
    return NULL;
}

static const char *sha256_hex(struct arena *arena, struct slice text)
{
    unsigned char sum[crypto_hash_sha256_BYTES];
    char *hex = arena_alloc(arena, sizeof sum * 2 + 1);

    crypto_hash_sha256(sum, (const unsigned char *)text.data, text.length);
    return sodium_bin2hex(hex, sizeof sum * 2 + 1, sum, sizeof sum);
}

struct err *ledger_present(struct arena *arena, const char *directory,
                           const char *suffix, struct ledger_files *ret_files)
{
    const char *const *names;
    struct ledger_files files = {0};
    struct err *err = file_list(arena, directory, suffix, &names, &files.count);

    if (err)
        return err;
    files.items = arena_array(arena, files.count + 1, sizeof *files.items);
    for (size_t i = 0; i < files.count; i++) {
        struct ledger_file *file = &files.items[i];
        err =
            file_read(arena, arena_printf(arena, "%s/%s", directory, names[i]),
                      &file->text);
        if (err)
            return err;
        file->name = names[i];
        file->sha256 = sha256_hex(arena, file->text);
    }
    *ret_files = files;
    return NULL;
}

bool ledger_same(const struct ledger_files *a, const struct ledger_files *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->items[i].name, b->items[i].name) != 0 ||
            strcmp(a->items[i].sha256, b->items[i].sha256) != 0)
            return false;
    return true;
}

const struct ledger_file *ledger_find(const struct ledger_files *files,
                                      const char *name)
{
    for (size_t i = 0; i < files->count; i++)
        if (strcmp(files->items[i].name, name) == 0)
            return &files->items[i];
    return NULL;
}

struct err *ledger_record(struct owner *owner, const char *kind,
                          const struct ledger_file *file)
{
    const char *const arguments[] = {kind, file->name, file->sha256};

    return owner_query(owner,
                       "INSERT INTO public.throughline_migration "
                       "(kind, name, sha256) VALUES ($1, $2, $3) "
                       "ON CONFLICT (kind, name) DO UPDATE "
                       "SET sha256 = excluded.sha256, applied_at = now()",
                       3, arguments, NULL);
}

struct err *ledger_forget(struct owner *owner, const char *kind)
{
    return owner_query(
        owner, "DELETE FROM public.throughline_migration WHERE kind = $1", 1,
        &kind, NULL);
}
