#include "http/cursor.h"

#include <sodium.h>

#define HASH_SIZE 12
#define CURSOR_MAX 2000
#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

static const unsigned char cursor_key[] = "throughline cursor, version 1";

/* 12 bytes of BLAKE2b-128 over operation NUL filter NUL place. */
static void cursor_hash(const char *operation, const char *filter,
                        struct slice place, unsigned char hash[HASH_SIZE])
{
    unsigned char whole[crypto_generichash_BYTES_MIN];
    crypto_generichash_state state;

    crypto_generichash_init(&state, cursor_key, sizeof cursor_key,
                            sizeof whole);
    crypto_generichash_update(&state, (const unsigned char *)operation,
                              strlen(operation) + 1);
    crypto_generichash_update(&state, (const unsigned char *)filter,
                              strlen(filter) + 1);
    crypto_generichash_update(&state, (const unsigned char *)place.data,
                              place.length);
    crypto_generichash_final(&state, whole, sizeof whole);
    memcpy(hash, whole, HASH_SIZE);
}

const char *cursor_encode(struct arena *arena, const char *operation,
                          const char *filter, struct slice place)
{
    size_t size = HASH_SIZE + place.length;
    size_t text_size = sodium_base64_ENCODED_LEN(size, VARIANT);
    unsigned char *bytes = arena_alloc(arena, size);
    char *text = arena_alloc(arena, text_size);

    cursor_hash(operation, filter, place, bytes);
    memcpy(bytes + HASH_SIZE, place.data, place.length);
    return sodium_bin2base64(text, text_size, bytes, size, VARIANT);
}

const char *cursor_decode(struct arena *arena, const char *operation,
                          const char *filter, const char *cursor)
{
    size_t length = strlen(cursor), size;
    unsigned char hash[HASH_SIZE];
    struct slice place;
    char *bytes;

    if (length > CURSOR_MAX)
        return NULL;
    bytes = arena_alloc(arena, length + 1);
    if (sodium_base642bin((unsigned char *)bytes, length, cursor, length, NULL,
                          &size, NULL, VARIANT) != 0 ||
        size <= HASH_SIZE)
        return NULL;
    place.data = bytes + HASH_SIZE;
    place.length = size - HASH_SIZE;
    bytes[size] = '\0';
    cursor_hash(operation, filter, place, hash);
    if (sodium_memcmp(hash, bytes, HASH_SIZE) != 0 ||
        !utf8_valid(place.data, place.length))
        return NULL;
    return place.data;
}
