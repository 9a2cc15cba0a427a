#include <inttypes.h>

#include "commands/commands.h"
#include "commands/configuration.h"
#include "commands/sealing.h"
#include "db/seal.h"

struct audit_request {
    struct arena *arena;
    struct configuration configuration;
    int argc;
    char **argv;
};

static int usage(void)
{
    fputs("usage: throughline audit seal [--once]\n"
          "       throughline audit checkpoint\n"
          "       throughline audit verify [--key PUBLIC-KEY] "
          "[CHECKPOINT-FILE...]\n"
          "seal makes the access log tamper-evident, for ever or until nothing "
          "is left;\ncheckpoint prints the newest signed checkpoint, for "
          "partners to keep; verify\ncomputes everything anew, holds it "
          "against the checkpoints kept, and names the\nfirst row that is "
          "wrong.\n",
          stderr);
    return 2;
}

static struct err *setting_missing(struct arena *arena, const char *name)
{
    return err_logged(arena, ERR_INVALID,
                      "audit needs the setting %s; "
                      "config/throughline.conf.example explains it",
                      name);
}

static struct err *sealer_connect(struct audit_request *request,
                                  struct owner **ret_owner)
{
    if (!request->configuration.seal_database)
        return setting_missing(request->arena, "seal_database");
    return owner_connect(request->arena, request->configuration.seal_database,
                         ret_owner);
}

static struct err *seal(struct audit_request *request)
{
    const struct configuration *configuration = &request->configuration;
    struct sealing_options options = {
        .conninfo = configuration->seal_database,
        .folder = configuration->seal_folder,
        .once = request->argc == 1,
    };
    struct err *err;

    if (!options.conninfo)
        return setting_missing(request->arena, "seal_database");
    if (!configuration->seal_key_file)
        return setting_missing(request->arena, "seal_key_file");
    err = seal_key_open(request->arena, configuration->seal_key_file,
                        &options.key);
    if (!err && !sealing_run(&options))
        err = err_logged(request->arena, ERR_BUSY, "could not seal");
    return err;
}

static struct err *checkpoint(struct audit_request *request)
{
    struct owner *owner = NULL;
    struct checkpoint latest;
    struct err *err = sealer_connect(request, &owner);

    if (!err)
        err = seal_latest(request->arena, owner, &latest);
    if (!err && latest.size == 0)
        err = err_logged(request->arena, ERR_NOT_FOUND,
                         "nothing has been sealed yet");
    if (!err)
        fputs(checkpoint_json(request->arena, &latest), stdout);
    return err;
}

/* What verify is to hold against the database, from its arguments. */
static struct err *evidence_take(struct audit_request *request,
                                 struct seal_evidence *ret_evidence)
{
    unsigned char *key =
        arena_alloc(request->arena, crypto_sign_PUBLICKEYBYTES);
    struct checkpoint *kept =
        arena_array(request->arena, (size_t)request->argc + 1, sizeof *kept);
    struct err *err = NULL;

    *ret_evidence = (struct seal_evidence){.kept = kept};
    for (int i = 0; !err && i < request->argc; i++) {
        if (strcmp(request->argv[i], "--key") != 0) {
            err = checkpoint_read(request->arena, request->argv[i],
                                  &kept[ret_evidence->kept_count++]);
            continue;
        }
        if (!hex_read(request->argv[++i], key, crypto_sign_PUBLICKEYBYTES))
            return err_logged(request->arena, ERR_INVALID,
                              "--key takes the public key: 64 hexadecimal "
                              "digits");
        ret_evidence->key = key;
    }
    /* A checkpoint kept says whose key it was. */
    if (!ret_evidence->key && ret_evidence->kept_count > 0)
        ret_evidence->key = kept[0].key;
    return err;
}

static struct err *verify(struct audit_request *request)
{
    struct owner *owner = NULL;
    struct seal_evidence evidence;
    struct seal_finding finding;
    struct err *err = evidence_take(request, &evidence);

    if (!err)
        err = sealer_connect(request, &owner);
    if (!err)
        err = seal_verify(request->arena, owner, &evidence, &finding);
    if (err)
        return err;
    if (finding.fault)
        return err_logged(request->arena, ERR_CONFLICT,
                          "the access log was tampered with: %s",
                          finding.fault);
    printf("The access log is as it was sealed: %" PRIu64 " rows, %" PRIu64
           " signed checkpoints%s; %" PRIu64 " rows are not sealed yet.\n",
           finding.leaves, finding.checkpoints,
           evidence.kept_count > 0 ? " with those kept" : "", finding.unsealed);
    return NULL;
}

static const struct {
    const char *name;
    struct err *(*run)(struct audit_request *request);
} actions[] = {
    {"seal",       seal      },
    {"checkpoint", checkpoint},
    {"verify",     verify    },
};

/* Each action's own arguments. */
static bool arguments_fit(const struct audit_request *request,
                          const char *action)
{
    if (strcmp(action, "verify") == 0)
        return request->argc == 0 ||
               strcmp(request->argv[request->argc - 1], "--key") != 0;
    if (strcmp(action, "seal") == 0 && request->argc == 1)
        return strcmp(request->argv[0], "--once") == 0;
    return request->argc == 0;
}

int command_audit(int argc, char **argv)
{
    struct arena arena;
    struct audit_request request = {
        .arena = &arena, .argc = argc - 1, .argv = argv + 1};
    size_t i = 0, count = sizeof actions / sizeof *actions;
    struct err *err;
    int result;

    while (i < count && (argc < 1 || strcmp(argv[0], actions[i].name) != 0))
        i++;
    if (i == count || !arguments_fit(&request, actions[i].name))
        return usage();
    arena_init(&arena);
    err = configuration_read(&arena, &request.configuration);
    if (!err)
        err = actions[i].run(&request);
    result = command_result(err);
    arena_release(&arena);
    return result;
}
