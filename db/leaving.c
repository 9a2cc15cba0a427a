#include "db/leaving.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "base/uuid.h"
#include "db/owner_sql.h"

/* The database's own words, without what it adds. */
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

static struct err *asked(struct arena *arena, struct owner *owner,
                         const struct leaving_ask *ask, const char *id)
{
    const char *const arguments[] = {ask->email, id, ask->spoke, ask->reason};
    PGresult *result;
    struct err *err = owner_query(
        owner,
        "SELECT jobs.export_ask_as($1, $2::uuid, jsonb_build_object("
        "       'kind', 'leaving', 'spoke', $3::text, 'reason', $4::text))",
        4, arguments, &result);

    if (err)
        return words_only(arena, err);
    if (PQgetisnull(result, 0, 0))
        return err_logged(arena, ERR_NOT_FOUND, "there is no such account");
    return NULL;
}

struct err *leaving_ask(struct arena *arena, struct owner *owner,
                        const struct leaving_ask *ask, const char **ret_id)
{
    struct err *err = owner_begin(owner);

    *ret_id = uuid_new(arena);
    if (!err)
        err = asked(arena, owner, ask, *ret_id);
    if (!err)
        err = owner_commit(owner);
    if (err)
        owner_rollback(owner);
    return err;
}

static bool all_written(int file, const unsigned char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

/* One piece into the file and the hash; `*ret_more` false after the last.
 * False: it could not be read or written. */
static bool piece_copy(struct owner *owner, const char *id, int number,
                       int file, crypto_hash_sha256_state *hash, bool *ret_more)
{
    struct arena arena;
    PGresult *result;
    bool good;
    char digits[16];
    const char *const arguments[] = {id, digits};

    snprintf(digits, sizeof digits, "%d", number);
    arena_init(&arena);
    good =
        !owner_query_in(&arena, owner,
                        "SELECT encode(content, 'hex') FROM jobs.export_chunk"
                        " WHERE export_id = $1::uuid AND number = $2::integer",
                        2, arguments, &result);
    *ret_more = good && PQntuples(result) == 1;
    if (*ret_more) {
        const char *hex = PQgetvalue(result, 0, 0);
        size_t length = strlen(hex) / 2;
        unsigned char *bytes = arena_alloc(&arena, length + 1);
        good = sodium_hex2bin(bytes, length, hex, 2 * length, NULL, NULL,
                              NULL) == 0 &&
               all_written(file, bytes, length);
        crypto_hash_sha256_update(hash, bytes, length);
    }
    arena_release(&arena);
    return good;
}

static struct err *pieces_copy(struct arena *arena, struct owner *owner,
                               const char *id, int file, const char **ret_hash)
{
    crypto_hash_sha256_state state;
    unsigned char hash[crypto_hash_sha256_BYTES];
    char *hex = arena_alloc(arena, 2 * sizeof hash + 1);
    bool good = true, more = true;

    crypto_hash_sha256_init(&state);
    for (int i = 0; good && more; i++)
        good = piece_copy(owner, id, i, file, &state, &more);
    if (!good)
        return err_logged(arena, ERR_INTERNAL,
                          "not all of it could be written");
    crypto_hash_sha256_final(&state, hash);
    *ret_hash = sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
    return NULL;
}

static struct err *given(struct arena *arena, struct owner *owner,
                         const char *id, const char *hash)
{
    PGresult *result;
    struct err *err = owner_query(
        owner,
        "SELECT encode(e.sha256, 'hex'), audit.record('export', 'export', e.id,"
        "       NULL, e.spoke_id, jsonb_build_object('kind', e.kind,"
        "       'step', 'taken', 'in', 'terminal', 'reason', e.reason))"
        "  FROM jobs.export e WHERE e.id = $1::uuid",
        1, &id, &result);

    if (!err &&
        (PQntuples(result) != 1 || strcmp(PQgetvalue(result, 0, 0), hash) != 0))
        err = err_logged(arena, ERR_INTERNAL, "the file is not what was made");
    return err;
}

struct err *leaving_take(struct arena *arena, struct owner *owner,
                         const char *id, const char *path,
                         const char **ret_hash)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    struct err *err;

    if (file < 0)
        return err_logged(arena, ERR_INVALID, "%s: %s", path, strerror(errno));
    err = pieces_copy(arena, owner, id, file, ret_hash);
    if (!err && (fsync(file) != 0))
        err = err_logged(arena, ERR_INTERNAL, "%s: %s", path, strerror(errno));
    close(file);
    if (!err)
        err = given(arena, owner, id, *ret_hash);
    if (err)
        unlink(path);
    return err;
}
