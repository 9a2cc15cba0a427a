#include "access/second_factor.h"

#include <ctype.h>
#include <inttypes.h>
#include <liboath/oath.h>
#include <sodium.h>
#include <time.h>

#include "base/file.h"
#include "base/str.h"

#define SECRET_BYTES 20U
#define KEY_BYTES crypto_secretbox_KEYBYTES
#define NONCE_BYTES crypto_secretbox_NONCEBYTES
#define BOX_BYTES (SECRET_BYTES + crypto_secretbox_MACBYTES)
#define SEALED_BYTES (NONCE_BYTES + BOX_BYTES)
#define STEP_SECONDS 30
#define DIGITS 6U
#define RECOVERY_GROUPS 4
#define RECOVERY_LETTERS 16

_Static_assert(SEALED_BYTES == 60, "what the secret_sealed column holds");

/* Set once, before there is a second thread. */
static unsigned char key[KEY_BYTES];
static bool ready;

bool second_factor_ready(void)
{
    return ready;
}

static const char *hex(struct arena *arena, const unsigned char *bytes,
                       size_t length)
{
    char *text = arena_alloc(arena, 2 * length + 1);

    sodium_bin2hex(text, 2 * length + 1, bytes, length);
    return text;
}

static bool hex_fits(const char *text, unsigned char *ret_bytes, size_t length)
{
    size_t got = 0;

    return sodium_hex2bin(ret_bytes, length, text, strlen(text), "\n", &got,
                          NULL) == 0 &&
           got == length;
}

static struct err *key_make(struct arena *arena, const char *path)
{
    unsigned char fresh[KEY_BYTES];
    struct err *err;

    randombytes_buf(fresh, sizeof fresh);
    err = file_write(arena, path, 0600,
                     arena_printf(arena, "%s\n", hex(arena, fresh, KEY_BYTES)));
    sodium_memzero(fresh, sizeof fresh);
    return err;
}

struct err *second_factor_open(struct arena *arena, const char *path)
{
    struct slice content;
    struct err *err = NULL;

    if (oath_init() != OATH_OK)
        return err_logged(arena, ERR_INTERNAL, "liboath does not start");
    if (!file_exists(path))
        err = key_make(arena, path);
    if (!err)
        err = file_read(arena, path, &content);
    if (err)
        return err;
    if (!hex_fits(content.data, key, sizeof key))
        return err_logged(arena, ERR_INVALID,
                          "%s must hold a key of 64 hexadecimal digits", path);
    ready = true;
    return NULL;
}

static bool secret_unseal(const char *sealed,
                          unsigned char ret_secret[SECRET_BYTES])
{
    unsigned char bytes[SEALED_BYTES];

    return hex_fits(sealed, bytes, sizeof bytes) &&
           crypto_secretbox_open_easy(ret_secret, bytes + NONCE_BYTES,
                                      BOX_BYTES, bytes, key) == 0;
}

static bool code_is_of(const unsigned char *secret, const char *code,
                       int64_t step)
{
    char wanted[DIGITS + 1];

    return oath_totp_generate((const char *)secret, SECRET_BYTES,
                              (time_t)(step * STEP_SECONDS), STEP_SECONDS, 0,
                              DIGITS, wanted) == OATH_OK &&
           sodium_memcmp(wanted, code, DIGITS) == 0;
}

/* Apps whose clock is half a minute off are common; all three are tried. */
static const char *step_of(struct arena *arena, const unsigned char *secret,
                           const char *code)
{
    int64_t now = (int64_t)time(NULL) / STEP_SECONDS;
    const char *found = NULL;

    for (int64_t step = now - 1; step <= now + 1; step++)
        if (code_is_of(secret, code, step))
            found = arena_printf(arena, "%" PRId64, step);
    return found;
}

/* A letter or digit, small; '\0' for what else people type. */
static char letter_plain(char given)
{
    int letter = tolower((unsigned char)given);

    return isalnum(letter) ? (char)letter : '\0';
}

/* Letters and digits only: people type spaces and hyphens. */
static const char *code_plain(struct arena *arena, const char *code)
{
    char *plain = arena_alloc(arena, strlen(code) + 1);
    size_t length = 0;

    for (; *code != '\0'; code++)
        if (letter_plain(*code) != '\0')
            plain[length++] = letter_plain(*code);
    plain[length] = '\0';
    return plain;
}

