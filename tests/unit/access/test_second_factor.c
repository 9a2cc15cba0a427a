#include "tests/unit/suite.h"

#include <ctype.h>
#include <liboath/oath.h>
#include <time.h>
#include <unistd.h>

#include "access/second_factor.h"
#include "base/file.h"

static char folder[] = "/tmp/throughline-test-XXXXXX";

static const char *in_folder(const char *name)
{
    return arena_printf(&arena, "%s/%s", folder, name);
}

static void open_key(const char *name)
{
    ck_assert_ptr_null(second_factor_open(&arena, in_folder(name)));
}

static struct secret make(void)
{
    struct secret secret;

    ck_assert_ptr_null(secret_make(&arena, &secret));
    return secret;
}

/* What an app would show `ago` seconds ago. */
static const char *app_code(struct secret secret, int ago)
{
    char bytes[20];
    size_t length = sizeof bytes;
    char *code = arena_alloc(&arena, 7);

    ck_assert_int_eq(oath_hex2bin(secret.opened, bytes, &length), OATH_OK);
    ck_assert_int_eq(
        oath_totp_generate(bytes, length, time(NULL) - ago, 30, 0, 6, code),
        OATH_OK);
    return code;
}

static struct code_proof prove(const char *sealed, const char *code)
{
    struct code_proof proof;

    ck_assert_ptr_null(code_prove(&arena, sealed, code, &proof));
    return proof;
}

START_TEST(nothing_without_a_key)
{
    struct secret secret;
    struct code_proof proof;
    const char *json, *hashes;

    ck_assert(!second_factor_ready());
    ck_assert_int_eq(secret_make(&arena, &secret)->code, ERR_CONFLICT);
    ck_assert_ptr_nonnull(recovery_codes_make(&arena, &json, &hashes));
    /* Fails closed for who has an app. */
    ck_assert_int_eq(code_prove(&arena, "00", "123456", &proof)->code,
                     ERR_INTERNAL);
}
END_TEST

START_TEST(a_code_of_now)
{
    open_key("key");
    struct secret secret = make();

    for (int ago = -30; ago <= 30; ago += 30) {
        struct code_proof proof = prove(secret.sealed, app_code(secret, ago));

        ck_assert_str_eq(proof.coded, "true");
        ck_assert_str_eq(proof.secret, secret.opened);
        ck_assert_int_le(
            labs(strtol(proof.step, NULL, 10) - (time(NULL) - ago) / 30), 1);
    }
    ck_assert_ptr_null(prove(secret.sealed, app_code(secret, 300)).secret);
    ck_assert_ptr_null(prove(secret.sealed, "12345").step);
    ck_assert_str_eq(prove(secret.sealed, "").coded, "false");
    ck_assert_str_eq(prove(secret.sealed, NULL).coded, "false");
    ck_assert_str_eq(prove(NULL, "123456").coded, "true");
    ck_assert_ptr_null(prove(NULL, "123456").secret);
}
END_TEST

START_TEST(the_key_lasts_and_no_other_fits)
{
    struct slice content;
    struct code_proof proof;

    open_key("one");
    struct secret secret = make();
    open_key("one");
    ck_assert_ptr_nonnull(prove(secret.sealed, app_code(secret, 0)).secret);
    ck_assert_ptr_null(file_read(&arena, in_folder("one"), &content));
    ck_assert_uint_eq(content.length, 65);
    open_key("two");
    ck_assert_int_eq(code_prove(&arena, secret.sealed, "123456", &proof)->code,
                     ERR_INTERNAL);
    ck_assert_ptr_null(file_write(&arena, in_folder("bad"), 0600, "short\n"));
    ck_assert_ptr_nonnull(second_factor_open(&arena, in_folder("bad")));
}
END_TEST

START_TEST(recovery_codes)
{
    const char *json, *hashes;

    open_key("key");
    struct secret secret = make();
    ck_assert_ptr_null(recovery_codes_make(&arena, &json, &hashes));
    ck_assert_uint_eq(strlen(json), RECOVERY_CODES * (19 + 3) + 1);
    ck_assert_uint_eq(strlen(hashes), RECOVERY_CODES * (64 + 1) + 1);
    /* However it is typed. */
    const char *code = arena_strndup(&arena, json + 2, 19);
    const char *hash = prove(secret.sealed, code).recovery;
    ck_assert_ptr_nonnull(strstr(hashes, hash));
    char *loud = arena_printf(&arena, " %s ", code);
    for (char *c = loud; *c; c++)
        *c = *c == '-' ? ' ' : (char)toupper((unsigned char)*c);
    ck_assert_str_eq(prove(secret.sealed, loud).recovery, hash);
    ck_assert_ptr_null(prove(secret.sealed, "abcd-efgh").recovery);
}
END_TEST

START_TEST(address_for_apps)
{
    ck_assert_str_eq(secret_uri(&arena, "a+b@c.example", "ABC"),
                     "otpauth://totp/Throughline:a%2Bb@c.example?secret=ABC"
                     "&issuer=Throughline");
}
END_TEST

static void folder_down(void)
{
    file_remove_directory(folder);
}

int main(void)
{
    const TTest *const tests[] = {nothing_without_a_key,
                                  a_code_of_now,
                                  the_key_lasts_and_no_other_fits,
                                  recovery_codes,
                                  address_for_apps,
                                  NULL};

    if (!mkdtemp(folder))
        return 1;
    return suite_run("access/second_factor", tests, NULL, folder_down);
}
