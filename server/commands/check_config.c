#include "base/file.h"
#include "commands/commands.h"
#include "commands/configuration.h"

static struct err *check_config(struct arena *arena)
{
    struct configuration configuration;
    struct err *err = configuration_read(arena, &configuration);

    if (err)
        return err;
    if (!file_exists(arena_printf(arena, "%s/site.json",
                                  configuration.listener.web_root)))
        return err_logged(arena, ERR_INVALID,
                          "web_root: there is no built site in %s",
                          configuration.listener.web_root);
    printf("settings: good\nweb site: %s\ndatabase: %s\n"
           "admin_database: %s\n",
           configuration.listener.web_root,
           configuration.database ? "set" : "not set; serve will refuse",
           configuration.admin_database ? "set" : "not set");
    return NULL;
}

int command_check_config(int argc, char **argv)
{
    struct arena arena;
    int result = command_without_arguments(argc, argv);

    if (result)
        return result;
    arena_init(&arena);
    result = command_result(check_config(&arena));
    arena_release(&arena);
    return result;
}