static const char *recovery_hash(struct arena *arena, const char *plain)
{
    unsigned char hash[crypto_generichash_BYTES];

    crypto_generichash(hash, sizeof hash, (const unsigned char *)plain,
                       strlen(plain), key, sizeof key);
    return hex(arena, hash, sizeof hash);
}

struct err *code_prove(struct arena *arena, const char *sealed,
                       const char *code, struct code_proof *ret_proof)
{
    unsigned char secret[SECRET_BYTES];
    const char *plain;

    *ret_proof = (struct code_proof){.coded = "false"};
    if (code == NULL || code[0] == '\0')
        return NULL;
    ret_proof->coded = "true";
    if (sealed == NULL)
        return NULL;
    if (!ready || !secret_unseal(sealed, secret))
        return err_logged(arena, ERR_INTERNAL,
                          "second_factor_key_file is not the key that a "
                          "second factor was sealed with");
    plain = code_plain(arena, code);
    if (strlen(plain) == RECOVERY_LETTERS)
        ret_proof->recovery = recovery_hash(arena, plain);
    if (strlen(plain) == DIGITS)
        ret_proof->step = step_of(arena, secret, plain);
    if (ret_proof->step != NULL)
        ret_proof->secret = hex(arena, secret, sizeof secret);
    sodium_memzero(secret, sizeof secret);
    return NULL;
}

static const char *base32_of(struct arena *arena, const unsigned char *secret)
{
    char *text = NULL;
    const char *kept = NULL;

    if (oath_base32_encode((const char *)secret, SECRET_BYTES, &text, NULL) ==
        OATH_OK)
        kept = arena_strdup(arena, text);
    free(text);
    return kept;
}

struct err *secret_make(struct arena *arena, struct secret *ret_secret)
{
    unsigned char secret[SECRET_BYTES];
    unsigned char sealed[SEALED_BYTES];

    if (!ready)
        return err_new(arena, ERR_CONFLICT,
                       "Codes from an app are not set up on this system: ask "
                       "your system administrator");
    randombytes_buf(secret, sizeof secret);
    randombytes_buf(sealed, NONCE_BYTES);
    crypto_secretbox_easy(sealed + NONCE_BYTES, secret, sizeof secret, sealed,
                          key);
    *ret_secret = (struct secret){.sealed = hex(arena, sealed, sizeof sealed),
                                  .opened = hex(arena, secret, sizeof secret),
                                  .base32 = base32_of(arena, secret)};
    sodium_memzero(secret, sizeof secret);
    return ret_secret->base32 != NULL ? NULL : err_no_memory();
}

/* Four groups of four, 80 bits, without letters that look alike. */
static const char *recovery_code(struct arena *arena)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    struct str code;

    str_init(&code, arena);
    for (int n = 0; n < RECOVERY_LETTERS; n++) {
        if (n > 0 && n % RECOVERY_GROUPS == 0)
            str_add_char(&code, '-');
        str_add_char(&code, letters[randombytes_uniform(sizeof letters - 1)]);
    }
    return code.data;
}

struct err *recovery_codes_make(struct arena *arena, const char **ret_json,
                                const char **ret_hashes)
{
    struct str json, hashes;

    if (!ready)
        return err_logged(arena, ERR_INTERNAL, "no second_factor_key_file");
    str_init(&json, arena);
    str_init(&hashes, arena);
    for (int n = 0; n < RECOVERY_CODES; n++) {
        const char *code = recovery_code(arena);

        str_addf(&json, "%c\"%s\"", n == 0 ? '[' : ',', code);
        str_addf(&hashes, "%c%s", n == 0 ? '{' : ',',
                 recovery_hash(arena, code_plain(arena, code)));
    }
    str_add_char(&json, ']');
    str_add_char(&hashes, '}');
    *ret_json = json.data;
    *ret_hashes = hashes.data;
    return NULL;
}

const char *secret_uri(struct arena *arena, const char *email,
                       const char *base32)
{
    struct str uri;

    str_init(&uri, arena);
    str_add(&uri, "otpauth://totp/Throughline:");
    for (; *email != '\0'; email++)
        if (isalnum((unsigned char)*email) || strchr("@.-_", *email))
            str_add_char(&uri, *email);
        else
            str_addf(&uri, "%%%02X", (unsigned char)*email);
    str_addf(&uri, "?secret=%s&issuer=Throughline", base32);
    return uri.data;
}
