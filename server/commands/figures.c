#include "commands/figures.h"

/* Whether there is an option of that name; it takes the value. */
static bool option_take(struct figures_file *file, const char *name,
                        const char *value)
{
    const struct {
        const char *name;
        const char **place;
    } options[] = {
        {"--as",          &file->email      },
        {"--period",      &file->period     },
        {"--partnership", &file->partnership},
        {"--spoke",       &file->spoke      },
    };

    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (strcmp(options[i].name, name) == 0) {
            *options[i].place = value;
            return true;
        }
    return false;
}

bool figures_options(struct figures_request *request, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        if (i + 1 < argc && option_take(&request->file, argv[i], argv[i + 1]))
            i++;
        else if (strcmp(argv[i], "--preview") == 0)
            request->file.preview = true;
        else if (strcmp(argv[i], "--replace") == 0)
            request->file.replace = true;
        else if (argv[i][0] == '-' || request->operand_count == 2)
            return false;
        else
            request->operands[request->operand_count++] = argv[i];
    }
    return true;
}

struct err *figures_connect(struct figures_request *request,
                            const char *command)
{
    struct err *err =
        configuration_read(request->arena, &request->configuration);

    if (err)
        return err;
    if (!request->configuration.admin_database)
        return err_logged(request->arena, ERR_INVALID,
                          "%s needs the setting admin_database "
                          "(THROUGHLINE_ADMIN_DATABASE)",
                          command);
    return owner_connect(request->arena, request->configuration.admin_database,
                         &request->owner);
}
