#include "commands/demo_accounts.h"

#include <jansson.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "access/password.h"
#include "base/file.h"
#include "base/str.h"
#include "commands/passphrase.h"
#include "db/users.h"

#define DEMO_WORDS 3
#define THREADS_MAX 4

/* Argon2id takes a tenth of a second or more each, so several at a time. */
struct sealing {
    const char **passwords;
    const char **sealed;
    size_t count;
    atomic_size_t next;
    atomic_bool failed;
};

struct sealer {
    struct sealing *sealing;
    struct arena arena;
    pthread_t thread;
    bool running;
};

static void json_release(void *object)
{
    json_decref(object);
}

static struct err *json_read(struct arena *arena, const char *name,
                             struct slice text, json_t **ret_json)
{
    json_error_t fault;

    *ret_json =
        json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES, &fault);
    arena_on_release(arena, json_release, *ret_json);
    if (!json_is_array(*ret_json))
        return err_logged(arena, ERR_INTERNAL, "%s is damaged (line %d)", name,
                          fault.line);
    return NULL;
}

static const char *text_of(const json_t *account, const char *name)
{
    const char *text = json_string_value(json_object_get(account, name));

    return text ? text : "";
}

/* --- making them
 * --------------------------------------------------------------- */

static void *seal_some(void *data)
{
    struct sealer *sealer = data;
    struct sealing *sealing = sealer->sealing;
    size_t i;

    while ((i = atomic_fetch_add(&sealing->next, 1)) < sealing->count)
        if (password_seal(&sealer->arena, sealing->passwords[i],
                          &sealing->sealed[i]))
            atomic_store(&sealing->failed, true);
    return NULL;
}

/* What each sealer made lives in its arena, which `arena` then copies. */
static struct err *seal_all(struct arena *arena, struct sealing *sealing)
{
    struct sealer sealers[THREADS_MAX];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int count = cores < 1 ? 1 : cores > THREADS_MAX ? THREADS_MAX : (int)cores;

    for (int i = 0; i < count; i++) {
        sealers[i].sealing = sealing;
        arena_init(&sealers[i].arena);
        sealers[i].running = pthread_create(&sealers[i].thread, NULL, seal_some,
                                            &sealers[i]) == 0;
        if (!sealers[i].running)
            seal_some(&sealers[i]);
    }
    for (int i = 0; i < count; i++)
        if (sealers[i].running)
            pthread_join(sealers[i].thread, NULL);
    for (size_t i = 0; i < sealing->count && !sealing->failed; i++)
        sealing->sealed[i] = arena_strdup(arena, sealing->sealed[i]);
    for (int i = 0; i < count; i++)
        arena_release(&sealers[i].arena);
    return sealing->failed
               ? err_logged(arena, ERR_INTERNAL, "cannot hash the passwords")
               : NULL;
}

static struct err *passwords_store(struct arena *arena, struct owner *owner,
                                   const json_t *accounts,
                                   const struct sealing *sealing,
                                   const char *path)
{
    struct err *err = users_begin(owner);
    char *text;

    for (size_t i = 0; !err && i < sealing->count; i++)
        err = user_reset(arena, owner,
                         text_of(json_array_get(accounts, i), "email"),
                         sealing->sealed[i]);
    if (err)
        return err;
    text = json_dumps(accounts, JSON_INDENT(2));
    if (!text)
        return err_no_memory();
    /* The file first: should the commit fail, the accounts have no password
     * still, and the next start does all of this again. */
    err = file_write(arena, path, 0644, text);
    free(text);
    return err ? err : users_commit(owner);
}

