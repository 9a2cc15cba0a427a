#include "commands/export_spoke.h"

#include "base/file.h"
#include "base/log.h"
#include "commands/commands.h"
#include "commands/terminal_job.h"
#include "db/leaving.h"
#include "exports/manifest.h"

struct spoke_request {
    struct arena *arena;
    struct configuration configuration;
    struct terminal_job terminal;
    struct leaving_ask ask;
    const char *file;
};

static int usage(void)
{
    fputs("usage: throughline export KIND ...\n" EXPORT_SPOKE_USAGE
          "A spoke's whole record is asked for in the name of its coordinator, "
          "made as\ntheir page would, signed with export_key_file, and taken "
          "to FILE.\n",
          stderr);
    return 2;
}

static bool options_take(struct spoke_request *request, int argc, char **argv)
{
    const char *operands[2] = {NULL, NULL};
    int count = 0;

    for (int i = 0; i < argc; i++) {
        if (i + 1 < argc && strcmp(argv[i], "--as") == 0)
            request->ask.email = argv[++i];
        else if (i + 1 < argc && strcmp(argv[i], "--reason") == 0)
            request->ask.reason = argv[++i];
        else if (argv[i][0] == '-' || count == 2)
            return false;
        else
            operands[count++] = argv[i];
    }
    request->ask.spoke = operands[0];
    request->file = operands[1];
    return count == 2 && request->ask.email && request->ask.reason;
}

static struct err *setting_missing(struct arena *arena, const char *name)
{
    return err_logged(arena, ERR_INVALID,
                      "export needs the setting %s; "
                      "config/throughline.conf.example explains it",
                      name);
}

/* Everything that can be wrong before somebody's records are gathered. */
static struct err *ready(struct spoke_request *request)
{
    const struct configuration *configuration = &request->configuration;
    struct err *err =
        configuration_read(request->arena, &request->configuration);

    if (err)
        return err;
    if (!configuration->admin_database)
        return setting_missing(request->arena, "admin_database");
    if (!configuration->export_key_file)
        return setting_missing(request->arena, "export_key_file");
    if (file_exists(request->file))
        return err_logged(request->arena, ERR_INVALID, "%s is there already",
                          request->file);
    log_set_level(LOG_ERROR); /* it speaks to a person */
    err = signing_open(request->arena, configuration->export_key_file);
    if (!err)
        err = owner_connect(request->arena, configuration->admin_database,
                            &request->terminal.owner);
    return err ? err : terminal_job_ready(&request->terminal);
}

static struct err *spoke(struct spoke_request *request)
{
    struct figures_standing standing = {"queued", "", 0, 0};
    const char *id, *hash;
    struct err *err = ready(request);

    if (!err)
        err = leaving_ask(request->arena, request->terminal.owner,
                          &request->ask, &id);
    if (!err)
        err = terminal_job_work(&request->terminal, id, &standing);
    if (!err && strcmp(standing.state, "done") != 0)
        err = err_logged(request->arena, ERR_INVALID, "%s", standing.words);
    if (!err)
        err = leaving_take(request->arena, request->terminal.owner, id,
                           request->file, &hash);
    if (err)
        return err;
    printf("%s  %s\n", hash, request->file);
    return NULL;
}

int export_spoke(int argc, char **argv)
{
    struct arena arena;
    struct spoke_request request = {
        .arena = &arena,
        .terminal = {.arena = &arena, .configuration = &request.configuration}
    };
    int result;

    if (!options_take(&request, argc, argv))
        return usage();
    arena_init(&arena);
    terminal_job_signals();
    result = command_result(spoke(&request));
    terminal_job_release(&request.terminal);
    arena_release(&arena);
    return terminal_job_result(result);
}

static struct err *key_print(struct arena *arena)
{
    struct configuration configuration;
    struct err *err = configuration_read(arena, &configuration);

    if (!err && !configuration.export_key_file)
        err = setting_missing(arena, "export_key_file");
    if (!err)
        err = signing_open(arena, configuration.export_key_file);
    if (!err)
        puts(
            hex_of(arena, signing_key()->public, sizeof signing_key()->public));
    return err;
}

int export_key(int argc, char **argv)
{
    struct arena arena;
    int result;

    (void)argv;
    if (argc > 0)
        return usage();
    arena_init(&arena);
    result = command_result(key_print(&arena));
    arena_release(&arena);
    return result;
}
