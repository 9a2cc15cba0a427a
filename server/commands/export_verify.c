/*
 * export_verify.c - whether a packed export is what its manifest says: each
 * file's bytes, hash and rows, nothing more and nothing missing, and whose
 * signature is under it. Needs no database.
 */
#include <inttypes.h>
#include <jansson.h>

#include "base/zip.h"
#include "commands/commands.h"
#include "commands/export_spoke.h"
#include "exports/manifest.h"

#define MANIFEST_MOST ((size_t)16 * 1024 * 1024)

struct found {
    const char *name;
    char hash[2 * crypto_hash_sha256_BYTES + 1];
    uint64_t bytes;
    uint64_t lines;
    bool listed;
    struct found *next;
};

struct verifying {
    struct arena *arena;
    const char *path;
    const char *key; /* whose signature is wanted; NULL: anybody's */
    struct found *files;
    struct str manifest;
    struct str signature;
    uint64_t rows;
};

static int usage(void)
{
    fputs("usage: throughline export KIND ...\n" EXPORT_SPOKE_USAGE, stderr);
    return 2;
}

static struct err *wrong(const struct verifying *verifying, const char *what,
                         const char *name)
{
    return err_logged(verifying->arena, ERR_INVALID, "%s: %s%s",
                      verifying->path, name, what);
}

/* Kept whole: what says what the others should be. */
static struct str *text_of(struct verifying *verifying, const char *name)
{
    if (strcmp(name, MANIFEST_NAME) == 0)
        return &verifying->manifest;
    return strcmp(name, SIGNATURE_NAME) == 0 ? &verifying->signature : NULL;
}

static struct err *file_look(struct verifying *verifying, struct unzip *unzip,
                             const char *name)
{
    struct found *file = arena_alloc(verifying->arena, sizeof *file);
    struct str *text = text_of(verifying, name);
    crypto_hash_sha256_state state;
    unsigned char hash[crypto_hash_sha256_BYTES];
    struct slice bytes = {.length = 1};
    struct err *err = NULL;

    crypto_hash_sha256_init(&state);
    while (!err && bytes.length > 0) {
        err = unzip_read(unzip, &bytes);
        if (err)
            break;
        crypto_hash_sha256_update(&state, (const unsigned char *)bytes.data,
                                  bytes.length);
        file->bytes += bytes.length;
        for (size_t i = 0; i < bytes.length; i++)
            file->lines += bytes.data[i] == '\n';
        if (text && text->length + bytes.length > MANIFEST_MOST)
            return wrong(verifying, " is too large", name);
        if (text)
            str_add_bytes(text, bytes.data, bytes.length);
    }
    crypto_hash_sha256_final(&state, hash);
    sodium_bin2hex(file->hash, sizeof file->hash, hash, sizeof hash);
    file->name = name;
    file->listed = text != NULL; /* it lists the others, not itself */
    file->next = verifying->files;
    verifying->files = file;
    return err;
}

static struct err *files_look(struct verifying *verifying)
{
    struct unzip *unzip;
    const char *name;
    struct err *err = unzip_open(verifying->arena, verifying->path, &unzip);

    while (!err) {
        err = unzip_next(unzip, &name);
        if (err || !name)
            break;
        for (const struct found *file = verifying->files; file;
             file = file->next)
            if (strcmp(file->name, name) == 0)
                return wrong(verifying, " is in it twice", name);
        err = file_look(verifying, unzip, name);
    }
    return err;
}

static struct err *file_hold(struct verifying *verifying, const json_t *said)
{
    const char *name = json_string_value(json_object_get(said, "name"));
    const char *hash = json_string_value(json_object_get(said, "sha256"));
    json_int_t bytes = json_integer_value(json_object_get(said, "bytes"));
    json_int_t rows = json_integer_value(json_object_get(said, "rows"));
    struct found *file = verifying->files;