static struct err *passwords_make(struct arena *arena, struct owner *owner,
                                  json_t *accounts, const char *path)
{
    struct sealing sealing = {.count = json_array_size(accounts)};
    struct err *err;

    sealing.passwords = arena_array(arena, sealing.count + 1, sizeof(char *));
    sealing.sealed = arena_array(arena, sealing.count + 1, sizeof(char *));
    for (size_t i = 0; i < sealing.count; i++) {
        sealing.passwords[i] = passphrase_new(arena, DEMO_WORDS);
        json_object_set_new(json_array_get(accounts, i), "password",
                            json_string(sealing.passwords[i]));
    }
    err = seal_all(arena, &sealing);
    if (!err)
        err = passwords_store(arena, owner, accounts, &sealing, path);
    if (err)
        users_rollback(owner);
    return err;
}

struct err *demo_accounts_make(struct arena *arena, struct owner *owner,
                               const char *path, FILE *terminal)
{
    const char *text;
    bool any_password;
    json_t *accounts;
    struct err *err = users_describe(arena, owner, &text, &any_password);

    if (err || (any_password && file_exists(path)))
        return err;
    err = json_read(arena, "users_describe", slice_from(text), &accounts);
    if (err)
        return err;
    fprintf(terminal, "Making passwords for %zu demo accounts...\n",
            json_array_size(accounts));
    return passwords_make(arena, owner, accounts, path);
}

/* --- showing them
 * ---------------------------------------------------------------- */

/* "spoke coordinator (bristol), referrer" */
static const char *roles_told(struct arena *arena, const json_t *account)
{
    const json_t *roles = json_object_get(account, "roles");
    struct str told;

    str_init(&told, arena);
    str_add(&told, "");
    for (size_t i = 0; i < json_array_size(roles); i++) {
        const json_t *role = json_array_get(roles, i);
        const char *spoke = text_of(role, "spoke");

        str_add(&told, i > 0 ? ", " : "");
        str_add(&told, text_of(role, "role"));
        if (spoke[0])
            str_addf(&told, " (%s)", spoke);
    }
    for (char *c = told.data; *c; c++)
        if (*c == '_')
            *c = ' ';
    return told.data;
}

/* All coordinators, and the first account of every other role: enough to
 * choose from at a glance. */
static bool worth_showing(const json_t *accounts, size_t index)
{
    const json_t *account = json_array_get(accounts, index);
    const char *role =
        text_of(json_array_get(json_object_get(account, "roles"), 0), "role");

    if (strcmp(role, "spoke_coordinator") == 0)
        return true;
    for (size_t i = 0; i < index; i++) {
        const json_t *roles =
            json_object_get(json_array_get(accounts, i), "roles");
        if (strcmp(text_of(json_array_get(roles, 0), "role"), role) == 0)
            return false;
    }
    return true;
}

static int widest(const json_t *accounts, const char *name)
{
    size_t width = strlen("Password");

    for (size_t i = 0; i < json_array_size(accounts); i++) {
        size_t length = strlen(text_of(json_array_get(accounts, i), name));
        if (length > width)
            width = length;
    }
    return (int)width;
}

static void table_print(struct arena *arena, const json_t *accounts,
                        FILE *terminal)
{
    int email = widest(accounts, "email");
    int password = widest(accounts, "password");

    fprintf(terminal, "\n  %-*s  %-*s  %s\n", email, "Sign in as", password,
            "Password", "Who");
    for (size_t i = 0; i < json_array_size(accounts); i++) {
        const json_t *account = json_array_get(accounts, i);
        if (worth_showing(accounts, i))
            fprintf(terminal, "  %-*s  %-*s  %s\n", email,
                    text_of(account, "email"), password,
                    text_of(account, "password"), roles_told(arena, account));
    }
}

struct err *demo_accounts_print(struct arena *arena, const char *path,
                                FILE *terminal)
{
    struct slice text;
    json_t *accounts;
    struct err *err = file_read(arena, path, &text);

    if (!err)
        err = json_read(arena, path, text, &accounts);
    if (err)
        return err;
    table_print(arena, accounts, terminal);
    fprintf(terminal, "  All %zu are in %s\n", json_array_size(accounts), path);
    return NULL;
}
