#include "commands/commands.h"
#include "commands/configuration.h"
#include "commands/schema.h"

static struct err *migrate(struct arena *arena)
{
    struct configuration configuration;
    struct schema_change change = {0};
    struct owner *owner;
    struct err *err = configuration_read(arena, &configuration);

    if (err)
        return err;
    if (!configuration.admin_database)
        return err_logged(arena, ERR_INVALID,
                          "migrate needs the setting admin_database "
                          "(THROUGHLINE_ADMIN_DATABASE)");
    err = owner_connect(arena, configuration.admin_database, &owner);
    if (!err)
        err = schema_bring_up(arena, owner, configuration.data_root, &change);
    if (err)
        return err;
    printf("%zu of %zu migrations applied now; functions and policies %s; "
           "%zu lists loaded\n",
           change.migrated.applied, change.migrated.total,
           change.migrated.renewed ? "renewed" : "as they were", change.lists);
    return NULL;
}

int command_migrate(int argc, char **argv)
{
    struct arena arena;
    int result = command_without_arguments(argc, argv);

    if (result)
        return result;
    arena_init(&arena);
    result = command_result(migrate(&arena));
    arena_release(&arena);
    return result;
}
