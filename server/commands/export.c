/*
 * export.c - published figures as the file they came as, and the
 * reconciliation, as CSV to standard output; a spoke's whole record is
 * export_spoke.c's.
 */
#include "base/csv_write.h"
#include "commands/commands.h"
#include "commands/export_spoke.h"
#include "commands/figures.h"

static int usage(void)
{
    fputs("usage: throughline export KIND [--period 2023-24] [--spoke CODE]\n"
          "           [--partnership NAME]\n" EXPORT_SPOKE_USAGE
          "KIND is one of figures (config/partnership/import_kinds.csv) or "
          "reconciliation\n",
          stderr);
    return 2;
}

static struct err *export(struct figures_request *request)
{
    struct table table;
    struct str out;
    struct err *err;

    request->file.kind = request->operands[0];
    err = figures_connect(request, "export");
    if (!err)
        err = figures_table(request->arena, request->owner, &request->file,
                            &table);
    if (err)
        return err;
    str_init(&out, request->arena);
    for (size_t i = 0; i < table.rows; i++)
        csv_add_record(&out, table.cells + i * table.columns, table.columns);
    if (fwrite(out.data, 1, out.length, stdout) != out.length ||
        fflush(stdout) != 0)
        return err_logged(request->arena, ERR_INTERNAL,
                          "not all of it could be written");
    return NULL;
}

int command_export(int argc, char **argv)
{
    struct arena arena;
    struct figures_request request = {.arena = &arena};
    int result;

    if (argc > 0 && strcmp(argv[0], "spoke") == 0)
        return export_spoke(argc - 1, argv + 1);
    if (argc > 0 && strcmp(argv[0], "verify") == 0)
        return export_verify(argc - 1, argv + 1);
    if (argc > 0 && strcmp(argv[0], "key") == 0)
        return export_key(argc - 1, argv + 1);
    if (!figures_options(&request, argc, argv) || request.operand_count != 1 ||
        request.file.email || request.file.preview || request.file.replace)
        return usage();
    arena_init(&arena);
    result = command_result(export(&request));
    arena_release(&arena);
    return result;
}
