#include "access/second_factor.h"
#include "base/log.h"
#include "commands/commands.h"
#include "commands/configuration.h"
#include "commands/serving.h"
#include "exports/manifest.h"

static void say_ready(int port, void *data)
{
    (void)data;
    log_write(LOG_INFO, "serve.ready", "listening on port %d", port);
}

static struct err *serve(struct arena *arena)
{
    struct configuration configuration;
    struct err *err = configuration_read(arena, &configuration);

    if (err)
        return err;
    if (!configuration.database)
        return err_logged(arena, ERR_INVALID,
                          "serve needs the setting database "
                          "(THROUGHLINE_DATABASE); to try Throughline without "
                          "a database of your own, use ./run");
    configuration.listener.conninfo = configuration.database;
    if (configuration.second_factor_key_file)
        err = second_factor_open(arena, configuration.second_factor_key_file);
    if (!err && configuration.export_key_file)
        err = signing_open(arena, configuration.export_key_file);
    if (err)
        return err;
    return serving_run(arena, &configuration.listener,
                       &(struct worker_options){
                           .conninfo = configuration.job_database,
                           .lease_seconds = configuration.job_lease_seconds},
                       say_ready, NULL);
}

int command_serve(int argc, char **argv)
{
    struct arena arena;
    int result = command_without_arguments(argc, argv);

    if (result)
        return result;
    arena_init(&arena);
    result = command_result(serve(&arena));
    arena_release(&arena);
    return result;
}
