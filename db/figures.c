#include "db/figures.h"

#include "base/uuid.h"
#include "db/owner_sql.h"

/* The database's own words, made for the person, without what it adds. */
static struct err *words_only(struct arena *arena, struct err *err)
{
    static const char mark[] = "ERROR:  ";
    const char *words = err->log ? strstr(err->log, mark) : NULL;

    if (!words)
        return err;
    words += sizeof mark - 1;
    return err_logged(arena, err->code, "%.*s", (int)strcspn(words, "\n"),
                      words);
}

static struct err *opened(struct arena *arena, struct owner *owner,
                          const struct figures_file *file, const char *job,
                          const char **ret_import)
{
    const char *const arguments[] = {file->email,
                                     job,
                                     file->kind,
                                     file->period,
                                     file->partnership,
                                     file->spoke,
                                     file->name,
                                     file->content,
                                     file->preview ? "false" : "true",
                                     file->replace ? "true" : "false"};
    PGresult *result;
    struct err *err = owner_query(
        owner,
        "SELECT reporting.import_open_as($1, $2::uuid, jsonb_strip_nulls("
        "       jsonb_build_object('kind', $3::text, 'period', $4::text,"
        "       'partnership', $5::text, 'spoke', $6::text,"
        "       'file_name', $7::text, 'csv', $8::text)),"
        "       $9::boolean, $10::boolean)",
        10, arguments, &result);

    if (err)
        return words_only(arena, err);
    if (PQntuples(result) != 1)
        return err_logged(arena, ERR_NOT_FOUND, "there is no such account");
    *ret_import = arena_strdup(arena, PQgetvalue(result, 0, 0));
    return NULL;
}

struct err *figures_open(struct arena *arena, struct owner *owner,
                         const struct figures_file *file,
                         const char **ret_import, const char **ret_job)
{
    struct err *err = owner_begin(owner);

    *ret_job = uuid_new(arena);
    if (!err)
        err = opened(arena, owner, file, *ret_job, ret_import);
    if (!err)
        err = owner_commit(owner);
    if (err)
        owner_rollback(owner);
    return err;
}

static const char *value(struct arena *arena, const PGresult *result,
                         int column)
{
    return arena_strdup(arena, PQgetvalue(result, 0, column));
}

struct err *figures_job(struct arena *arena, struct owner *owner,
                        const char *id, struct figures_standing *ret_standing)
{
    PGresult *result;
    struct err *err = owner_query_in(
        arena, owner,
        "SELECT state, coalesce(message, ''), done, coalesce(total, 0)"
        "  FROM jobs.job WHERE id = $1::uuid",
        1, &id, &result);

    if (err)
        return err;
    if (PQntuples(result) != 1)
        return err_logged(arena, ERR_NOT_FOUND, "the job is gone");
    *ret_standing = (struct figures_standing){
        .state = value(arena, result, 0),
        .words = value(arena, result, 1),
        .done = strtol(PQgetvalue(result, 0, 2), NULL, 10),
        .total = strtol(PQgetvalue(result, 0, 3), NULL, 10),
    };
    return NULL;
}

struct err *figures_cancel(struct owner *owner, const char *id)
{
    return owner_query(
        owner,
        "UPDATE jobs.job SET cancel_asked_at = clock_timestamp(),"
        "       cancel_asked_by = owner_id,"
        "       state = CASE state WHEN 'queued' THEN 'cancelled'"
        "                          ELSE state END,"
        "       ended_at = CASE state WHEN 'queued' THEN clock_timestamp() END"
        " WHERE id = $1::uuid AND state IN ('queued', 'running')",
        1, &id, NULL);
}

struct err *figures_outcome(struct arena *arena, struct owner *owner,
                            const char *id, const char **ret_state,
                            const char **ret_faults)
{
    PGresult *result;
    struct err *err = owner_query(
        owner,
        "SELECT i.state, coalesce((SELECT string_agg('row ' || f.line ||"
        "       coalesce(', ' || f.column_name, '') || ': ' || f.detail,"
        "       E'\\n' ORDER BY f.number) FROM reporting.import_fault f"
        "       WHERE f.import_id = i.id), '')"
        "  FROM reporting.import i WHERE i.id = $1::uuid",
        1, &id, &result);

    if (err)
        return err;
    *ret_state = value(arena, result, 0);
    *ret_faults = value(arena, result, 1);
    return NULL;
}

/* Each row an array of texts; the first is the header. */
static struct err *table_read(struct arena *arena, PGresult *result,
                              struct table *ret_table)
{
    int rows = PQntuples(result), columns = PQnfields(result);
    const char **cells =
        arena_array(arena, (size_t)rows * (size_t)columns + 1, sizeof *cells);

    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
            cells[i * columns + j] =
                arena_strdup(arena, PQgetvalue(result, i, j));
    *ret_table = (struct table){(size_t)columns, (size_t)rows, cells};
    return NULL;
}

/* One column holds a row as a JSON array: that suits every kind. */
static struct err *table_spread(struct arena *arena, struct owner *owner,
                                const char *json, struct table *ret_table)
{
    PGresult *result;
    struct err *err =
        owner_query(owner,
                    "SELECT cell.value FROM jsonb_array_elements($1::jsonb)"
                    "       WITH ORDINALITY AS line(cells, number)"
                    " CROSS JOIN LATERAL jsonb_array_elements_text(line.cells)"
                    "       WITH ORDINALITY AS cell(value, place)"
                    " ORDER BY line.number, cell.place",
                    1, &json, &result);

    return err ? err : table_read(arena, result, ret_table);
}

struct err *figures_table(struct arena *arena, struct owner *owner,
                          const struct figures_file *wanted,
                          struct table *ret_table)
{
    const char *const arguments[] = {wanted->kind, wanted->period,
                                     wanted->partnership, wanted->spoke};
    PGresult *result;
    struct err *err =
        owner_query(owner,
                    "SELECT t.columns, t.lines"
                    "  FROM reporting.export_table($1, $2, $3, $4) AS t",
                    4, arguments, &result);

    if (err)
        return err;
    if (PQntuples(result) != 1 || PQgetisnull(result, 0, 1))
        return err_logged(arena, ERR_NOT_FOUND,
                          "nothing of that kind, year and spoke is in force");
    err = table_spread(arena, owner, PQgetvalue(result, 0, 1), ret_table);
    if (err)
        return err;
    ret_table->columns = strtoul(PQgetvalue(result, 0, 0), NULL, 10);
    ret_table->rows = ret_table->rows / ret_table->columns;
    return NULL;
}
