#include "commands/schema.h"

#include "db/reference_load.h"

struct err *schema_bring_up(struct arena *arena, struct owner *owner,
                            const char *data_root,
                            struct schema_change *ret_change)
{
    struct err *err = migrate_run(
        arena, owner, arena_printf(arena, "%s/migrations", data_root),
        &ret_change->migrated);

    if (err)
        return err;
    return reference_load(arena, owner,
                          arena_printf(arena, "%s/config", data_root),
                          &ret_change->lists);
}
