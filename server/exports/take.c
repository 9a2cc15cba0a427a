#include "exports/take.h"

#include <sodium.h>

#include "db/checkpoint.h"
#include "exports_store.h"

/* Columns of exports_take. */
enum take {
    TAKE_NAME,
    TAKE_SIZE,
    TAKE_HASH,
    TAKE_PIECE,
};

/* The pieces in order; false if they are not `size` bytes in all. */
static bool pieces_join(const struct rows *rows, unsigned char *bytes,
                        size_t size)
{
    size_t at = 0, got;

    for (size_t i = 0; i < rows_count(rows); i++) {
        const char *piece = rows_text(rows, i, TAKE_PIECE);
        if (sodium_hex2bin(bytes + at, size - at, piece, strlen(piece), NULL,
                           &got, NULL) != 0)
            return false;
        at += got;
    }
    return at == size;
}

static bool hash_right(const unsigned char *bytes, size_t size,
                       const char *wanted)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    unsigned char expected[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(hash, bytes, size);
    return hex_read(wanted, expected, sizeof expected) &&
           sodium_memcmp(hash, expected, sizeof hash) == 0;
}

static struct err *give_finish(struct call *call, void *data, struct reply *out)
{
    const struct rows *rows = data;
    unsigned char *bytes;
    size_t size;

    if (rows_count(rows) == 0)
        return err_new(call->arena, ERR_NOT_FOUND, NULL);
    size = strtoul(rows_known(rows, 0, TAKE_SIZE), NULL, 10);
    bytes = arena_alloc(call->arena, size + 1);
    if (!pieces_join(rows, bytes, size) ||
        !hash_right(bytes, size, rows_text(rows, 0, TAKE_HASH)))
        return err_logged(call->arena, ERR_INTERNAL,
                          "export %s is not what was made", call->ids[0]);
    reply_header(out, "Content-Disposition",
                 arena_printf(call->arena, "attachment; filename=\"%s\"",
                              rows_text(rows, 0, TAKE_NAME)));
    return reply_bytes(out, 200, "application/zip",
                       (struct slice){(const char *)bytes, size});
}

struct err *export_give(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err = exports_take(call->tx, call->ids[0], &rows);

    return err ? err : reply_after_commit(out, give_finish, rows);
}
