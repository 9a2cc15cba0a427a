#include "access/password.h"

#include <sodium.h>
#include <strings.h>

#define SALT_BYTES crypto_pwhash_SALTBYTES
#define KEY_BYTES 32U
#define OPERATIONS 3U
#define MEMORY (64U * 1024 * 1024)
#define TOKEN_BYTES 32U

_Static_assert(crypto_pwhash_SALTBYTES == 16, "the salt column holds 16 bytes");
_Static_assert(PASSWORD_KEY_HEX == KEY_BYTES * 2 + 1, "key in hexadecimal");

static struct err *derive(struct arena *arena, const char *password,
                          const unsigned char *salt,
                          unsigned char key[KEY_BYTES])
{
    if (crypto_pwhash(key, KEY_BYTES, password, strlen(password), salt,
                      OPERATIONS, MEMORY, crypto_pwhash_ALG_ARGON2ID13) == 0)
        return NULL;
    struct err *err =
        err_logged(arena, ERR_BUSY, "no memory to derive a password key");
    err->retry_after = 1;
    return err;
}

struct err *password_derive(struct arena *arena, const char *password,
                            const char *salt_hex, const char **ret_key_hex)
{
    unsigned char salt[SALT_BYTES];
    unsigned char key[KEY_BYTES];
    size_t length = 0;

    if (sodium_hex2bin(salt, sizeof salt, salt_hex, strlen(salt_hex), NULL,
                       &length, NULL) != 0 ||
        length != sizeof salt)
        return err_logged(arena, ERR_INTERNAL, "salt is not 16 bytes");
    struct err *err = derive(arena, password, salt, key);
    if (err)
        return err;
    char *hex = arena_alloc(arena, PASSWORD_KEY_HEX);
    sodium_bin2hex(hex, PASSWORD_KEY_HEX, key, sizeof key);
    sodium_memzero(key, sizeof key);
    *ret_key_hex = hex;
    return NULL;
}

struct err *password_seal(struct arena *arena, const char *password,
                          const char **ret_sealed)
{
    unsigned char salt[SALT_BYTES];
    unsigned char key[KEY_BYTES];
    unsigned char verifier[crypto_hash_sha256_BYTES];
    char salt_hex[PASSWORD_SALT_HEX];
    char verifier_hex[crypto_hash_sha256_BYTES * 2 + 1];

    randombytes_buf(salt, sizeof salt);
    struct err *err = derive(arena, password, salt, key);
    if (err)
        return err;
    crypto_hash_sha256(verifier, key, sizeof key);
    sodium_memzero(key, sizeof key);
    sodium_bin2hex(salt_hex, sizeof salt_hex, salt, sizeof salt);
    sodium_bin2hex(verifier_hex, sizeof verifier_hex, verifier,
                   sizeof verifier);
    *ret_sealed = arena_printf(arena, "%s:%s", salt_hex, verifier_hex);
    return NULL;
}

/* Long enough to pass the length rule and yet tried first by everybody. */
static const char *const common[] = {
    "123456789012",     "1234567890123",    "12345678901234",
    "password1234",     "password12345",    "passwordpassword",
    "password123456",   "qwertyuiop123",    "qwertyuiopasdf",
    "qwerty123456",     "qwertyuiop[]",     "letmeinletmein",
    "iloveyou1234",     "welcome12345",     "welcomewelcome",
    "administrator",    "administrator1",   "adminadminadmin",
    "changeme1234",     "changemechangeme", "correcthorsebatterystaple",
    "throughline1",     "throughline123",   "throughline1234",
    "abcdefghijkl",     "abcdefghijklm",    "aaaaaaaaaaaa",
    "000000000000",     "111111111111",     "1q2w3e4r5t6y",
    "1qaz2wsx3edc",     "zaq12wsxcde3",     "liverpool1234",
    "bristolcity1",     "bristolrovers1",   "footballfootball",
    "sunshinesunshine", "monkeymonkey",     "trustno1trustno1",
};

static bool one_character_only(const char *password)
{
    return password[0] &&
           strspn(password, (char[]){password[0], '\0'}) == strlen(password);
}

const char *password_refusal(const char *password, const char *email)
{
    size_t length = strlen(password);

    if (length < PASSWORD_LENGTH_MIN)
        return "Password must be 12 characters or more";
    if (length > PASSWORD_LENGTH_MAX)
        return "Password must be 1,024 characters or fewer";
    if (strcasecmp(password, email) == 0 || one_character_only(password))
        return "Choose a password that is harder to guess";
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
        if (strcasecmp(password, common[i]) == 0)
            return "Choose a password that is harder to guess";
    return NULL;
}

const char *token_new(struct arena *arena)
{
    unsigned char bytes[TOKEN_BYTES];
    size_t size = sodium_base64_ENCODED_LEN(
        TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_alloc(arena, size);

    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(text, size, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
    return text;
}
