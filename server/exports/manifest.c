#include "exports/manifest.h"

static struct seal_key key;
static bool key_open;

void manifest_begin(struct manifest *manifest, struct arena *arena,
                    const char *head)
{
    size_t length = strlen(head);

    *manifest = (struct manifest){.arena = arena};
    str_init(&manifest->text, arena);
    str_add_bytes(&manifest->text, head, length - 1); /* without its brace */
    str_add(&manifest->text, ",\n\"files\":[");
}

void manifest_add(struct manifest *manifest, const char *name,
                  const unsigned char hash[crypto_hash_sha256_BYTES],
                  const char *bytes, const char *rows)
{
    str_add(&manifest->text, manifest->files++ ? ",\n" : "\n");
    str_add(&manifest->text, "{\"name\":");
    str_add_json(&manifest->text, name);
    str_addf(&manifest->text, ",\"sha256\":\"%s\",\"bytes\":%s,\"rows\":%s}",
             hex_of(manifest->arena, hash, crypto_hash_sha256_BYTES), bytes,
             rows);
}

struct slice manifest_end(struct manifest *manifest)
{
    str_add(&manifest->text, "\n]}\n");
    return (struct slice){manifest->text.data, manifest->text.length};
}

struct slice manifest_sign(struct arena *arena, const struct seal_key *with,
                           struct slice manifest)
{
    unsigned char signature[crypto_sign_BYTES];

    crypto_sign_detached(signature, NULL, (const unsigned char *)manifest.data,
                         manifest.length, with->secret);
    return slice_from(arena_printf(
        arena,
        "{\"algorithm\":\"Ed25519\",\"of\":\"%s\",\"key\":\"%s\","
        "\"signature\":\"%s\"}\n",
        MANIFEST_NAME, hex_of(arena, with->public, sizeof with->public),
        hex_of(arena, signature, sizeof signature)));
}

struct err *signing_open(struct arena *arena, const char *path)
{
    struct err *err = seal_key_open(arena, path, &key);

    key_open = !err;
    return err;
}

const struct seal_key *signing_key(void)
{
    return key_open ? &key : NULL;
}
