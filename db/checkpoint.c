#include "db/checkpoint.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"

const char *hex_of(struct arena *arena, const unsigned char *bytes,
                   size_t length)
{
    char *hex = arena_alloc(arena, 2 * length + 1);

    sodium_bin2hex(hex, 2 * length + 1, bytes, length);
    return hex;
}

bool hex_read(const char *hex, unsigned char *ret_bytes, size_t length)
{
    size_t got;
    const char *end;

    return hex &&
           sodium_hex2bin(ret_bytes, length, hex, strlen(hex), NULL, &got,
                          &end) == 0 &&
           got == length && *end == '\0';
}

/* --- the key ---------------------------------------------------------------
 */

static struct err *seed_make(struct arena *arena, const char *path)
{
    unsigned char seed[crypto_sign_SEEDBYTES];
    struct err *err;

    randombytes_buf(seed, sizeof seed);
    err = file_write(
        arena, path, 0600,
        arena_printf(arena, "%s\n", hex_of(arena, seed, sizeof seed)));
    sodium_memzero(seed, sizeof seed);
    return err;
}

struct err *seal_key_open(struct arena *arena, const char *path,
                          struct seal_key *ret_key)
{
    unsigned char seed[crypto_sign_SEEDBYTES];
    struct slice text;
    struct err *err = file_exists(path) ? NULL : seed_make(arena, path);

    if (!err)
        err = file_read(arena, path, &text);
    if (err)
        return err;
    if (!hex_read(arena_strndup(arena, text.data, strcspn(text.data, "\r\n")),
                  seed, sizeof seed))
        return err_logged(arena, ERR_INVALID,
                          "%s is not a key: 64 hexadecimal digits on one line",
                          path);
    crypto_sign_seed_keypair(ret_key->public, ret_key->secret, seed);
    sodium_memzero(seed, sizeof seed);
    return NULL;
}

/* --- the signature ---------------------------------------------------------
 */

static const char *signed_text(struct arena *arena,
                               const struct checkpoint *checkpoint)
{
    return arena_printf(
        arena,
        "throughline access log\nsize %" PRIu64
        "\nroot %s\nsealed %s %s\nat %s\n",
        checkpoint->size, hex_of(arena, checkpoint->root, MERKLE_HASH),
        checkpoint->sealed_xid, checkpoint->sealed_id, checkpoint->at);
}

void checkpoint_sign(struct arena *arena, const struct seal_key *key,
                     struct checkpoint *checkpoint)
{
    const char *text = signed_text(arena, checkpoint);

    memcpy(checkpoint->key, key->public, sizeof checkpoint->key);
    crypto_sign_detached(checkpoint->signature, NULL,
                         (const unsigned char *)text, strlen(text),
                         key->secret);
}

bool checkpoint_signed(struct arena *arena, const struct checkpoint *checkpoint)
{
    const char *text = signed_text(arena, checkpoint);

    return crypto_sign_verify_detached(checkpoint->signature,
                                       (const unsigned char *)text,
                                       strlen(text), checkpoint->key) == 0;
}

/* --- the file --------------------------------------------------------------
 */

const char *checkpoint_json(struct arena *arena,
                            const struct checkpoint *checkpoint)
{
    return arena_printf(
        arena,
        "{\"log\":\"throughline access log\",\"size\":%" PRIu64
        ",\"root\":\"%s\",\"sealed_xid\":\"%s\",\"sealed_id\":\"%s\","
        "\"at\":\"%s\",\"key\":\"%s\",\"signature\":\"%s\"}\n",
        checkpoint->size, hex_of(arena, checkpoint->root, MERKLE_HASH),
        checkpoint->sealed_xid, checkpoint->sealed_id, checkpoint->at,
        hex_of(arena, checkpoint->key, sizeof checkpoint->key),
        hex_of(arena, checkpoint->signature, sizeof checkpoint->signature));
}

static bool checkpoint_parse(struct arena *arena, json_t *object,
                             struct checkpoint *ret_checkpoint)
{
    const char *root, *xid, *id, *at, *key, *signature;
    json_int_t size;

    if (json_unpack(object, "{s:I,s:s,s:s,s:s,s:s,s:s,s:s}", "size", &size,
                    "root", &root, "sealed_xid", &xid, "sealed_id", &id, "at",
                    &at, "key", &key, "signature", &signature) != 0 ||
        size <= 0)
        return false;
    *ret_checkpoint = (struct checkpoint){
        .size = (uint64_t)size,
        .sealed_xid = arena_strdup(arena, xid),
        .sealed_id = arena_strdup(arena, id),
        .at = arena_strdup(arena, at),
    };
    return hex_read(root, ret_checkpoint->root, MERKLE_HASH) &&
           hex_read(key, ret_checkpoint->key, sizeof ret_checkpoint->key) &&
           hex_read(signature, ret_checkpoint->signature,
                    sizeof ret_checkpoint->signature);
}

struct err *checkpoint_read(struct arena *arena, const char *path,
                            struct checkpoint *ret_checkpoint)
{
    struct slice text;
    json_t *object;
    bool good;
    struct err *err = file_read(arena, path, &text);

    if (err)
        return err;
    object = json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES, NULL);
    good = object && checkpoint_parse(arena, object, ret_checkpoint);
    json_decref(object);
    return good
               ? NULL
               : err_logged(arena, ERR_INVALID, "%s is not a checkpoint", path);
}
