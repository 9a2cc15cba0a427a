#include "base/zip.h"
#include "exports/exports.h"
#include "exports/manifest.h"
#include "exports_store.h"

/* What can be taken from a page is held in memory once; more than this is for
 * a narrower question. */
#define PACKED_MOST ((size_t)64 * 1024 * 1024)
#define CHUNK_BYTES ((size_t)512 * 1024)

struct work {
    const char *export;
    const char *head; /* of the manifest */
    bool is_signed;
    struct zip *zip;
    struct manifest manifest;
    size_t file_count;
    struct file {
        const char *name;
        const char *bytes;
        const char *rows;
    } * files;
    /* The part looked for, and what came. */
    const struct file *file;
    const char *after;
    struct arena *part_arena;
    const char *part; /* NULL: there was none */
    struct slice packed;
    size_t chunk;
};

static const char *number(struct arena *arena, size_t value)
{
    return arena_printf(arena, "%zu", value);
}

/* One step of the kind's own; the last of all is to pack. */
static struct err *step_make(struct job *job, struct job_step *step, void *data)
{
    struct work *work = data;
    struct rows *rows = NULL;
    struct err *err = exports_step(step->tx, work->export,
                                   number(step->arena, job->done), &rows);

    if (!err)
        err = tx_flush(step->tx);
    if (err)
        return err;
    job_progress(job, strtoul(rows_known(rows, 0, 0), NULL, 10),
                 strtoul(rows_known(rows, 0, 1), NULL, 10) + 1,
                 rows_text(rows, 0, 2));
    return NULL;
}

static void files_keep(struct job *job, struct work *work,
                       const struct rows *rows)
{
    work->file_count = rows_count(rows);
    work->files =
        arena_array(job->arena, work->file_count + 1, sizeof *work->files);
    for (size_t i = 0; i < work->file_count; i++)
        work->files[i] =
            (struct file){arena_strdup(job->arena, rows_known(rows, i, 0)),
                          arena_strdup(job->arena, rows_known(rows, i, 1)),
                          arena_strdup(job->arena, rows_known(rows, i, 2))};
}

static struct err *step_list(struct job *job, struct job_step *step, void *data)
{
    struct work *work = data;
    struct rows *head = NULL, *files = NULL;
    struct err *err = exports_head(step->tx, work->export, &head);

    if (!err)
        err = exports_files(step->tx, work->export, &files);
    if (!err)
        err = tx_flush(step->tx);
    if (err)
        return err;
    work->head = arena_strdup(job->arena, rows_known(head, 0, 0));
    work->is_signed = rows_true(head, 0, 1);
    files_keep(job, work, files);
    job_progress(job, job->done, job->total, "Packing");
    return NULL;
}

static struct err *step_part(struct job *job, struct job_step *step, void *data)
{
    struct work *work = data;
    struct rows *rows = NULL;
    struct err *err = exports_part(step->tx, work->export, work->file->name,
                                   work->after, &rows);

    (void)job;
    if (!err)
        err = tx_flush(step->tx);
    if (err)
        return err;
    work->part = NULL;
    if (rows_count(rows) > 0) {
        work->after = arena_strdup(work->part_arena, rows_known(rows, 0, 0));
        work->part = arena_strdup(work->part_arena, rows_known(rows, 0, 1));
    }
    return NULL;
}

/* The next part goes into the zip and the hash; memory for one at a time. */
static struct err *part_pack(struct job *job, struct work *work,
                             crypto_hash_sha256_state *hash, long *after,
                             bool *ret_more)
{
    struct arena arena;
    struct err *err;

    arena_init(&arena);
    arena_guard(&arena, job->arena->guard);
    work->part_arena = &arena;
    work->after = number(&arena, 0);
    if (*after < 0)
        work->after = "-1";
    else
        work->after = arena_printf(&arena, "%ld", *after);
    err = job_do(job, step_part, work);
    *ret_more = !err && work->part;
    if (*ret_more) {
        size_t length = strlen(work->part);
        crypto_hash_sha256_update(hash, (const unsigned char *)work->part,
                                  length);
        *after = strtol(work->after, NULL, 10);
        err = zip_add(work->zip, work->part, length);
    }
    work->part_arena = NULL;
    work->part = work->after = NULL;
    arena_release(&arena);
    return err;
}

