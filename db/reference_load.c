#include "db/reference_load.h"

#include "base/csv.h"
#include "base/file.h"
#include "db/ledger.h"
#include "db/owner_sql.h"

static const char *const term_columns[] = {"code", "label", "position",
                                           "active_from", "active_to"};
#define TERM_COLUMN_COUNT (sizeof term_columns / sizeof *term_columns)

struct load {
    struct arena *arena;
    struct owner *owner;
    const char *config;
    struct ledger_files taken;
    size_t loaded;
};

/* "reference/concern.csv" -> "concern" */
static const char *base_name(struct arena *arena, const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *start = slash ? slash + 1 : name;
    const char *dot = strrchr(start, '.');

    return arena_strndup(arena, start,
                         dot ? (size_t)(dot - start) : strlen(start));
}

/* As input.h's FIELD_CODE; safe as part of an SQL name. */
static bool is_code(const char *text)
{
    size_t length = strlen(text);

    return length > 0 && length <= 64 &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

static bool is_whole_number(const char *text)
{
    return text[0] && strlen(text) <= 9 &&
           text[strspn(text, "0123456789")] == '\0';
}

/* --- vocabularies ------------------------------------------------------------
 */

static struct err *term_err(struct load *load, const char *file, size_t line,
                            const char *what)
{
    return err_logged(load->arena, ERR_INVALID, "%s, line %zu: %s", file, line,
                      what);
}

static struct err *term_check(struct load *load, const char *file,
                              const struct csv *csv, size_t row)
{
    const struct csv_record *record = &csv->records[row];

    if (!is_code(record->fields[0]))
        return term_err(load, file, record->line,
                        "code: lower case letters, digits and _ only");
    if (record->fields[1][0] == '\0')
        return term_err(load, file, record->line, "label is empty");
    if (!is_whole_number(record->fields[2]))
        return term_err(load, file, record->line,
                        "position is not a whole number");
    for (size_t i = 0; i < row; i++)
        if (strcmp(csv->records[i].fields[0], record->fields[0]) == 0)
            return term_err(load, file, record->line,
                            "this code stands further up already");
    return NULL;
}

static struct err *terms_check(struct load *load, const char *file,
                               const struct csv *csv)
{
    struct err *err = NULL;

    for (size_t i = 0; i < TERM_COLUMN_COUNT; i++)
        if (i >= csv->column_count ||
            strcmp(csv->columns[i], term_columns[i]) != 0)
            return term_err(load, file, 1,
                            "the header does not begin with "
                            "code,label,position,active_from,active_to");
    for (size_t i = 0; !err && i < csv->record_count; i++)
        err = term_check(load, file, csv, i);
    return err;
}

static struct err *terms_load(struct load *load, const char *file,
                              const struct csv *csv)
{
    const char *const arguments[] = {base_name(load->arena, file),
                                     csv_json(load->arena, csv)};
    struct err *err = terms_check(load, file, csv);

    if (err)
        return err;
    return owner_query(
        load->owner,
        "INSERT INTO reference.term AS term (vocabulary, code, label,"
        "        position, active_from, active_to, detail)"
        " SELECT $1, item->>'code', item->>'label',"
        "        (item->>'position')::integer, (item->>'active_from')::date,"
        "        (item->>'active_to')::date,"
        "        item - '{code,label,position,active_from,active_to}'::text[]"
        "   FROM pg_catalog.jsonb_array_elements($2::jsonb) AS item"
        " ON CONFLICT (vocabulary, code) DO UPDATE"
        "    SET label = excluded.label, position = excluded.position,"
        "        active_from = excluded.active_from,"
        "        active_to = excluded.active_to, detail = excluded.detail"
        "  WHERE (term.label, term.position, term.active_from,"
        "         term.active_to, term.detail)"
        "        IS DISTINCT FROM (excluded.label, excluded.position,"
        "         excluded.active_from, excluded.active_to, excluded.detail)",
        2, arguments, NULL);
}

/* --- the partnership's own tables
 * --------------------------------------------- */

static struct err *table_load(struct load *load, const char *file,
                              const struct csv *csv)
{
    const char *name = base_name(load->arena, file);
    const char *json = csv_json(load->arena, csv);

    if (!is_code(name))
        return err_logged(load->arena, ERR_INVALID, "%s: not a usable name",
                          file);
    return owner_query(
        load->owner,
        arena_printf(load->arena, "SELECT reference.load_%s($1::jsonb)", name),
        1, &json, NULL);
}

/* --- reviewed files
 * --------------------------------------------------------- */

/* "access/operations.csv" is the sheet "access_operations". */
static struct err *sheet_load(struct load *load, const char *file,
                              const struct csv *csv)
{
    const char *name = base_name(load->arena, file);
    const char *const arguments[] = {arena_printf(load->arena, "%.*s_%s",
                                                  (int)strcspn(file, "/"), file,
                                                  name),
                                     csv_json(load->arena, csv)};

    if (!is_code(name))
        return err_logged(load->arena, ERR_INVALID, "%s: not a usable name",
                          file);
    return owner_query(load->owner,
                       "SELECT reference.load_sheet($1, $2::jsonb)", 2,
                       arguments, NULL);
}

/* --- files
 * ------------------------------------------------------------------------ */

typedef struct err *loader(struct load *load, const char *file,
                           const struct csv *csv);

static struct err *file_load(struct load *load, struct ledger_file *file,
                             const char *folder, loader *run)
{
    const char *name = arena_printf(load->arena, "%s/%s", folder, file->name);
    const struct ledger_file *was = ledger_find(&load->taken, name);
    struct csv csv;
    struct err *err;

    file->name = name;
    if (was && strcmp(was->sha256, file->sha256) == 0)
        return NULL;
    err = csv_parse(load->arena, name, file->text, &csv);
    if (!err)
        err = run(load, name, &csv);
    if (err && !strstr(err->log, name))
        err = err_logged(load->arena, err->code, "%s: %s", name, err->log);
    if (!err)
        err = ledger_record(load->owner, "reference", file);
    if (!err)
        load->loaded++;
    return err;
}

static struct err *folder_load(struct load *load, const char *folder,
                               loader *run)
{
    struct ledger_files files;
    struct err *err = ledger_present(
        load->arena, arena_printf(load->arena, "%s/%s", load->config, folder),
        ".csv", &files);

    for (size_t i = 0; !err && i < files.count; i++)
        err = file_load(load, &files.items[i], folder, run);
    return err;
}

/* One line of order.txt: the file of that name. */
static struct err *ordered_load(struct load *load,
                                const struct ledger_files *files,
                                const char *name, bool *seen)
{
    const char *wanted = arena_printf(load->arena, "%s.csv", name);
    const struct ledger_file *file = ledger_find(files, wanted);
    size_t place;

    if (!file)
        return err_logged(load->arena, ERR_INVALID,
                          "partnership/order.txt names %s, but there is no "
                          "partnership/%s",
                          name, wanted);
    place = (size_t)(file - files->items);
    seen[place] = true;
    return file_load(load, &files->items[place], "partnership", table_load);
}

static struct err *all_seen(struct load *load, const struct ledger_files *files,
                            const bool *seen)
{
    for (size_t i = 0; i < files->count; i++)
        if (!seen[i])
            return err_logged(load->arena, ERR_INVALID,
                              "partnership/%s is not named in "
                              "partnership/order.txt",
                              files->items[i].name);
    return NULL;
}

static struct err *in_order_load(struct load *load, const char *order,
                                 const struct ledger_files *files)
{
    bool *seen = arena_array(load->arena, files->count + 1, sizeof *seen);
    struct err *err = NULL;

    while (*order && !err) {
        size_t length = strcspn(order, "\n");
        char *line = arena_strndup(load->arena, order, length);

        line[strcspn(line, "#")] = '\0';
        line = text_trimmed(load->arena, line);
        if (line[0])
            err = ordered_load(load, files, line, seen);
        order += length + (order[length] == '\n');
    }
    return err ? err : all_seen(load, files, seen);
}

static struct err *tables_load(struct load *load)
{
    const char *folder =
        arena_printf(load->arena, "%s/partnership", load->config);
    struct ledger_files files;
    struct slice order;
    struct err *err = ledger_present(load->arena, folder, ".csv", &files);

    if (!err)
        err = file_read(load->arena,
                        arena_printf(load->arena, "%s/order.txt", folder),
                        &order);
    if (!err)
        err = in_order_load(load, order.data, &files);
    return err;
}

struct err *reference_load(struct arena *arena, struct owner *owner,
                           const char *config, size_t *ret_loaded)
{
    struct load load = {.arena = arena, .owner = owner, .config = config};
    struct err *err = owner_begin(owner);

    if (!err)
        err = ledger_taken(arena, owner, "reference", &load.taken);
    if (!err)
        err = folder_load(&load, "reference", terms_load);
    if (!err)
        err = tables_load(&load);
    if (!err)
        err = folder_load(&load, "access", sheet_load);
    if (!err)
        err = folder_load(&load, "governance", sheet_load);
    if (!err)
        err = owner_commit(owner);
    if (err)
        owner_rollback(owner);
    *ret_loaded = load.loaded;
    return err;
}
