#include "access/password.h"
#include "base/file.h"
#include "commands/commands.h"
#include "commands/configuration.h"
#include "commands/passphrase.h"
#include "db/users.h"

#define PASSPHRASE_WORDS 6

struct request_of_operator {
    struct arena *arena;
    struct owner *owner;
    int argc;
    char **argv;
    const char *password_file; /* --password-file, or NULL */
    const char *password;      /* made here, to be told; or NULL */
};

static int usage(void)
{
    fputs("usage: throughline user add EMAIL NAME AGENCY ROLE[:SPOKE]...\n"
          "       throughline user disable EMAIL\n"
          "       throughline user reset EMAIL\n"
          "with --password-file FILE the password is read from there; else a "
          "random one is\nmade and printed once.\n",
          stderr);
    return 2;
}

static struct err *password_read(struct request_of_operator *request,
                                 const char **ret_password)
{
    const char *refusal;
    struct slice text;
    struct err *err = file_read(request->arena, request->password_file, &text);

    if (err)
        return err;
    *ret_password =
        arena_strndup(request->arena, text.data, strcspn(text.data, "\r\n"));
    refusal = password_refusal(*ret_password, request->argv[0]);
    return refusal ? err_logged(request->arena, ERR_INVALID, "%s", refusal)
                   : NULL;
}

/* The password from its file, or a new one, sealed. */
static struct err *password_take(struct request_of_operator *request,
                                 const char **ret_sealed)
{
    const char *password;
    struct err *err = NULL;

    if (request->password_file)
        err = password_read(request, &password);
    else
        password = request->password =
            passphrase_new(request->arena, PASSPHRASE_WORDS);
    return err ? err : password_seal(request->arena, password, ret_sealed);
}

/* "referrer:bristol" */
static struct err *role_grant(struct request_of_operator *request,
                              const char *email, const char *given)
{
    char *role = arena_strdup(request->arena, given);
    char *colon = strchr(role, ':');

    if (colon)
        *colon = '\0';
    return user_grant(request->arena, request->owner, email, role,
                      colon ? colon + 1 : NULL);
}

static struct err *add(struct request_of_operator *request)
{
    const char *email = request->argv[0], *sealed;
    struct err *err = password_take(request, &sealed);

    if (!err)
        err = users_begin(request->owner);
    if (!err)
        err = user_add(request->arena, request->owner, email, request->argv[1],
                       request->argv[2], sealed);
    for (int i = 3; !err && i < request->argc; i++)
        err = role_grant(request, email, request->argv[i]);
    return err ? err : users_commit(request->owner);
}

static struct err *disable(struct request_of_operator *request)
{
    return user_disable(request->arena, request->owner, request->argv[0]);
}

static struct err *reset(struct request_of_operator *request)
{
    const char *sealed;
    struct err *err = password_take(request, &sealed);

    if (err)
        return err;
    return user_reset(request->arena, request->owner, request->argv[0], sealed);
}

static const struct {
    const char *name;
    struct err *(*run)(struct request_of_operator *request);
    int least, most; /* arguments */
} actions[] = {
    {"add",     add,     4, 40},
    {"disable", disable, 1, 1 },
    {"reset",   reset,   1, 1 }
};

/* Takes --password-file FILE out of the arguments. */
static void option_take(struct request_of_operator *request)
{
    int kept = 0;

    for (int i = 0; i < request->argc; i++) {
        if (strcmp(request->argv[i], "--password-file") == 0 &&
            i + 1 < request->argc)
            request->password_file = request->argv[++i];
        else
            request->argv[kept++] = request->argv[i];
    }
    request->argc = kept;
}

static struct err *owner_of_settings(struct request_of_operator *request)
{
    struct configuration configuration;
    struct err *err = configuration_read(request->arena, &configuration);

    if (err)
        return err;
    if (!configuration.admin_database)
        return err_logged(request->arena, ERR_INVALID,
                          "user needs the setting admin_database "
                          "(THROUGHLINE_ADMIN_DATABASE)");
    return owner_connect(request->arena, configuration.admin_database,
                         &request->owner);
}

int command_user(int argc, char **argv)
{
    struct arena arena;
    struct request_of_operator request = {&arena,   NULL, argc - 1,
                                          argv + 1, NULL, NULL};
    size_t i = 0, count = sizeof actions / sizeof *actions;
    struct err *err;
    int result;

    option_take(&request);
    while (i < count && (argc < 1 || strcmp(argv[0], actions[i].name) != 0))
        i++;
    if (i == count || request.argc < actions[i].least ||
        request.argc > actions[i].most)
        return usage();
    arena_init(&arena);
    err = owner_of_settings(&request);
    if (!err)
        err = actions[i].run(&request);
    result = command_result(err);
    if (result == 0 && request.password)
        printf("%s\n", request.password);
    arena_release(&arena);
    return result;
}