static struct err *file_pack(struct job *job, struct work *work,
                             const struct file *file)
{
    crypto_hash_sha256_state state;
    unsigned char hash[crypto_hash_sha256_BYTES];
    long after = -1;
    bool more = true;
    struct err *err =
        zip_file(work->zip, file->name, strtoull(file->bytes, NULL, 10));

    crypto_hash_sha256_init(&state);
    work->file = file;
    while (!err && more && zip_length(work->zip) < PACKED_MOST)
        err = part_pack(job, work, &state, &after, &more);
    if (err)
        return err;
    if (zip_length(work->zip) >= PACKED_MOST)
        return err_new(job->arena, ERR_TOO_LARGE,
                       "The file would be too large. Ask for less of it.");
    crypto_hash_sha256_final(&state, hash);
    manifest_add(&work->manifest, file->name, hash, file->bytes, file->rows);
    return NULL;
}

static struct err *text_pack(struct work *work, const char *name,
                             struct slice text)
{
    struct err *err = zip_file(work->zip, name, text.length);

    return err ? err : zip_add(work->zip, text.data, text.length);
}

static struct err *pack(struct job *job, struct work *work)
{
    struct slice manifest;
    struct err *err = job_do(job, step_list, work);

    if (err)
        return err;
    if (work->is_signed && !signing_key())
        return err_new(job->arena, ERR_CONFLICT,
                       "There is no key to sign with: tell your "
                       "administrator (export_key_file).");
    work->zip = zip_new(job->arena);
    manifest_begin(&work->manifest, job->arena, work->head);
    for (size_t i = 0; !err && i < work->file_count; i++)
        err = file_pack(job, work, &work->files[i]);
    if (err)
        return err;
    manifest = manifest_end(&work->manifest);
    err = text_pack(work, MANIFEST_NAME, manifest);
    if (!err && work->is_signed)
        err = text_pack(work, SIGNATURE_NAME,
                        manifest_sign(job->arena, signing_key(), manifest));
    return err ? err : zip_finish(work->zip, &work->packed);
}

static struct err *step_chunk(struct job *job, struct job_step *step,
                              void *data)
{
    const struct work *work = data;
    size_t from = work->chunk * CHUNK_BYTES;
    size_t length = work->packed.length - from;

    if (length > CHUNK_BYTES)
        length = CHUNK_BYTES;
    job_progress(job, job->done, job->total, "Putting it by");
    return exports_chunk(
        step->tx, work->export, number(step->arena, work->chunk),
        hex_of(step->arena, (const unsigned char *)work->packed.data + from,
               length),
        NULL);
}

static struct err *step_finish(struct job *job, struct job_step *step,
                               void *data)
{
    const struct work *work = data;
    unsigned char hash[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(hash, (const unsigned char *)work->packed.data,
                       work->packed.length);
    job_progress(job, job->total, job->total, "The file is ready.");
    return exports_finish(step->tx, work->export,
                          hex_of(step->arena, hash, sizeof hash),
                          number(step->arena, work->chunk), NULL);
}

static struct err *put_by(struct job *job, struct work *work)
{
    struct err *err = NULL;

    for (work->chunk = 0;
         !err && work->chunk * CHUNK_BYTES < work->packed.length; work->chunk++)
        err = job_do(job, step_chunk, work);
    return err ? err : job_do(job, step_finish, work);
}

/* Killed while packing, it packs again: the parts are kept until the end. */
static struct err *export_run(struct job *job)
{
    struct work work = {.export = job_text(job, "export")};
    struct err *err = NULL;

    while (!err && (job->total == 0 || job->done + 1 < job->total))
        err = job_do(job, step_make, &work);
    if (!err && job->done < job->total) {
        err = pack(job, &work);
        if (!err)
            err = put_by(job, &work);
    }
    if (!err)
        job_result(job, arena_printf(job->arena, "/exports/%s", work.export),
                   "Take the file");
    return err;
}

/* What a cancelled or failed one leaves, the database clears up. */
const struct job_kind export_job = {"export", export_run, NULL};