    if (!name || !hash)
        return wrong(verifying, " lists something without a name or a hash",
                     MANIFEST_NAME);
    while (file && strcmp(file->name, name) != 0)
        file = file->next;
    if (!file)
        return wrong(verifying, " is missing", name);
    if (file->listed)
        return wrong(verifying, " is listed twice", name);
    if (strcmp(file->hash, hash) != 0 || file->bytes != (uint64_t)bytes)
        return wrong(verifying, " was changed", name);
    if (strncmp(name, "data/", 5) == 0 && strstr(name, ".ndjson") &&
        file->lines != (uint64_t)rows)
        return wrong(verifying, " has not the rows it should have", name);
    file->listed = true;
    verifying->rows += (uint64_t)rows;
    return NULL;
}

static struct err *manifest_hold(struct verifying *verifying)
{
    json_t *manifest = json_loadb(verifying->manifest.data,
                                  verifying->manifest.length, 0, NULL);
    const json_t *files = json_object_get(manifest, "files");
    struct err *err = NULL;

    arena_on_release(verifying->arena, (void (*)(void *))json_decref, manifest);
    if (!json_is_array(files))
        return wrong(verifying, " is missing or no manifest", MANIFEST_NAME);
    for (size_t i = 0; !err && i < json_array_size(files); i++)
        err = file_hold(verifying, json_array_get(files, i));
    for (const struct found *file = verifying->files; !err && file;
         file = file->next)
        if (!file->listed)
            err = wrong(verifying, " is in no manifest", file->name);
    return err;
}

static struct err *signature_hold(struct verifying *verifying,
                                  const char **ret_key)
{
    unsigned char key[crypto_sign_PUBLICKEYBYTES];
    unsigned char signature[crypto_sign_BYTES];
    json_t *said = json_loadb(verifying->signature.data,
                              verifying->signature.length, 0, NULL);

    arena_on_release(verifying->arena, (void (*)(void *))json_decref, said);
    *ret_key = json_string_value(json_object_get(said, "key"));
    if (!said)
        return verifying->key ? wrong(verifying, " is missing", SIGNATURE_NAME)
                              : NULL;
    if (!hex_read(*ret_key, key, sizeof key) ||
        !hex_read(json_string_value(json_object_get(said, "signature")),
                  signature, sizeof signature) ||
        crypto_sign_verify_detached(
            signature, (const unsigned char *)verifying->manifest.data,
            verifying->manifest.length, key) != 0)
        return wrong(verifying, " does not hold", SIGNATURE_NAME);
    if (verifying->key && strcmp(verifying->key, *ret_key) != 0)
        return wrong(verifying, " is of another key", SIGNATURE_NAME);
    return NULL;
}

static struct err *verify(struct verifying *verifying)
{
    const char *key = NULL;
    struct err *err;

    str_init(&verifying->manifest, verifying->arena);
    str_init(&verifying->signature, verifying->arena);
    err = files_look(verifying);
    if (!err)
        err = manifest_hold(verifying);
    if (!err)
        err = signature_hold(verifying, &key);
    if (err)
        return err;
    printf("%s is as it was made: %" PRIu64 " rows; ", verifying->path,
           verifying->rows);
    if (!key)
        puts("it is not signed.");
    else
        printf("signed by %s%s.\n", key,
               verifying->key ? "" : " (say --key to hold it against yours)");
    return NULL;
}

int export_verify(int argc, char **argv)
{
    struct arena arena;
    struct verifying verifying = {.arena = &arena};
    int result;

    for (int i = 0; i < argc; i++) {
        if (i + 1 < argc && strcmp(argv[i], "--key") == 0)
            verifying.key = argv[++i];
        else if (argv[i][0] == '-' || verifying.path)
            return usage();
        else
            verifying.path = argv[i];
    }
    if (!verifying.path)
        return usage();
    arena_init(&arena);
    result = command_result(verify(&verifying));
    arena_release(&arena);
    return result;
}
